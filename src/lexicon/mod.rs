//! Word lists as typed look-ups. Each list is embedded from `lexicons/` and read once, on first use.

pub mod abbreviations;
pub mod acts;
pub mod deeds;
pub mod documents;
pub mod given_names;
pub mod kinds;
pub mod labels;
pub mod lemmas;
pub mod metonyms;
pub mod nouns;
pub mod places;
pub mod titles;
pub mod walks;

use std::borrow::Cow;

use crate::extraction::Gender;

/// A word in lower case, copied only if it is not.
pub(crate) fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// The cells of each row of a tab-separated list, its header left out.
fn rows(list: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    list.lines().skip(1).map(|line| line.split('\t'))
}

/// A cell for a gender: "m", "f", or nothing.
fn gender(cell: Option<&str>) -> Gender {
    match cell {
        Some("m") => Gender::Male,
        Some("f") => Gender::Female,
        _ => Gender::Unknown,
    }
}
