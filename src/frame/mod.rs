//! Attributions as spans of text: a cue, who its source is, what its content is. Who the source *is* comes later.
//!
//! Cue first, then its arguments, as in semantic role labelling; both are learned. Rules then read clauses whose form
//! gives their content ([`clauses`]), set sources ([`sources`]) and edges ([`edges`]), decide between frames that claim the same stretch ([`claims`]), and add the quotations that no
//! cue accounts for ([`uncued`]) and those that the layout attributes ([`layout`]).

pub mod acts;
pub mod arguments;
mod claims;
mod clauses;
mod crf;
mod cues;
mod edges;
mod layout;
mod sources;
mod uncued;

use crate::encode::Vectors;
use crate::error::Error;
use crate::model::Model;
use crate::span::Tokens;
use crate::syntax::{Page, Syntax};
use crate::text::Text;

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
}

impl Frame {
    /// First to last token of the content.
    pub fn extent(&self) -> Tokens {
        Tokens { start: self.content[0].start, end: self.content[self.content.len() - 1].end }
    }

    /// True if token `i` is part of the content.
    pub fn says(&self, i: usize) -> bool {
        self.content.iter().any(|c| c.has(i))
    }
}

/// All attributions of an article, in the order of their first token.
pub fn frames(
    source: &str,
    text: &Text,
    vectors: &Vectors,
    syntax: &Syntax,
    model: &Model,
    check: &dyn Fn() -> Result<(), Error>,
) -> Result<Vec<Frame>, Error> {
    let page = Page { source, text, syntax };
    let cues = cues::cues(page, vectors, model);
    let learned = arguments::Arguments::new(text, vectors, model).frames(&cues, check)?;
    let mut out = Vec::with_capacity(cues.len());
    for (cue, frame) in cues.into_iter().zip(learned) {
        let frame = frame.filter(|f| !clauses::misses(page, f));
        out.extend(frame.or_else(|| clauses::frame(page, cue)));
    }
    for frame in &mut out {
        edges::set(page, frame);
    }
    out.retain(|f| !f.content.is_empty());
    claims::relay(page, &mut out);
    out = claims::distinct(page, out);
    claims::settle(text, &mut out);
    claims::join_halves(page, &mut out);
    uncued::add(page, &mut out);
    out.sort_by_key(|f| (f.extent().start.min(f.cue.map_or(u32::MAX, |c| c.tokens.start)), f.extent().start));
    claims::once(text, &mut out);
    Ok(out)
}
