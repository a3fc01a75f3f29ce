//! First names that go with one sex nine times of ten.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::titles::Sex;

static LIST: LazyLock<HashMap<&'static str, Sex>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/first_names.tsv"));
    rows.filter_map(|mut r| Some((r.next()?, Sex::parse(r.next().unwrap_or_default())?))).collect()
});

/// The sex that most people of this first name have; evidence for a pronoun, never a person's gender.
pub fn likely(name: &str) -> Option<Sex> {
    LIST.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likely_sexes() {
        assert_eq!(likely("Robert"), Some(Sex::Male));
        assert_eq!(likely("Susan"), Some(Sex::Female));
        assert_eq!(likely("Table"), None);
    }
}
