//! A source has no punctuation at its ends.

use crate::doc::Doc;
use crate::frame::runs::trimmed;
use crate::frame::types::Frame;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    for source in frames.iter_mut().filter_map(|f| f.source.as_mut()) {
        *source = trimmed(doc, *source);
    }
}
