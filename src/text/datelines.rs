//! Datelines: the place, and at times the day and the agency, before the first sentence of an article.

/// Longest dateline in bytes.
const LONGEST: usize = 80;

/// Bytes of the dateline that `paragraph` begins with, its dash included: "LEEDS, England (Northwire) - ".
pub(super) fn length(paragraph: &str) -> Option<usize> {
    if !paragraph.starts_with(char::is_uppercase) {
        return None;
    }
    let mut end = paragraph.len().min(LONGEST);
    while !paragraph.is_char_boundary(end) {
        end -= 1;
    }
    let head = &paragraph[..end];
    // most paragraphs begin with no word in capitals, and only an agency makes such a one the name of a place
    let lower = head.chars().nth(1).is_some_and(|c| c.is_lowercase() || c == ' ');
    if lower && !head.contains('(') {
        return None;
    }
    let dash = head
        .match_indices(['-', '–', '—'])
        .find(|(i, d)| *d != "-" || head[..*i].ends_with([' ', '-', ')']))
        .map(|(i, _)| i)?;
    let after = head[dash..].trim_start_matches(['-', '–', '—']);
    let place = head[..dash].trim_end_matches([' ', '-']);
    let spaced = head[..dash].ends_with([' ', ')']) || after.starts_with(' ');
    let (place, agency) = parts(place)?;
    let goes_on = after.trim_start().trim_start_matches(['"', '“', '‘', '\'', '$', '£', '€']);
    let begins = goes_on.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || after.trim().is_empty();
    // "FOOTBALL - LEEDS WIN CUP" is a headline under its subject
    let told = goes_on.contains(char::is_lowercase) || !goes_on.contains(char::is_alphabetic);
    (told && spaced && begins && fits(place, agency)).then(|| head.len() - after.len())
}

/// True of what may stand before the dash of a dateline, its place in capitals: "LEEDS, England, March 3 (Northwire)".
pub(super) fn is_place_and_more(words: &str) -> bool {
    let capitals = words.split([',', '(']).next().is_some_and(|town| !town.contains(char::is_lowercase));
    capitals && parts(words).is_some_and(|(place, agency)| fits(place, agency))
}

/// The place with its day, and the agency in brackets behind it.
fn parts(words: &str) -> Option<(&str, Option<&str>)> {
    match words.strip_suffix(')') {
        Some(inside) => inside.split_once(" (").map(|(place, agency)| (place, Some(agency))),
        None => Some((words, None)),
    }
}

/// True of a place and of an agency that may stand behind it.
fn fits(place: &str, agency: Option<&str>) -> bool {
    let named = agency.is_none_or(|a| a.split(' ').all(|w| w.starts_with(|c: char| !c.is_lowercase())));
    named && is_place(place, agency.is_some())
}

/// True of the words before the dash: a name in capitals, then perhaps a state or a day; with an `agency` behind it the name
/// may be in small letters.
fn is_place(place: &str, agency: bool) -> bool {
    let mut parts = place.split(',').map(str::trim);
    let town = parts.next().unwrap_or("");
    let letters =
        |w: &str| !w.is_empty() && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-' | '/'));
    let capitals = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count() > 1 && !w.contains(char::is_lowercase);
    let words = town.split(' ').count();
    let named = |w: &str| letters(w) && (capitals(w) || agency && w.starts_with(char::is_uppercase));
    let rest =
        |part: &str| part.split(' ').count() <= 3 && part.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    words <= 4 && town.len() > 2 && town.split(' ').all(named) && parts.all(rest)
}

#[cfg(test)]
mod tests {
    use super::length;

    fn dateline(text: &str) -> Option<&str> {
        length(text).map(|n| &text[..n])
    }

    #[test]
    fn datelines() {
        assert_eq!(dateline("CALDER - Brewer Halm said"), Some("CALDER -"));
        assert_eq!(dateline("HARTLEPOOL (Northwire) - Harbour"), Some("HARTLEPOOL (Northwire) -"));
        assert_eq!(
            dateline("LEEDS, England, March 3 (Northwire) — “No”"),
            Some("LEEDS, England, March 3 (Northwire) —")
        );
        assert_eq!(dateline("NEW YORK -- Two men"), Some("NEW YORK --"));
        assert_eq!(dateline("Leeds (Northwire) – Two men"), Some("Leeds (Northwire) –"));
        assert_eq!(dateline("LEEDS—Two men"), None);
    }

    #[test]
    fn sentences() {
        for text in [
            "NASA - the agency - said",
            "Leeds - Two men",
            "POST-War Leeds",
            "A - B",
            "FOOTBALL - LEEDS WIN CUP",
            "UK-based Halm said",
            "The ferry – it is old – ran",
            "MPs (all of them) - Two",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }
}
