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
    /// The title stands over the text.
    pub titled: bool,
    /// From the text as given to the text under its title, from there to the text with its signs mended, and to the reading.
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
        Self::under(None, given, vocabulary, rules)
    }

    /// The same with a title, which is read as a headline over the text, unless the text begins with it or it is too long
    /// for one.
    pub fn under(title: Option<&str>, given: Arc<str>, vocabulary: &Vocabulary, rules: &Rules) -> Self {
        let mut reading = Self::as_given(given);
        if let Some(headline) = title.and_then(|t| headline(t, &reading.text)) {
            reading.apply(&[Edit::new(0..0, headline)]);
            reading.titled = true;
        }
        let signs = characters::mend(&reading.text, rules, &mut reading.warnings);
        reading.apply(&signs);
        let lines = lines::mend(&reading.text, vocabulary, rules, &mut reading.warnings);
        reading.apply(&lines);
        reading
    }

    /// A text that nothing is to be mended in.
    pub fn as_given(text: Arc<str>) -> Self {
        Self { text, warnings: Vec::new(), titled: false, edits: Vec::new() }
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

/// Characters of the longest title that is read.
const LONGEST_TITLE: usize = 300;

/// Letters from which a title is no chance beginning of a text.
const LONG_TITLE: usize = 30;

/// A title as a line of its own over the text; none if the text begins with it.
fn headline(title: &str, text: &str) -> Option<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let sound = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        letters.take(LONGEST_TITLE).collect()
    };
    let words = sound(&title);
    let fits = !words.is_empty() && title.chars().count() <= LONGEST_TITLE;
    // "Ada Lund" may well begin a text about her
    let line = text.trim_start().lines().next().unwrap_or("");
    let there = sound(line) == words || words.len() >= LONG_TITLE && sound(text).starts_with(&words);
    (fits && !there).then(|| format!("{title}\n\n"))
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
    fn a_title_stands_over_the_text_that_does_not_begin_with_it() {
        let vocabulary = Vocabulary::new::<&str>(&[]);
        let under =
            |title: &str, given: &str| Reading::under(Some(title), given.into(), &vocabulary, &Rules::default());
        let reading = under("Ferry\n  to run", "Lund agreed.");
        assert!(
            reading.titled && reading.text.starts_with("Ferry to run") && reading.text.ends_with("\n\nLund agreed.")
        );
        let at = reading.text.find("Lund").expect("the text");
        assert_eq!(reading.restore(Span::new(at, at + 4)), Span::new(0, 4));
        assert!(reading.restore(Span::new(0, 5)).is_empty());
        assert!(!under("Ferry to run", "FERRY TO RUN\n\nLund agreed.").titled);
        assert!(!under(" ", "Lund agreed.").titled && !under(&"far ".repeat(400), "Lund agreed.").titled);
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
