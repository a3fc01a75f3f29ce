//! What a reporting word does: states, asks, promises, accuses ...

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::extraction::Act;

static LIST: LazyLock<HashMap<&'static str, Act>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/acts.tsv"));
    rows.filter_map(|mut r| Some((r.next()?, Act::from_name(r.next()?)?))).collect()
});

/// The act of a verb, noun or adjective by its base form ("vow"), or of a verb and its particle ("call for").
pub fn act(lemma: &str) -> Option<Act> {
    LIST.get(lemma).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_known_act() {
        let rows: Vec<Vec<&str>> =
            crate::lexicon::rows(include_str!("../../lexicons/acts.tsv")).map(Iterator::collect).collect();
        assert!(rows.len() > 400);
        assert!(rows.iter().all(|r| r.len() == 2 && Act::from_name(r[1]).is_some()));
        assert_eq!(act("vow"), Some(Act::Promise));
        assert_eq!(act("call for"), Some(Act::Request));
        assert_eq!(act("ferry"), None);
    }
}
