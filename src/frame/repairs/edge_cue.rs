//! The cue is no part of its own content: "the pier | said Lund | will stay" are two parts.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::runs::cut;

pub(super) fn apply(_: &Doc, frame: &mut Frame) -> bool {
    frame.cue.is_some_and(|c| cut(&mut frame.content, c.tokens))
}
