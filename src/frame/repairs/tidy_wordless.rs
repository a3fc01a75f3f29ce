//! A part of the content without a word is none.

use crate::doc::Doc;
use crate::frame::runs::has_word;
use crate::frame::types::Frame;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    frames.iter_mut().for_each(|f| f.content.retain(|c| has_word(doc, *c)));
}
