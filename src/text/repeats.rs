//! Paragraphs that say again, word for word, what an earlier one said: a headline and lead printed twice.

use std::collections::HashMap;
use std::ops::Range;

use super::{Paragraph, Token};

/// Words from which a paragraph repeats another whatever stands around it; shorter ones only beside such a one.
const LONG: usize = 8;

/// For each paragraph, the earlier one that it repeats.
pub(super) fn repeats(text: &str, tokens: &[Token], paragraphs: &[Paragraph]) -> Vec<Option<u32>> {
    let words: Vec<Vec<String>> = paragraphs
        .iter()
        .map(|p| {
            let words = tokens[p.tokens.range()].iter().map(|t| t.span.of(text));
            words.filter(|w| w.chars().any(char::is_alphanumeric)).map(str::to_lowercase).collect()
        })
        .collect();
    let mut first: HashMap<&[String], u32> = HashMap::new();
    let mut earlier = Vec::with_capacity(words.len());
    for (i, w) in words.iter().enumerate() {
        let known = if w.is_empty() { None } else { first.get(w.as_slice()).copied() };
        earlier.push(known);
        if known.is_none() {
            first.insert(w, i as u32);
        }
    }
    let long = |i: usize| earlier[i].is_some() && words[i].len() >= LONG;
    (0..words.len())
        .map(|i| {
            let beside = i.checked_sub(1).is_some_and(long) || i + 1 < words.len() && long(i + 1);
            earlier[i].filter(|_| words[i].len() >= LONG || beside)
        })
        .collect()
}

/// Repeated paragraphs, as runs: the later ones and the earlier ones, by index.
pub fn runs_of_repeats(repeats: &[Option<u32>]) -> Vec<(Range<u32>, Range<u32>)> {
    let mut out: Vec<(Range<u32>, Range<u32>)> = Vec::new();
    for (i, first) in repeats.iter().enumerate() {
        let (i, Some(first)) = (i as u32, *first) else { continue };
        match out.last_mut() {
            Some((a, b)) if a.end == i && b.end == first => (a.end, b.end) = (i + 1, first + 1),
            _ => out.push((i..i + 1, first..first + 1)),
        }
    }
    out
}
