//! Letters in forms of their own for print: "ﬁ" of PDF files is "fi", full-width "Ａ" is "A".

use super::Found;
use unicode_normalization::UnicodeNormalization;

/// True of the signs of this file.
pub(super) fn is(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ff5e}')
}

/// The letters that `c` at `at` is.
pub(super) fn at(at: usize, c: char) -> Found {
    Found::new(at + c.len_utf8(), std::iter::once(c).nfkc().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn letters_of_print() {
        assert_eq!(read("The oﬃce of Ａda Lund ﬁled “it”, ½, ﷺ"), "The office of Ada Lund filed “it”, ½, ﷺ");
    }
}
