//! The source is no part of the content.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::runs::cut;

pub(super) fn apply(_: &Doc, frame: &mut Frame) -> bool {
    frame.source.is_some_and(|s| cut(&mut frame.content, s))
}
