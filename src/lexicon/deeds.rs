//! Verbs for what is done, not said: "votes", "sues", "plans".

use std::collections::HashSet;
use std::sync::LazyLock;

static LIST: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| super::rows(include_str!("../../lexicons/deeds.tsv")).filter_map(|mut r| r.next()).collect());

/// True of the base form of a verb for a deed that needs no words, though corpora of attribution mark its object.
pub fn is_deed(lemma: &str) -> bool {
    LIST.contains(lemma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_votes_does_and_who_vows_says() {
        assert!(is_deed("vote") && is_deed("sue"));
        assert!(!is_deed("vow") && !is_deed("say"));
    }
}
