//! Titles before names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{lemmas, lower, nouns};
use crate::extraction::Gender;

static LIST: LazyLock<HashMap<String, Gender>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/titles.tsv"));
    rows.filter_map(|mut r| {
        let title = r.next()?.trim_end_matches('.').to_lowercase();
        Some((title, super::gender(r.next())))
    })
    .collect()
});

/// Forms of address, which are no role.
const HONORIFICS: &[&str] =
    &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lord", "lady", "hon", "herr", "frau", "madame"];

/// Letters after a person's name: degrees, orders, offices.
static POST_NOMINALS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    super::rows(include_str!("../../lexicons/post_nominals.tsv")).filter_map(|mut r| r.next()).collect()
});

/// True of letters after a person's name, with or without full stops ("D.V.M.", "PhD").
pub fn is_post_nominal(word: &str) -> bool {
    POST_NOMINALS.contains(word.replace('.', "").as_str())
}

/// True of a title, an office or a form of address, with or without its full stop.
pub fn is_title(word: &str) -> bool {
    LIST.contains_key(&*lower(word.trim_end_matches('.')))
}

/// True of a form of address ("Mr.", "Dame").
pub fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(&&*lower(word.trim_end_matches('.')))
}

/// True of an office: a noun for a person, or a title that is no form of address ("minister", "Sen.").
pub fn is_office(word: &str) -> bool {
    let word = &*lower(word);
    nouns::is_person(lemmas::noun(word)) || is_title(word) && !is_honorific(word)
}

/// The gender that a title implies ("Mrs.", "Queen").
pub fn gender(word: &str) -> Gender {
    LIST.get(&*lower(word.trim_end_matches('.'))).copied().unwrap_or(Gender::Unknown)
}
