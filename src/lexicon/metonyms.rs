//! Places that stand for those who sit there: "the Kremlin", "Downing Street"; capitals.

use std::collections::HashSet;
use std::sync::LazyLock;

static SEATS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| super::rows(include_str!("../../lexicons/metonyms.tsv")).filter_map(|mut r| r.next()).collect());

static CAPITALS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("../../lexicons/countries.tsv"));
    let capitals = rows.filter_map(|mut r| r.nth(3)).filter(|c| !c.is_empty());
    let mut out: HashSet<String> = capitals.map(str::to_lowercase).collect();
    out.extend(
        ["washington", "new delhi", "delhi", "beijing", "kyiv", "kiev", "jerusalem", "mexico city"].map(str::to_owned),
    );
    out
});

/// True of the seat of a government, parliament, ministry, industry ..., in lower case and without its article.
pub fn is_seat(name: &str) -> bool {
    SEATS.contains(name)
}

/// True of a capital city, in lower case.
pub fn is_capital(name: &str) -> bool {
    CAPITALS.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_and_capitals() {
        assert!(is_seat("kremlin") && is_capital("moscow") && is_capital("washington"));
        assert!(!is_seat("moscow") && !is_capital("kremlin") && !is_capital(""));
    }
}
