//! Titles before names.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The sex that a title or noun implies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Mr, spokesman
    Male,
    /// Mrs, spokeswoman
    Female,
}

impl Sex {
    pub(super) fn parse(letter: &str) -> Option<Self> {
        match letter {
            "m" => Some(Self::Male),
            "f" => Some(Self::Female),
            _ => None,
        }
    }
}

static LIST: LazyLock<HashMap<String, Option<Sex>>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/titles.tsv"));
    rows.filter_map(|mut r| {
        let title = r.next()?.trim_end_matches('.').to_lowercase();
        Some((title, Sex::parse(r.next().unwrap_or_default())))
    })
    .collect()
});

/// Forms of address, which are no role.
const HONORIFICS: &[&str] =
    &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lord", "lady", "hon", "herr", "frau", "madame"];

/// True of a title, an office or a form of address, with or without its full stop.
pub fn is_title(word: &str) -> bool {
    LIST.contains_key(&word.trim_end_matches('.').to_lowercase())
}

/// True of a form of address ("Mr.", "Dame").
pub fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// The sex that a title implies ("Mrs.", "Queen").
pub fn sex(word: &str) -> Option<Sex> {
    LIST.get(&word.trim_end_matches('.').to_lowercase()).copied().flatten()
}
