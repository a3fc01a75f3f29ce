//! The reading of a text: the text as it was meant, where the way it came has damaged it.
//!
//! HTML entities and tags, marks of a wrong encoding, invisible signs and marks of other traditions are read as what
//! they stand for (`characters`), wrapped lines are joined and furniture is left out (`lines`). All later stages see the
//! reading, in which every line is a paragraph; [`Reading::restore`] gives spans of the text as given. Most texts need
//! no mending: then the reading is the text itself.

mod characters;
mod edits;
mod lines;

use std::sync::Arc;

use super::Vocabulary;
use crate::rule::{RuleName, Rules};
use crate::span::Span;
use edits::{Edit, Edits};

/// A text as it is read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What all stages read.
    pub text: Arc<str>,
    /// What the user should know of it, one line each.
    pub warnings: Vec<String>,
    /// From the text as given to the text with its signs mended, and from there to the reading.
    edits: Vec<Edits>,
}

/// The names of all rules, in the order in which they are applied.
pub(super) fn rules() -> impl Iterator<Item = RuleName> {
    characters::RULES.iter().chain(lines::RULES).copied()
}

/// The first byte from `at` on for which `test` holds; stretches without one are passed over as a whole. A `test` without
/// branches (`|`, no `matches!`) takes many bytes at once.
fn next_of(bytes: &[u8], mut at: usize, test: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    while let Some(stretch) = bytes[at..].first_chunk::<16>() {
        if u128::from_ne_bytes(stretch.map(|b| u8::from(test(b)))) != 0 {
            break;
        }
        at += stretch.len();
    }
    bytes[at..].iter().position(|b| test(*b)).map(|i| at + i)
}

impl Reading {
    /// Reads `given`; `vocabulary` knows words, which tells "dan-gerous" from "well-known" at the end of a line.
    pub fn new(given: Arc<str>, vocabulary: &Vocabulary, rules: &Rules) -> Self {
        let mut reading = Self::as_given(given);
        let signs = characters::mend(&reading.text, rules, &mut reading.warnings);
        reading.apply(&signs);
        let lines = lines::mend(&reading.text, vocabulary, rules, &mut reading.warnings);
        reading.apply(&lines);
        reading
    }

    /// A text that nothing is to be mended in.
    pub fn as_given(text: Arc<str>) -> Self {
        Self { text, warnings: Vec::new(), edits: Vec::new() }
    }

    fn apply(&mut self, edits: &[Edit]) {
        if !edits.is_empty() {
            let (text, edits) = Edits::apply(&self.text, edits);
            self.text = text.into();
            self.edits.push(edits);
        }
    }

    /// True if the text is read as it was given.
    pub fn mends_nothing(&self) -> bool {
        self.edits.is_empty()
    }

    /// The span of the text as given that is read as `span`.
    pub fn restore(&self, span: Span) -> Span {
        self.edits.iter().rev().fold(span, |span, edits| edits.restore(span))
    }

    /// A span of the reading as what lies between the places where something was left out.
    pub fn parts(&self, span: Span) -> impl Iterator<Item = Span> {
        let cuts = self.edits.last().into_iter().flat_map(move |edits| edits.cuts(span));
        let mut starts = vec![span.start];
        starts.extend(cuts.filter(|at| *at > span.start));
        let ends: Vec<u32> = starts[1..].iter().copied().chain([span.end]).collect();
        starts.into_iter().zip(ends).map(|(start, end)| {
            let text = Span { start, end }.of(&self.text);
            let start = start + (text.len() - text.trim_start().len()) as u32;
            Span { start, end: start + text.trim().len() as u32 }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_needs_no_mending_is_not_copied() {
        let given: Arc<str> = "Ada Lund said the ferry would run.\n\n“It will,” she said.".into();
        let reading = Reading::new(Arc::clone(&given), &Vocabulary::new::<&str>(&[]), &Rules::default());
        assert!(Arc::ptr_eq(&given, &reading.text) && reading.mends_nothing() && reading.warnings.is_empty());
    }

    #[test]
    fn what_is_left_out_parts_a_span() {
        let given: Arc<str> = "“It hailed.\n\nAdvertisement\n\n“It r&amp;d.”".into();
        let reading = Reading::new(Arc::clone(&given), &Vocabulary::new::<&str>(&[]), &Rules::default());
        assert_eq!(&*reading.text, "“It hailed.\n\n“It r&d.”");
        let whole = Span::new(0, reading.text.len());
        let parts: Vec<&str> = reading.parts(whole).map(|s| reading.restore(s).of(&given)).collect();
        assert_eq!(parts, ["“It hailed.", "“It r&amp;d.”"]);
        assert_eq!(reading.restore(whole).of(&given), &*given);
        let given: Arc<str> = "He said that\n\nAdvertisement\n\nit hailed.".into();
        let reading = Reading::new(Arc::clone(&given), &Vocabulary::new::<&str>(&[]), &Rules::default());
        assert_eq!(&*reading.text, "He said that it hailed.");
        let parts: Vec<&str> = reading.parts(Span::new(8, 22)).map(|s| reading.restore(s).of(&given)).collect();
        assert_eq!(parts, ["that", "it hailed"]);
    }
}
