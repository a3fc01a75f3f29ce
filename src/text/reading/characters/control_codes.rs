//! Control codes that Windows-1252 has marks for: U+0093 is “. Text that was taken for Latin-1 has them.

use super::{Found, mojibake};

/// Whether a text has such codes; none: not looked yet.
#[derive(Default)]
pub(super) struct Seen(Option<bool>);

impl Seen {
    /// The mark that the control code `c` at `at` stands for. U+0085 also ends lines, so other codes must stand in the text.
    pub(super) fn at(&mut self, text: &str, at: usize, c: char) -> Option<Found> {
        let mark = mojibake::of_byte(c as u32 as u8)?;
        let code =
            |o| ('\u{80}'..='\u{9f}').contains(&o) && o != '\u{85}' && mojibake::of_byte(o as u32 as u8).is_some();
        if c == '\u{85}' && !*self.0.get_or_insert_with(|| text.contains(code)) {
            return None;
        }
        Some(Found::new(at + c.len_utf8(), mark.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn codes_are_marks() {
        assert_eq!(read("\u{93}I can\u{92}t,\u{94} she said\u{85}"), "“I can’t,” she said…");
        // a line end, and a code that stands for nothing
        assert_eq!(read("One\u{85}Two \u{81}"), "One\u{85}Two \u{81}");
    }
}
