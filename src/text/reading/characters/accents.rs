//! A letter and a combining mark as the one letter that they are: "e" and an acute is "é".

use unicode_normalization::char;

/// The letter `base` with the mark at `at` of `text`; none if `base` is no single letter or the two make none.
pub(super) fn compose(base: &str, text: &str, at: usize) -> Option<String> {
    let mut letters = base.chars();
    let (letter, mark) = (letters.next()?, text[at..].chars().next()?);
    letters.next().is_none().then(|| char::compose(letter, mark)).flatten().map(String::from)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn letters_take_their_marks() {
        assert_eq!(read("Jose\u{301} Prat, Ze\u{302}\u{301}a"), "José Prat, Zếa");
        // nothing to be one with
        assert_eq!(read("\u{301}x b\u{301} \u{301}"), "\u{301}x b\u{301} \u{301}");
    }
}
