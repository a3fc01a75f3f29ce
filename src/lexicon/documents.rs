//! Nouns for what is written or recorded, by kind: a poll and a survey are both studies.

use std::collections::HashMap;
use std::sync::LazyLock;

static KINDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/documents.tsv"));
    rows.filter_map(|mut r| Some((r.next()?, r.next()?))).collect()
});

/// True of a singular noun for what is written or recorded.
pub fn is_document(noun: &str) -> bool {
    KINDS.contains_key(noun)
}

/// The kind of document that a singular noun stands for ("memo": letter).
pub fn kind(noun: &str) -> Option<&'static str> {
    KINDS.get(noun).copied()
}

/// True of two singular nouns for documents of one kind.
pub fn alike(a: &str, b: &str) -> bool {
    KINDS.get(a).is_some_and(|kind| KINDS.get(b) == Some(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents() {
        assert!(alike("study", "survey") && alike("ruling", "decision"));
        assert!(!alike("study", "letter") && !alike("harbour", "harbour"));
    }
}
