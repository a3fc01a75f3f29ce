//! Paragraphs that say again, word for word, what an earlier one said: a headline and lead printed twice.

use std::collections::HashMap;

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
