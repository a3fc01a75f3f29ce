//! Paragraphs that say again, word for word, what an earlier one said: a headline and lead printed twice.

use std::collections::HashMap;
use std::ops::Range;

use super::{Paragraph, Token};

/// Words from which a paragraph repeats another whatever stands around it; shorter ones only beside such a one.
const LONG: usize = 8;

/// For each paragraph, the earlier one that it repeats.
pub(super) fn repeats(text: &str, tokens: &[Token], paragraphs: &[Paragraph]) -> Vec<Option<u32>> {
    let said: Vec<(String, usize)> = paragraphs.iter().map(|p| said(text, &tokens[p.tokens.range()])).collect();
    let mut first: HashMap<&str, u32> = HashMap::new();
    let mut earlier = Vec::with_capacity(said.len());
    for (i, (words, _)) in said.iter().enumerate() {
        let known = if words.is_empty() { None } else { first.get(words.as_str()).copied() };
        earlier.push(known);
        if known.is_none() {
            first.insert(words, i as u32);
        }
    }
    let long = |i: usize| earlier[i].is_some() && said[i].1 >= LONG;
    (0..said.len())
        .map(|i| {
            let beside = i.checked_sub(1).is_some_and(long) || i + 1 < said.len() && long(i + 1);
            earlier[i].filter(|_| said[i].1 >= LONG || beside)
        })
        .collect()
}

/// The words of a paragraph in small letters, a blank behind each, and their number.
fn said(text: &str, tokens: &[Token]) -> (String, usize) {
    let (mut words, mut count) = (String::new(), 0);
    for word in tokens.iter().map(|t| t.span.of(text)).filter(|w| w.chars().any(char::is_alphanumeric)) {
        match word.is_ascii() {
            true => words.extend(word.chars().map(|c| c.to_ascii_lowercase())),
            false => words += &word.to_lowercase(),
        }
        words.push(' ');
        count += 1;
    }
    (words, count)
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
