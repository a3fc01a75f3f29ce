//! The `text` stage: a text into tokens, sentences, paragraphs and quotations, all by position.
//!
//! [`read`] never fails, whatever the text, and takes time linear in its length. Every character that is not white
//! space belongs to exactly one token, tokens ascend and never overlap, and nothing is folded or altered.

mod chars;
mod language;
mod marks;
mod paragraphs;
mod pieces;
mod sentences;
mod words;

use std::ops::Range;

pub use language::Language;
pub use pieces::Vocabulary;

use crate::span::{Span, Tokens};

/// A text, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Words and punctuation, in order.
    pub tokens: Vec<Token>,
    /// Sentences, in order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Paragraphs, in order; together they hold every sentence.
    pub paragraphs: Vec<Paragraph>,
    /// Quotations, by their opening mark.
    pub quotations: Vec<Quotation>,
    /// The language of the text.
    pub language: Language,
}

/// A word, a part of one ("do|n't"), or a mark of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// It stands inside a quotation, double or outermost single; the marks themselves are inside.
    pub quoted: bool,
    /// White space stands before it.
    pub spaced: bool,
    /// It is a later part of a surface token that the treebanks write as one: "n't" of "don't", "'s", a possessive "'".
    pub joined: bool,
}

/// A sentence, or what stands for one: a headline, an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens: at least one.
    pub tokens: Tokens,
    /// Index of its paragraph.
    pub paragraph: u32,
}

/// A paragraph; see `paragraphs.rs` for where one ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its tokens: at least one.
    pub tokens: Tokens,
    /// Its sentences, by index: at least one.
    pub sentences: Range<u32>,
}

/// Text between quotation marks, inside one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Token of the opening mark.
    pub open: u32,
    /// Token of the closing mark, if there is one.
    pub close: Option<u32>,
    /// One past the last token: past the closing mark, or, without one, where the paragraph or the next quotation
    /// takes over.
    pub end: u32,
    /// Quotations around it.
    pub depth: u8,
    /// Its marks are single.
    pub single: bool,
    /// Index of the quotation in the paragraph before that this one goes on with: that one has no closing mark, and
    /// this paragraph begins with an opening one.
    pub continues: Option<u32>,
}

/// Reads a text.
pub fn read(text: &str) -> Text {
    let mut tokens = words::words(text);
    let paragraphs = paragraphs::paragraphs(text, &tokens);
    let marks = marks::marks(text, &mut tokens, &paragraphs);
    for quotation in marks.quotations.iter().filter(|q| q.depth == 0) {
        for token in &mut tokens[quotation.open as usize..quotation.end as usize] {
            token.quoted = true;
        }
    }
    let (sentences, paragraphs) = sentences::sentences(text, &mut tokens, &marks.roles, &paragraphs);
    let language = language::language(text, &tokens);
    Text { tokens, sentences, paragraphs, quotations: marks.quotations, language }
}
