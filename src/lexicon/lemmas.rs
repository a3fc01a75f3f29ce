//! Base forms of verbs and nouns.

use std::collections::HashMap;
use std::sync::LazyLock;

static LIST: LazyLock<HashMap<(&'static str, bool), &'static str>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/lemmas.tsv"));
    rows.filter_map(|mut r| Some(((r.next()?, r.next()? == "V"), r.next()?))).collect()
});

fn base(word: &str, verb: bool) -> String {
    let lower = word.to_lowercase();
    LIST.get(&(lower.as_str(), verb)).map_or(lower.clone(), |l| (*l).to_owned())
}

/// Infinitive of a verb's form, in lower case ("said": "say"); the form itself if it is not listed.
pub fn verb(word: &str) -> String {
    base(word, true)
}

/// Singular of a noun, in lower case ("ministers": "minister"); the form itself if it is not listed.
pub fn noun(word: &str) -> String {
    base(word, false)
}

#[cfg(test)]
mod tests {
    #[test]
    fn base_forms() {
        assert_eq!(super::verb("Said"), "say");
        assert_eq!(super::verb("urging"), "urge");
        assert_eq!(super::noun("ministers"), "minister");
        assert_eq!(super::noun("ferry"), "ferry");
    }
}
