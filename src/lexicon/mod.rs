//! Word lists as typed look-ups. Each list is embedded from `lexicons/` and read once, on first use.

pub mod abbreviations;
pub mod acts;
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

use crate::extraction::Gender;

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
