//! A clause that ends a sentence and attributes what stands before it: "..., according to X", "..., as X announced",
//! "..., X said, who ...". Where the network finds no content there, or another sentence's, the form gives the frame.
//!
//! "The pier was sold, as the harbour board confirmed.": the content is "The pier was sold".

use crate::doc::Doc;
use crate::frame::data::{Cue, Frame};
use crate::frame::repair::words;
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::Relation;

/// Probability of a content and a source that the form of the sentence gives.
const BY_FORM: f32 = 0.7;
/// Longest source after "according to", in tokens.
const SOURCE: usize = 16;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some((cue, (before, source))) = frame.cue.and_then(|c| Some((c, parts(doc, c)?))) else { return false };
    let here = |c: &Tokens| c.overlaps(before) || c.start >= cue.tokens.end && !relative(doc, *c, cue);
    let sentence = doc.sentence(before.start as usize);
    if frame.content.iter().any(|c| doc.sentence(c.start as usize) == sentence && here(c)) {
        return false;
    }
    let rules = std::mem::take(&mut frame.rules);
    *frame = Frame { rules, ..Frame::by_rule(cue, source, vec![before], BY_FORM) };
    true
}

/// "who asked to remain anonymous", right after the cue.
fn relative(doc: &Doc, c: Tokens, cue: Cue) -> bool {
    c.start <= cue.tokens.end + 1 && matches!(doc.word(c.start as usize), "who" | "which")
}

/// What stands before the clause in its sentence, and the source in the clause; none unless a comma divides them.
fn parts(doc: &Doc, cue: Cue) -> Option<(Tokens, Tokens)> {
    let (first, end) = (cue.tokens.start as usize, cue.tokens.end as usize);
    let sentence = doc.sentences[doc.sentence(first) as usize].tokens;
    let (start, source) = if doc.lower(first) == "according" {
        let stop = (end..sentence.end as usize).take(SOURCE).find(|i| matches!(doc.word(*i), "," | "." | ";" | ":"));
        (first, Tokens::new(end, stop?))
    } else {
        let verb = doc.verb(cue.tokens)?;
        let subject = doc.syntax.dependent(verb, Relation::Nsubj).filter(|s| *s < verb)?;
        let source = phrase(doc, subject);
        let start = source.start as usize;
        let under = start > 0 && doc.word(start - 1) == "as";
        let who = || matches!(doc.word(end.min(doc.tokens.len() - 1)), "," | "who") && source.end == cue.tokens.start;
        let follows = |k: usize| doc.tokens.get(end + k).is_some() && doc.word(end + k) == "who";
        (if under { Some(start - 1) } else { (who() && (follows(0) || follows(1))).then_some(start) }?, source)
    };
    let divided = start > sentence.start as usize && doc.word(start - 1) == ",";
    let before = Tokens { start: sentence.start, end: start as u32 };
    (divided && words(doc, before) > 2 && !source.is_empty()).then_some((before, source))
}
