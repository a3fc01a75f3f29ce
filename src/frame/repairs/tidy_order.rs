//! Frames stand in the order of their first token.

use crate::doc::Doc;
use crate::frame::types::Frame;

pub(super) fn apply(_: &Doc, frames: &mut [Frame]) {
    let cue = |f: &Frame| f.cue.map_or(u32::MAX, |c| c.tokens.start);
    frames.sort_by_key(|f| (f.extent().start.min(cue(f)), f.extent().start));
}
