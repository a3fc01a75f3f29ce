//! Lines into paragraphs.
//!
//! A paragraph ends at a blank line, and at every newline too, since news text has one paragraph a line; but not
//! inside hard-wrapped text, which is told by its shape: in a block of lines without a blank one between them, the
//! lines that another follows are nearly all of wrapping length (45 to 100 characters), and over the whole text at
//! least a quarter of such lines, and two at the least, end without a final mark before a line that begins in lower
//! case (in text of one paragraph a line hardly any does). There a newline parts paragraphs only before a bullet or an
//! indented line, and after a line that ends a sentence well short of the others.

use super::Token;
use super::chars::is_line_end;
use crate::span::Tokens;

/// Characters of a line that somebody or something has wrapped.
const WRAPPED: std::ops::RangeInclusive<usize> = 45..=100;

/// A line with tokens on it.
struct Line {
    /// First token.
    first: usize,
    /// One past the last token.
    end: usize,
    /// Characters from the first token to the last.
    length: usize,
    /// A blank line stands before it.
    apart: bool,
    /// White space stands before its first token.
    indented: bool,
}

/// The paragraphs as runs of tokens: together they hold every token.
pub(super) fn paragraphs(text: &str, tokens: &[Token]) -> Vec<Tokens> {
    let lines = lines(text, tokens);
    let mut paragraphs = Vec::with_capacity(lines.len());
    let wrapped = wrapped(text, tokens, &lines);
    let mut start = 0;
    let mut block = 0; // the first line of the block under way
    let mut longest = 0;
    let mut joins = false; // the block is wrapped
    for (i, line) in lines.iter().enumerate() {
        if i == 0 || line.apart {
            block = i;
            let rest = &lines[i..];
            let size = 1 + rest[1..].iter().take_while(|l| !l.apart).count();
            longest = rest[..size].iter().map(|l| l.length).max().unwrap_or(0);
            let fit = rest[..size - 1].iter().filter(|l| WRAPPED.contains(&l.length)).count();
            joins = wrapped && size > 1 && longest <= *WRAPPED.end() && fit * 4 >= (size - 1) * 3;
        }
        if i == 0 {
            continue;
        }
        let before = &lines[i - 1];
        let last = tokens[before.end - 1].span.of(text);
        let short = before.length * 4 < longest * 3 && ends(last);
        let within = joins && i > block && !short && !line.indented && !bullet(tokens[line.first].span.of(text));
        if !within {
            paragraphs.push(Tokens::new(start, line.first));
            start = line.first;
        }
    }
    if let Some(line) = lines.last() {
        paragraphs.push(Tokens::new(start, line.end));
    }
    paragraphs
}

/// The lines that have tokens.
fn lines(text: &str, tokens: &[Token]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut before = 0;
    for (i, token) in tokens.iter().enumerate() {
        let mut breaks = 0;
        let mut indented = false;
        let mut carriage = false; // the character before was a carriage return
        if token.spaced {
            for c in text[before..token.span.start as usize].chars() {
                // CR LF is one break.
                breaks += usize::from(is_line_end(c) && !(c == '\n' && carriage));
                carriage = c == '\r';
                indented = !is_line_end(c);
            }
        }
        match lines.last_mut() {
            Some(line) if breaks == 0 => line.end = i + 1,
            _ => lines.push(Line { first: i, end: i + 1, length: 0, apart: breaks > 1, indented }),
        }
        before = token.span.end as usize;
    }
    for line in &mut lines {
        let (start, end) = (tokens[line.first].span.start, tokens[line.end - 1].span.end);
        line.length = text[start as usize..end as usize].chars().count();
    }
    lines
}

/// True if the text looks hard-wrapped.
fn wrapped(text: &str, tokens: &[Token], lines: &[Line]) -> bool {
    let mut breaks = 0;
    let mut goes_on = 0;
    for pair in lines.windows(2) {
        if pair[1].apart {
            continue;
        }
        breaks += 1;
        let last = tokens[pair[0].end - 1].span.of(text);
        let first = tokens[pair[1].first].span.of(text);
        goes_on +=
            usize::from(WRAPPED.contains(&pair[0].length) && !ends(last) && first.starts_with(char::is_lowercase));
    }
    goes_on >= 2 && goes_on * 4 >= breaks
}

/// True of a token that ends a sentence or a quotation.
fn ends(token: &str) -> bool {
    token.ends_with(['.', '!', '?', '…', ':', '"', '”', '’', ')'])
}

/// True of a token that heads an item of a list.
fn bullet(token: &str) -> bool {
    matches!(token, "•" | "-" | "*" | "–" | "—" | "·" | "▪" | "◦" | "‣" | "●" | "■" | "+" | ">")
        || token.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
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

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The government said on Tuesday that it would not be able to\n\
                    pay the members of its own party, who had asked for it in\n\
                    vain for several years. The minister, who did not want to\n\
                    be named, left the room.\n\
                    \n\
                    Another paragraph began here after a blank line, and it was\n\
                    as long as the first one had been.";
        assert_eq!(count(text), 2);
        let listed = text.replace("\nbe named", "\n- be named");
        assert_eq!(count(&listed), 3);
    }

    #[test]
    fn headlines_are_not_wrapped_lines() {
        let text = "A headline without a full stop that is rather long, as they go\n\
                    The first paragraph, which is not much longer than the headline.\n\
                    The second paragraph, which is of the very same length as that.";
        assert_eq!(count(text), 3);
    }
}
