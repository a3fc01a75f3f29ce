//! Abbreviations that keep their full stop.

use std::sync::LazyLock;

/// What is known of an abbreviation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abbreviation {
    /// A name follows ("Mr.", "Gen."), so a sentence never ends here.
    pub prepositive: bool,
    /// A number may follow ("No. 5", "pp. 12"), and then no sentence ends here.
    pub number: bool,
    /// It is spelt like an ordinary word or name ("no", "Miss.", "Sat."): the full stop alone does not make it one.
    pub word: bool,
}

/// Longest abbreviation in bytes; longer words are not looked up.
const LONGEST: usize = 12;

/// The list as its source has it: abbreviation, tab, kinds joined by `|`.
static LISTED: &str = include_str!("../../lexicons/abbreviations.tsv");

/// Abbreviations that the list lacks.
static ADDED: &[&str] = &[
    "approx", "appt", "ariz", "assoc", "atty", "av", "b.a", "b.sc", "bros", "ca", "cf", "ch", "col", "dem", "dems",
    "div", "ed.d", "ed", "eds", "eng", "est", "ex", "fig", "figs", "fri", "gal", "intl", "l.l.c", "lbs", "lic", "ll.b",
    "ll.m", "m.sc", "mon", "mph", "mr", "n.b", "nat", "natl", "oz", "pharm.d", "phd", "pres", "psy.d", "repub", "sat",
    "sun", "thu", "thur", "thurs", "tue", "tues", "vol", "vols", "vs", "wed", "yr", "yrs", "al", "seq", "cit", "ibid",
    "messrs", "mgr", "mlles", "mmes", "ste", "fr", "sra", "dept", "gens", "govs", "lts", "maj", "adms", "drs", "profs",
    "revs", "cols", "amb", "sgts", "capts", "okla",
];

/// Of these, the ones before a name.
static ADDED_PREPOSITIVE: &[&str] = &[
    "adm", "amb", "atty", "capts", "cols", "dr", "drs", "fr", "ft", "gens", "govs", "lts", "messrs", "mgr", "mlle",
    "mme", "mlles", "mmes", "pres", "profs", "revs", "sgts", "sra", "cpl", "pvt", "pfc", "brig", "supt", "mssrs",
    "cmdr", "comdr", "ste", "sr", "jr",
];

/// Before a name in the list of the source, but as often at the end of one: not prepositive here.
static NOT_PREPOSITIVE: &[&str] = &["sr", "jr", "ing", "st", "ph"];

/// Of these, the ones before a number.
static ADDED_NUMBER: &[&str] = &["ca", "ch", "fig", "figs", "vol", "vols", "sec", "approx", "est", "ed", "p", "pp"];

/// Ordinary words and names among the abbreviations.
static WORDS: &[&str] = &[
    "adj", "al", "ala", "alta", "arc", "ark", "art", "av", "ave", "bart", "cal", "ch", "cit", "col", "con", "del",
    "dem", "dems", "det", "ed", "est", "ex", "exp", "fed", "fig", "figs", "fr", "ft", "gal", "gen", "gov", "hon", "id",
    "ida", "ill", "ing", "is", "ken", "la", "lbs", "man", "mar", "mass", "may", "me", "med", "min", "miss", "mm",
    "mon", "mph", "mt", "nat", "no", "nos", "ok", "op", "ore", "oz", "pd", "penn", "phd", "pl", "pres", "que", "ref",
    "rep", "reps", "res", "rev", "rs", "sat", "sec", "sen", "seq", "sun", "tex", "thou", "ut", "ver", "wash", "wed",
    "wis", "yuk",
];

/// All of it, sorted.
static ALL: LazyLock<Vec<(&str, Abbreviation)>> = LazyLock::new(|| {
    let mut all: Vec<(&str, Abbreviation)> = Vec::new();
    for line in LISTED.lines().skip(1) {
        let (short, kinds) = line.split_once('\t').unwrap_or((line, ""));
        let prepositive = kinds.contains("prepositive") && !NOT_PREPOSITIVE.contains(&short);
        all.push((short, Abbreviation { prepositive, number: kinds.contains("number"), word: false }));
    }
    all.extend(ADDED.iter().map(|short| (*short, Abbreviation::default())));
    all.sort_by_key(|(short, _)| *short);
    all.dedup_by_key(|(short, _)| *short);
    for (short, kind) in &mut all {
        kind.prepositive |= ADDED_PREPOSITIVE.contains(short) && !NOT_PREPOSITIVE.contains(short);
        kind.number |= ADDED_NUMBER.contains(short);
        kind.word = WORDS.contains(short);
    }
    all
});

/// Looks up a word without its final dot, in any case.
pub fn find(word: &str) -> Option<Abbreviation> {
    let mut lower = [0u8; LONGEST];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let i = ALL.binary_search_by(|(short, _)| short.as_bytes().cmp(lower)).ok()?;
    Some(ALL[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert!(find("Mr").is_some_and(|a| a.prepositive && !a.word));
        assert!(find("No").is_some_and(|a| a.number && a.word));
        assert!(find("INC").is_some_and(|a| !a.prepositive));
        assert!(find("Ph.D").is_some());
        assert!(find("table").is_none());
        assert!(find("").is_none());
        assert!(find("antidisestablishmentarianism").is_none());
    }

    #[test]
    fn no_entry_is_longer_than_what_is_looked_up() {
        assert!(ALL.iter().all(|(short, _)| short.len() <= LONGEST));
    }
}
