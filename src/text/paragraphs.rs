//! Lines into paragraphs: every line with something on it is one. Wrapped lines are joined before, in the reading.

use super::Token;
use super::chars::is_line_end;
use crate::span::Tokens;

/// The paragraphs as runs of tokens: together they hold every token.
pub(super) fn paragraphs(text: &str, tokens: &[Token]) -> Vec<Tokens> {
    let mut paragraphs = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (i, token) in tokens.iter().enumerate() {
        let gap = &text[end..token.span.start as usize];
        if i > 0 && token.spaced && gap.contains(is_line_end) {
            paragraphs.push(Tokens::new(start, i));
            start = i;
        }
        end = token.span.end as usize;
    }
    if !tokens.is_empty() {
        paragraphs.push(Tokens::new(start, tokens.len()));
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use crate::text::read;

    fn count(text: &str) -> usize {
        read(text).paragraphs.len()
    }

    #[test]
    fn every_line_is_a_paragraph() {
        assert_eq!(count(""), 0);
        assert_eq!(count(" \n\n "), 0);
        assert_eq!(count("One\nTwo\n\nThree"), 3);
        assert_eq!(count("One\r\nTwo\r\rThree\u{2029}Four"), 4);
        assert_eq!(count("One \n \n • Two\n• Three"), 3);
    }
}
