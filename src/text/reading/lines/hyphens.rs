//! The end of a wrapped line: a space, or nothing after a hyphen, which goes too where it only parted a word.

use super::super::Edit;
use super::Line;
use crate::text::Vocabulary;

/// True if `before` ends in a hyphen that a word goes on after.
pub(super) fn parts_a_word(before: &str, after: &str) -> bool {
    let lead = before.strip_suffix(['-', '‐', '\u{2011}']);
    lead.is_some_and(|l| l.ends_with(char::is_alphanumeric)) && after.starts_with(char::is_alphanumeric)
}

/// Joins two lines.
pub(super) fn join(before: &Line, after: &Line, vocabulary: &Vocabulary) -> Edit {
    if !parts_a_word(before.text, after.text) {
        return Edit::new(before.end()..after.at, " ");
    }
    let hyphen = before.text.chars().next_back().map_or(0, char::len_utf8);
    let lead = last_word(&before.text[..before.text.len() - hyphen]);
    let rest = after.text.find(|c: char| !c.is_alphanumeric()).map_or(after.text, |i| &after.text[..i]);
    let keep = !rest.starts_with(char::is_lowercase)
        || !lead.ends_with(char::is_alphabetic)
        || lead.contains('-')
        || after.text[rest.len()..].starts_with('-')
        || compound(lead, rest, vocabulary);
    Edit::new(before.end() - if keep { 0 } else { hyphen }..after.at, "")
}

/// True of two words that the vocabulary has, and has not as one.
fn compound(lead: &str, rest: &str, vocabulary: &Vocabulary) -> bool {
    let known = |word: &str| vocabulary.id(&word.to_lowercase()).is_some();
    lead.len() > 1 && rest.len() > 1 && known(lead) && known(rest) && !known(&format!("{lead}{rest}"))
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn a_hyphen_goes_or_stays() {
        assert_eq!(read("It is too dan-\ngerous, Lund said."), "It is too dangerous, Lund said.");
        assert_eq!(read("It is a well-\nknown port, Lund said."), "It is a well-known port, Lund said.");
        assert_eq!(
            read("The Anglo-\nSaxon ship and a 20-\nyear plan, Lund said."),
            "The Anglo-Saxon ship and a 20-year plan, Lund said."
        );
        assert_eq!(
            read("It is a four-year-\nold plan -\nwe know, Lund said."),
            "It is a four-year-old plan - we know, Lund said."
        );
    }
}
