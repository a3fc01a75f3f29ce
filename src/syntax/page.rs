//! An article as the later stages read it.

use super::{Syntax, Upos};
use crate::span::{Span, Tokens};
use crate::text::{Quotation, Text};

/// Text, its tokens and their syntax.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Page<'a> {
    pub source: &'a str,
    pub text: &'a Text,
    pub syntax: &'a Syntax,
}

impl<'a> Page<'a> {
    /// Token `i` as it is written.
    pub fn word(&self, i: usize) -> &'a str {
        self.text.tokens[i].span.of(self.source)
    }

    /// The same in lower case.
    pub fn lower(&self, i: usize) -> String {
        self.word(i).to_lowercase()
    }

    /// True unless token `i` is punctuation.
    pub fn is_word(&self, i: usize) -> bool {
        self.word(i).chars().any(char::is_alphanumeric)
    }

    /// The text of a run of tokens.
    pub fn slice(&self, run: Tokens) -> &'a str {
        self.span(run).of(self.source)
    }

    /// The bytes of a run of tokens; it must not be empty.
    pub fn span(&self, run: Tokens) -> Span {
        let tokens = &self.text.tokens;
        tokens[run.start as usize].span.cover(tokens[run.end as usize - 1].span)
    }

    /// Index of the sentence of token `i`.
    pub fn sentence(&self, i: usize) -> u32 {
        self.text.tokens[i].sentence
    }

    /// Index of the paragraph of token `i`.
    pub fn paragraph(&self, i: usize) -> u32 {
        self.text.sentences[self.sentence(i) as usize].paragraph
    }

    /// The outermost quotation that holds or touches token `i`.
    pub fn quotation(&self, i: usize) -> Option<&'a Quotation> {
        let k = self.text.quotations.partition_point(|q| q.open as usize <= i);
        self.text.quotations[..k].iter().rev().take(64).find(|q| q.depth == 0).filter(|q| (q.end as usize) > i)
    }

    /// True if token `i` stands in a paragraph that repeats an earlier one.
    pub fn repeats(&self, i: usize) -> bool {
        self.text.repeats[self.paragraph(i) as usize].is_some()
    }

    /// The first verb of a run of tokens.
    pub fn verb(&self, run: Tokens) -> Option<usize> {
        run.range().find(|i| self.syntax.upos[*i] == Upos::Verb)
    }

    /// True if token `i` begins with a capital letter.
    pub fn is_capital(&self, i: usize) -> bool {
        self.word(i).chars().next().is_some_and(char::is_uppercase)
    }
}
