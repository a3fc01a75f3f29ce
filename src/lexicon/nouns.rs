//! Common nouns that stand for people or bodies.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::extraction::Gender;

static PEOPLE: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/people.tsv"));
    rows.filter_map(|mut r| Some((r.next()?, super::gender(r.next())))).collect()
});
static BODIES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| super::rows(include_str!("../../lexicons/bodies.tsv")).filter_map(|mut r| r.next()).collect());

static EPITHETS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| super::rows(include_str!("../../lexicons/epithets.tsv")).filter_map(|mut r| r.next()).collect());

static ENTERPRISES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    super::rows(include_str!("../../lexicons/enterprises.tsv")).filter_map(|mut r| r.next()).collect()
});

/// True of a singular noun for a body that has a name of its own, by its trade ("company", "carrier", "club").
pub fn is_enterprise(lemma: &str) -> bool {
    ENTERPRISES.contains(lemma)
}

/// True of a noun for what somebody is known for ("billionaire", "nominee"), not for their part in an event ("driver").
pub fn is_epithet(lemma: &str) -> bool {
    EPITHETS.contains(lemma)
}

/// True of a singular noun for a person ("minister", "critic").
pub fn is_person(lemma: &str) -> bool {
    PEOPLE.contains_key(lemma)
}

/// The gender that a noun for a person implies ("spokeswoman").
pub fn gender(lemma: &str) -> Gender {
    PEOPLE.get(lemma).copied().unwrap_or(Gender::Unknown)
}

const COUNTRIES: [&str; 4] = ["country", "nation", "republic", "kingdom"];
const PLACES: [&str; 20] = [
    "area",
    "borough",
    "capital",
    "city",
    "community",
    "continent",
    "county",
    "district",
    "island",
    "municipality",
    "neighborhood",
    "port",
    "province",
    "region",
    "state",
    "suburb",
    "territory",
    "town",
    "valley",
    "village",
];

/// True of a singular noun for a country.
pub fn is_country(lemma: &str) -> bool {
    COUNTRIES.contains(&lemma)
}

/// True of a singular noun for a place that is no country.
pub fn is_place(lemma: &str) -> bool {
    PLACES.contains(&lemma)
}

/// True of a singular noun for an organisation or group that can speak ("ministry", "company").
pub fn is_body(lemma: &str) -> bool {
    BODIES.contains(lemma)
}
