//! Parses: tags and attachment.

use crate::syntax::Syntax;

/// One token of a gold parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldToken {
    /// Universal part of speech.
    pub upos: String,
    /// Token index of the head; none for a root.
    pub head: Option<u32>,
    /// Universal relation without subtype.
    pub relation: String,
}

/// Tokens, and how many of them were right in each respect; punctuation counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Tokens.
    pub tokens: usize,
    /// Right universal part of speech.
    pub upos: usize,
    /// Right head (unlabelled attachment score).
    pub head: usize,
    /// Right head and relation (labelled attachment score).
    pub labelled: usize,
}

/// Compares a parse with gold on the same tokens. Relations that the engine does not tell apart count as "dep" does.
pub fn attachment(syntax: &Syntax, gold: &[GoldToken]) -> Attachment {
    let mut out = Attachment { tokens: gold.len(), ..Attachment::default() };
    for (i, g) in gold.iter().enumerate() {
        let head = syntax.head(i).map(|h| h as u32) == g.head;
        out.upos += usize::from(syntax.upos[i].name() == g.upos);
        out.head += usize::from(head);
        out.labelled += usize::from(head && syntax.relation[i].name() == g.relation);
    }
    out
}
