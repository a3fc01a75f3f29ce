//! Base forms of verbs and nouns.

use std::collections::HashMap;
use std::sync::LazyLock;

static LIST: LazyLock<HashMap<(&'static str, bool), &'static str>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/lemmas.tsv"));
    rows.filter_map(|mut r| Some(((r.next()?, r.next()? == "V"), r.next()?))).collect()
});

/// Infinitive of a verb's form in lower case ("said": "say"); the form itself if it is not listed.
pub fn verb(form: &str) -> &str {
    LIST.get(&(form, true)).copied().unwrap_or(form)
}

/// Singular of a noun in lower case ("ministers": "minister"); the form itself if it is not listed.
pub fn noun(form: &str) -> &str {
    LIST.get(&(form, false)).copied().unwrap_or(form)
}

#[cfg(test)]
mod tests {
    #[test]
    fn base_forms() {
        assert_eq!(super::verb("said"), "say");
        assert_eq!(super::verb("urging"), "urge");
        assert_eq!(super::noun("ministers"), "minister");
        assert_eq!(super::noun("ferry"), "ferry");
    }
}
