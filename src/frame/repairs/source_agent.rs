//! The agent of a passive cue speaks, whatever the network says, and its subject is not said: in "The court was told by
//! Holm that the safe was empty" Holm speaks and the court hears.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let verb = frame.cue.and_then(|c| doc.verb(c.tokens));
    let Some((agent, verb)) = verb.and_then(|v| Some((doc.agent(v)?, v))) else { return false };
    let phrase = phrase(doc, agent);
    let (source, parts) = (frame.source.replace(phrase), frame.content.len());
    if let Some(s) = doc.syntax.dependent(verb, Relation::Nsubj) {
        let subject = Tokens { start: doc.syntax.left[s], end: doc.syntax.right[s] };
        frame.content.retain(|c| !subject.holds(*c));
    }
    source != Some(phrase) || frame.content.len() < parts
}
