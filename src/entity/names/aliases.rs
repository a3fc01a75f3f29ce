//! Forms of one name: full name and surname, acronym and long form, with and without "Inc.".

use crate::doc::Doc;
use crate::extraction::Gender;
use crate::lexicon::{given_names, nouns};
use crate::span::Tokens;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that add nothing to an organisation's name.
pub(crate) const LEGAL: &[&str] =
    &["inc", "corp", "corporation", "co", "company", "ltd", "plc", "llc", "group", "ag", "gmbh", "sa"];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
/// Share of one gender among the bearers of a given name from which a title of the other does not go with it.
const SURE: f32 = 0.97;

/// The words of a name, lower-cased, without article, full stops and marks.
pub(in crate::entity) fn key(doc: &Doc, run: Tokens) -> Vec<String> {
    let words = run.range().map(|i| normalised(doc.word(i)));
    let mut out: Vec<String> = words.filter(|w| w.chars().any(char::is_alphanumeric)).collect();
    if out.len() > 1 && out[0] == "the" {
        out.remove(0);
    }
    out
}

/// A word as names are compared: decomposed, without accents, full stops, apostrophes, soft hyphens and joiners, in lower case.
pub(crate) fn normalised(word: &str) -> String {
    let idle = |c: char| {
        matches!(c, '.' | '’' | '‘' | 'ʼ' | '\'' | '`' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
            || is_combining_mark(c)
    };
    let kept: String = word.nfkd().filter(|c| !idle(*c)).collect();
    kept.to_lowercase()
}

/// "Jr." and the like.
pub(crate) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word)
}

/// Two names of two words and more that can be one person's: the same surname and suffix, given names that agree.
pub(crate) fn same_person(a: &[String], b: &[String]) -> bool {
    let bare = |k: &[String]| -> Vec<String> { k.iter().filter(|w| !is_suffix(w)).cloned().collect() };
    let suffix = |k: &[String]| k.iter().find(|w| is_suffix(w)).cloned();
    let (mine, theirs) = (bare(a), bare(b));
    suffix(a) == suffix(b)
        && (theirs == mine
            || suffix(a).is_some() && mine.len().min(theirs.len()) == 1 && theirs.last() == mine.last()
            || theirs.len() > 1
                && theirs.last() == mine.last()
                && given(&mine[..mine.len() - 1], &theirs[..theirs.len() - 1]))
}

/// The last word of a name that is no suffix.
pub(crate) fn surname(k: &[String]) -> Option<&String> {
    k.iter().rev().find(|w| !is_suffix(w))
}

/// Two sets of given names that can be one person's.
fn given(a: &[String], b: &[String]) -> bool {
    let same = |x: &String, y: &String| {
        x == y
            || given_names::short_for(x, y)
            || (x.len() == 1 && y.starts_with(x.as_str()))
            || (y.len() == 1 && x.starts_with(y.as_str()))
    };
    a.first().zip(b.first()).is_some_and(|(x, y)| same(x, y))
        || (a.len() != b.len() && a.iter().any(|x| x.len() > 1 && b.contains(x)))
}

/// True if a title's gender does not go with a full name's given name.
pub(super) fn clash(title: Gender, full: &[String]) -> bool {
    let female = full.first().filter(|_| full.len() > 1).and_then(|given| given_names::share_female(given));
    match (title, female) {
        (Gender::Male, Some(p)) => p > SURE,
        (Gender::Female, Some(p)) => p < 1.0 - SURE,
        _ => false,
    }
}

/// The first letters of a name's words: of all, and of all but "of", "the" and the like.
pub(crate) fn initials(long: &[String]) -> [String; 2] {
    let small = |w: &&String| !matches!(w.as_str(), "of" | "the" | "and" | "for" | "in" | "on" | "to");
    let all = long.iter().filter_map(|w| w.chars().next()).collect();
    [all, long.iter().filter(small).filter_map(|w| w.chars().next()).collect()]
}

/// The first letters of two words and more, of all or but for "of", "the" and the like.
pub(super) fn is_acronym(letters: &str, long: &[String]) -> bool {
    letters.len() >= 2 && long.len() >= 2 && initials(long).iter().any(|of| of == letters)
}

/// "PG&E" of "Pacific Gas and Electric Company": pieces of capitals, the legal form left out.
fn is_joined_acronym(short: &[String], long: &[String]) -> bool {
    let joined: String = short.concat().replace('&', "");
    let pieces = short.len() == 2 && short.iter().all(|w| w.len() < 3) || short.len() == 1 && short[0].contains('&');
    let end = long.iter().rposition(|w| !LEGAL.contains(&w.as_str())).map_or(0, |i| i + 1);
    pieces && joined.len() > 2 && is_acronym(&joined, &long[..end])
}

/// An acronym and its long form, a name with and without its legal form, a name and its last two or more words.
pub(super) fn alike(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == 1 && is_acronym(&short[0], long) || is_joined_acronym(short, long) {
        return true;
    }
    // "Norhaven University" of "Norhaven University of the Arts"
    let of = || short.last().is_some_and(|w| nouns::is_body(w)) && long.starts_with(short) && long[short.len()] == "of";
    if short.len() > 1 && long.len() > short.len() + 1 && of() {
        return true;
    }
    let legal = long.len() > short.len()
        && long[..short.len()] == *short
        && long[short.len()..].iter().all(|w| LEGAL.contains(&w.as_str()));
    legal || (short.len() > 1 && long.len() > short.len() && long[long.len() - short.len()..] == *short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn people_of_one_name() {
        let same = |a: &str, b: &str| same_person(&words(a), &words(b));
        assert!(same("ada lund", "a lund") && same("bob berg", "robert berg") && same("ada marie lund", "marie lund"));
        assert!(same("berg sr", "tom berg sr") && !same("berg sr", "tom berg jr"));
        assert!(!same("ada lund", "eva lund") && !same("tom berg jr", "tom berg") && !same("ada lund", "ada berg"));
    }

    #[test]
    fn words_are_compared_without_accents_and_soft_hyphens() {
        assert_eq!(normalised("Zoë"), normalised("Zoe\u{308}"));
        assert_eq!(normalised("Quel\u{ad}len"), "quellen");
        assert_eq!(normalised("O’Dowd"), "odowd");
        assert_ne!(normalised("René"), normalised("Renée"));
    }

    #[test]
    fn bodies_of_one_name() {
        let same = |a: &str, b: &str| alike(&words(a), &words(b));
        assert!(same("norhaven port authority", "npa") && same("skylark", "skylark inc"));
        assert!(same("pg e", "pacific gas and electric company") && !same("pg e", "pacific gas company"));
        assert!(same("norhaven university", "norhaven university of the arts"));
        assert!(!same("norhaven ferry", "norhaven ferry of the year"));
        assert!(same("bank of norhaven", "bon") && same("port authority", "norhaven port authority"));
        assert!(!same("skylark", "skylark norhaven") && !same("authority", "port authority"));
    }

    #[test]
    fn a_title_may_clash_with_a_given_name() {
        assert!(clash(Gender::Male, &words("helen pryce")));
        assert!(!clash(Gender::Female, &words("helen pryce")) && !clash(Gender::Unknown, &words("helen pryce")));
    }
}
