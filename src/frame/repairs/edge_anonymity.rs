//! That a source asked not to be named is not what it said: "The talks failed, an official said, who asked not to be
//! named."

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(end) = frame.cue.map(|c| c.tokens.end) else { return false };
    let about = |c: &Tokens| c.start >= end && c.start <= end + 1 && doc.word(c.start as usize) == "who";
    let parts = frame.content.len();
    if frame.content.iter().any(|c| c.end <= end) {
        frame.content.retain(|c| !about(c));
    }
    frame.content.len() < parts
}
