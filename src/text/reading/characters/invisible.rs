//! What shows nothing is not read: soft hyphens, zero-width and directional marks; odd spaces are spaces.

use super::{Found, around};

/// True of the signs of this file.
pub(super) fn is(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{202f}' | '\u{2060}' | '\u{feff}')
        || matches!(c, '\u{2000}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What the sign `c` at `at` is read as.
pub(super) fn at(text: &str, at: usize, c: char) -> Option<Found> {
    let end = at + c.len_utf8();
    let (before, next) = around(text, at, end);
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' => Some(Found::new(end, " ")),
        // At the end of a line it parts a word that goes on in the next.
        '\u{ad}' if matches!(next, Some('\n' | '\r')) && before.is_some_and(char::is_alphabetic) => {
            let rest = text[end..].trim_start_matches([' ', '\t', '\n', '\r']);
            let next = text.len() - rest.len();
            let goes_on = rest.starts_with(char::is_lowercase) && next - end <= 16;
            Some(Found::new(if goes_on { next } else { end }, ""))
        }
        // They join emoji, and letters of scripts that need them.
        '\u{200c}' | '\u{200d}' => {
            let latin = |c: Option<char>| c.is_none_or(|c| c < '\u{250}');
            (latin(before) && latin(next)).then(|| Found::new(end, ""))
        }
        _ => Some(Found::new(end, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn words_are_whole() {
        assert_eq!(
            read("Quel\u{ad}len sa\u{200b}id\u{2060} so\u{feff}. Ada\u{a0}Lund\u{200d} left"),
            "Quellen said so. Ada Lund left"
        );
        assert_eq!(read("too dan\u{ad}\n gerous"), "too dangerous");
        // no word goes on
        assert_eq!(read("the end\u{ad}\n\n\nNext"), "the end\n\n\nNext");
    }

    #[test]
    fn emoji_stay_whole() {
        assert_eq!(read("👩\u{200d}👧"), "👩\u{200d}👧");
    }
}
