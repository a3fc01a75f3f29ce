//! What the stage finds: cues and frames, as spans.

use crate::doc::Doc;
use crate::rule::RuleName;
use crate::span::Tokens;

/// A reporting expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    /// Its tokens.
    pub tokens: Tokens,
    /// Probability that it is one.
    pub probability: f32,
}

/// One attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The reporting expression; none for a quotation that stands alone.
    pub cue: Option<Cue>,
    /// Who speaks, as the text has it.
    pub source: Option<Tokens>,
    /// What is said, in order of the text; never empty.
    pub content: Vec<Tokens>,
    /// Mean posterior probability of the content's tags.
    pub content_probability: f32,
    /// The same of the source's tags (of there being none, if there is none).
    pub source_probability: f32,
    /// The content is the speaker's own words though no marks say so: a turn of a transcript.
    pub verbatim: bool,
    /// The rules that made or changed it, in that order; none if it is as the network gave it.
    pub rules: Vec<RuleName>,
}

impl Frame {
    /// A frame that a rule finds, whatever the network says; `probability` is that of content and source.
    pub(super) fn by_rule(cue: Cue, source: Tokens, content: Vec<Tokens>, probability: f32) -> Self {
        Self {
            cue: Some(cue),
            source: Some(source),
            content,
            content_probability: probability,
            source_probability: probability,
            verbatim: false,
            rules: Vec::new(),
        }
    }

    /// First to last token of the content.
    pub fn extent(&self) -> Tokens {
        Tokens { start: self.content[0].start, end: self.content[self.content.len() - 1].end }
    }

    /// True if token `i` is part of the content.
    pub fn says(&self, i: usize) -> bool {
        self.content.iter().any(|c| c.has(i))
    }

    /// The tokens of the content.
    pub fn said(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.content.iter().flat_map(|c| c.range())
    }

    /// Number of tokens of the content.
    pub fn size(&self) -> usize {
        self.content.iter().map(|c| c.len()).sum()
    }

    /// The cue stands in the content of another frame.
    pub fn nested_in(&self, outer: &Frame) -> bool {
        self.cue.is_some_and(|c| outer.says(c.tokens.start as usize))
    }

    /// The cue stands in a sentence of `run`.
    pub(super) fn reports_in_sentence_of(&self, run: Tokens, doc: &Doc) -> bool {
        let sentence = |i: u32| doc.sentence(i as usize);
        self.cue.is_some_and(|c| (sentence(run.start)..=sentence(run.end - 1)).contains(&sentence(c.tokens.start)))
    }
}

/// The frames of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frames {
    /// In the order of their first token.
    pub list: Vec<Frame>,
    /// Those that a rule dropped: the last of its rules.
    pub dropped: Vec<Frame>,
}
