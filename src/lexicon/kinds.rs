//! Words in names and titles that tell what is named: a "Times" is a newspaper, a "Sen." a senator and a lawmaker.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static KINDS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/kinds.tsv"));
    rows.filter_map(|mut r| Some((r.next()?, r.next()?.split(' ').collect()))).collect()
});

/// True if `word` (lower case, no full stop), at either end of a name or as a title, makes its bearer one of `noun`.
pub fn tells(noun: &str, word: &str) -> bool {
    KINDS.get(noun).is_some_and(|words| words.contains(&word))
}

static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| KINDS.values().flatten().copied().collect());

/// True of a word that tells the kind of some bearer ("times").
pub fn is_kind(word: &str) -> bool {
    WORDS.contains(word)
}

/// Last words of the names of bodies that bear the name of another: of a person, a place, a larger body.
const NAMESAKES: &[&str] = &[
    "act",
    "administration",
    "bill",
    "campaign",
    "center",
    "centre",
    "college",
    "commission",
    "committee",
    "daily",
    "division",
    "family",
    "foundation",
    "fund",
    "hospital",
    "institute",
    "library",
    "museum",
    "organisation",
    "organization",
    "party",
    "project",
    "school",
    "studies",
    "subcommittee",
    "tower",
    "trust",
    "university",
    "ventures",
];

/// True of a body's whole name that names of other bodies begin with: "the House", not the House Freedom Caucus.
pub fn stands_alone(word: &str) -> bool {
    word == "house"
}

/// True of the last word of a body's name whose first word may well be somebody else ("the Lund Foundation").
pub fn bears_a_name(word: &str) -> bool {
    NAMESAKES.contains(&&*super::lower(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert!(tells("newspaper", "times") && tells("senator", "sen") && tells("lawmaker", "sen"));
        assert!(!tells("newspaper", "office") && !tells("times", "newspaper") && !tells("governor", "sen"));
    }
}
