//! Countries under all their names, and the words for their people.

use std::collections::HashMap;
use std::sync::LazyLock;

struct Places {
    countries: HashMap<String, &'static str>,
    demonyms: HashMap<String, Option<&'static str>>,
}

/// Everyday names that the list lacks.
const EVERYDAY: &[(&str, &[&str])] = &[
    ("United States", &["us", "u.s.", "usa", "u.s.a.", "america", "united states of america", "the states"]),
    ("United Kingdom", &["uk", "u.k.", "britain", "great britain"]),
    ("United Arab Emirates", &["uae", "u.a.e."]),
    ("Russia", &["russian federation"]),
    ("Czechia", &["czech republic"]),
    ("Netherlands", &["holland"]),
];

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let mut places = Places { countries: HashMap::new(), demonyms: HashMap::new() };
    for mut r in super::rows(include_str!("../../lexicons/countries.tsv")) {
        let (Some(name), Some(long), Some(people)) = (r.next(), r.next(), r.next()) else { continue };
        for form in [name, long] {
            places.countries.insert(form.to_lowercase(), name);
        }
        // "Motswana (singular), Batswana (plural)"
        for word in people.split(['|', ',', ';']) {
            let word = word.split('(').next().unwrap_or_default().trim().to_lowercase();
            if !word.is_empty() {
                places.demonyms.insert(word, Some(name));
            }
        }
    }
    for (name, forms) in EVERYDAY {
        for form in *forms {
            places.countries.insert((*form).to_owned(), name);
        }
    }
    places.demonyms.extend(
        ["european", "african", "asian", "arab", "arabs", "western", "welsh", "scottish", "english"]
            .map(|p| (p.to_owned(), None)),
    );
    places
});

/// The one name of a country under any of its names ("U.S.": "United States").
pub fn country(name: &str) -> Option<&'static str> {
    PLACES.countries.get(&*super::lower(name)).copied()
}

/// True of a word for a country's people or what is theirs ("Norwegian", "Swedes").
pub fn is_demonym(word: &str) -> bool {
    PLACES.demonyms.contains_key(&*super::lower(word))
}

/// The country of a word for its people or what is theirs ("Norwegian": "Norway").
pub fn country_of(demonym: &str) -> Option<&'static str> {
    PLACES.demonyms.get(&*super::lower(demonym)).copied().flatten()
}
