//! Names as they are compared over articles.

use crate::entity::names::aliases::{LEGAL, is_suffix, normalised, same_person, surname};
use crate::extraction::EntityType;
use crate::lexicon::{given_names, places, titles};

/// The words of a name as they are compared; a country by any of its names has one.
pub(super) fn key(name: &str, kind: EntityType) -> Vec<String> {
    let country = if kind == EntityType::Gpe { places::country(name) } else { None };
    let words = country.unwrap_or(name).split_whitespace().map(normalised);
    let trimmed = words.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
    let mut out: Vec<String> = trimmed.filter(|w| !w.is_empty() && w != "and").collect();
    if out.len() > 1 && out[0] == "the" {
        out.remove(0);
    }
    match kind {
        EntityType::Person => {
            while out.len() > 1 && titles::is_honorific(&out[0]) {
                out.remove(0);
            }
        }
        EntityType::Org => {
            while out.len() > 1 && LEGAL.contains(&out[out.len() - 1].as_str()) {
                out.pop();
            }
        }
        _ => {}
    }
    if out.is_empty() {
        out.push(name.to_lowercase().replace(' ', "\u{a0}")); // of signs alone
    }
    out
}

/// How two full names of one surname go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// They are two people's.
    Other,
    /// They may be one person's: an initial for the given name, or a given name left out.
    Loose,
    /// They are forms of one name: a middle name or initial left out, a short given name.
    Close,
}

/// Compares two full names.
pub(super) fn fit(a: &[String], b: &[String]) -> Fit {
    if a.len() < 2 || b.len() < 2 || !same_person(a, b) {
        return Fit::Other;
    }
    let (a, b) = (given(a), given(b));
    let (Some((first, middle)), Some((other_first, other_middle))) = (a.split_first(), b.split_first()) else {
        return Fit::Other;
    };
    let agree = |x: &String, y: &String| x == y || is_initial_of(x, y) || is_initial_of(y, x);
    // "George W." is not "George Herbert Walker"
    if middle.first().zip(other_middle.first()).is_some_and(|(x, y)| !agree(x, y)) {
        return Fit::Other;
    }
    let whole = |w: &String| w.chars().count() > 1;
    let same = first == other_first && whole(first);
    match same || (whole(first) && whole(other_first) && given_names::short_for(first, other_first)) {
        true => Fit::Close,
        false => Fit::Loose,
    }
}

/// The words before the surname.
fn given(name: &[String]) -> Vec<&String> {
    let bare: Vec<&String> = name.iter().filter(|w| !is_suffix(w)).collect();
    bare[..bare.len().saturating_sub(1)].to_vec()
}

fn is_initial_of(short: &str, long: &str) -> bool {
    short.chars().count() == 1 && long.starts_with(short)
}

/// The surname of a full name.
pub(super) fn family(name: &[String]) -> Option<&String> {
    if name.len() > 1 { surname(name) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Vec<String> {
        key(name, EntityType::Person)
    }

    #[test]
    fn keys_leave_out_what_varies() {
        assert_eq!(person("Mr. Zoë O’Dowd"), ["zoe", "odowd"]);
        assert_eq!(key("the Norhaven & Skerrin Line Inc.", EntityType::Org), ["norhaven", "skerrin", "line"]);
        assert_eq!(key("Group", EntityType::Org), ["group"]);
        assert_eq!(key("U.S.", EntityType::Gpe), key("United States", EntityType::Gpe));
    }

    #[test]
    fn full_names_go_together_or_not() {
        let of = |a: &str, b: &str| fit(&person(a), &person(b));
        assert_eq!(of("Tom Berg", "Thomas Berg"), Fit::Close);
        assert_eq!(of("Ada R. Lund", "Ada Lund"), Fit::Close);
        assert_eq!(of("A. Lund", "Ada Lund"), Fit::Loose);
        assert_eq!(of("Ada W. Lund", "Ada H. M. Lund"), Fit::Other);
        assert_eq!(of("Ada W. Lund", "Ada Maria Willa Lund"), Fit::Other);
        assert_eq!(of("Ada Lund", "Eva Lund"), Fit::Other);
        assert_eq!(of("Tom Berg Jr.", "Tom Berg"), Fit::Other);
        assert_eq!(of("Lund", "Ada Lund"), Fit::Other);
    }
}
