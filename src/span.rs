//! Spans: positions in a text, typed by what they count.

use serde::{Deserialize, Serialize};

/// A stretch of text in UTF-8 bytes, end exclusive (`text[start..end]`), on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// The text of the span.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True of a span of no bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if `other` lies inside this span.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A run of tokens by index into [`crate::text::Segmentation::tokens`], end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tokens {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl Tokens {
    /// Tokens `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// The indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True of a run of no tokens.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if token `i` is one of these.
    pub fn has(self, i: usize) -> bool {
        self.range().contains(&i)
    }

    /// True if `other` lies inside this run.
    pub fn holds(self, other: Tokens) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two share a token.
    pub fn overlaps(self, other: Tokens) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Byte offsets of one text as code points (what Python indexes strings by).
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Code points before each block of 256 bytes; empty if the text is ASCII.
    before: Vec<u32>,
}

const BLOCK: usize = 256;

impl CodePoints {
    /// Counts the code points of `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { before: Vec::new() };
        }
        let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut n = 0u32;
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(n);
            n += starts(block);
        }
        Self { before }
    }

    /// The code point at which byte `at` of `text` stands; `at` is a character boundary.
    pub fn of(&self, text: &str, at: u32) -> u32 {
        if self.before.is_empty() {
            return at;
        }
        let at = at as usize;
        let block = (at / BLOCK).min(self.before.len() - 1);
        self.before[block] + starts(&text.as_bytes()[block * BLOCK..at])
    }

    /// A span of bytes of `text` as `[start, end]` in code points.
    pub fn pair(&self, text: &str, span: Span) -> [u32; 2] {
        [self.of(text, span.start), self.of(text, span.end)]
    }
}

/// Bytes that begin a character.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_equal_a_plain_count() {
        for text in ["", "plain", &"naïve “x” 😀 e\u{301} ".repeat(70)] {
            let c = CodePoints::new(text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                assert_eq!(c.of(text, at as u32), n as u32);
            }
            assert_eq!(c.of(text, text.len() as u32), text.chars().count() as u32);
        }
    }
}
