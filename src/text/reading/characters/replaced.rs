//! U+FFFD stands where a decoder met bytes that it could not read; in English these are nearly always marks.

use super::{Found, around};

/// Endings that an apostrophe joins to a word.
const ENDINGS: &[&str] = &["s", "t", "d", "m", "re", "ve", "ll"];

/// Whether a quotation is open in the paragraph.
#[derive(Default)]
pub(super) struct Open(bool);

impl Open {
    /// The mark that U+FFFD at `at` stands for, by what is around it: an apostrophe, a quotation mark or a dash.
    pub(super) fn at(&mut self, text: &str, at: usize) -> Option<Found> {
        let end = at + '\u{fffd}'.len_utf8();
        let (before, next) = around(text, at, end);
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let mark = if word(before) && word(next) {
            let rest = &text[end..];
            let ending = rest.find(|c: char| !c.is_alphabetic()).map_or(rest, |i| &rest[..i]);
            ENDINGS.contains(&ending.to_lowercase().as_str()).then_some("’")?
        } else if (space(before) || matches!(before, Some('(' | '[' | '—' | '–'))) && word(next) {
            self.0 = true;
            "“"
        } else if space(before) && space(next) {
            "–"
        } else if self.0 && !space(before) && !word(next) {
            self.0 = false;
            "”"
        } else if matches!(before, Some('s' | 'S')) && space(next) {
            "’"
        } else {
            return None;
        };
        Some(Found::new(end, mark))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn marks_by_what_is_around() {
        assert_eq!(
            read("It didn�t leak. �It will stand,� she said � twice. The boys� dog"),
            "It didn’t leak. “It will stand,” she said – twice. The boys’ dog"
        );
    }

    #[test]
    fn lost_letters_stay_lost() {
        assert_eq!(read("M�ller drank caf� au lait"), "M�ller drank caf� au lait");
    }
}
