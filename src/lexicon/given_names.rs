//! Given names: how often each is a woman's, and their short forms.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::extraction::Gender;

/// Share of women, and whether more people have it as a surname.
static LIST: LazyLock<HashMap<&'static str, (f32, bool)>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/first_names.tsv"));
    rows.filter_map(|mut r| Some((r.next()?, (r.next()?.parse().ok()?, r.next().is_some())))).collect()
});

/// Share of the people of a given name who are women, 0 to 1; none if the name is not listed.
pub fn share_female(name: &str) -> Option<f32> {
    LIST.get(&*super::lower(name)).map(|(share, _)| *share)
}

/// True of a given name that more people have as a surname ("Allen").
pub fn is_surname(name: &str) -> bool {
    LIST.get(&*super::lower(name)).is_some_and(|(_, surname)| *surname)
}

/// Share of one gender from which a given name is evidence for a pronoun.
const LIKELY: f32 = 0.9;

/// The gender of most people of this given name; evidence for a pronoun, never a person's gender.
pub fn likely(name: &str) -> Gender {
    match share_female(name) {
        Some(p) if p >= LIKELY => Gender::Female,
        Some(p) if p <= 1.0 - LIKELY => Gender::Male,
        _ => Gender::Unknown,
    }
}

static SHORT: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/nicknames.tsv"));
    rows.filter_map(|mut r| Some((r.next()?, r.next()?.split('|').collect()))).collect()
});

/// True if one of two given names, in lower case, is a short form of the other ("bill", "william").
pub fn short_for(a: &str, b: &str) -> bool {
    let is_short = |a: &str, b: &str| SHORT.get(a).is_some_and(|full| full.contains(&b));
    is_short(a, b) || is_short(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_shares() {
        assert!(LIST.len() > 5000 && LIST.values().all(|(p, _)| (0.0..=1.0).contains(p)));
        assert!(is_surname("Smith") && !is_surname("Mary") && !is_surname("Ferry"));
        assert!(share_female("Mary").is_some_and(|p| p > 0.95));
        assert!(share_female("James").is_some_and(|p| p < 0.05));
        assert_eq!(share_female("Ferry"), None);
        let want = [Gender::Female, Gender::Male, Gender::Unknown];
        assert_eq!([likely("Mary"), likely("James"), likely("Jessie")], want);
    }

    #[test]
    fn short_forms_go_both_ways() {
        assert!(short_for("bill", "william") && short_for("elizabeth", "liz"));
        assert!(!short_for("bill", "robert") && !short_for("bill", "bill"));
    }
}
