//! "According to X, ..." at the head of a sentence is about that sentence, not about the one before.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let first = cue.start as usize;
    let sentence = doc.sentence(first);
    let at_head = doc.sentences[sentence as usize].tokens.start == cue.start;
    let after = |c: &Tokens| c.start >= cue.end && doc.sentence(c.start as usize) == sentence;
    if !at_head || !doc.word(first).eq_ignore_ascii_case("according") || !frame.content.iter().any(after) {
        return false;
    }
    let parts = frame.content.len();
    frame.content.retain(|c| c.start >= cue.end);
    frame.content.len() < parts
}
