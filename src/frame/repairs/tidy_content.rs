//! Contents have no punctuation at their ends but the marks of their quotations; contents and sources hold a word.

use crate::doc::Doc;
use crate::frame::runs::{has_word, trimmed};
use crate::frame::types::Frame;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    for frame in frames {
        frame.source = frame.source.filter(|s| has_word(doc, *s));
        frame.content.iter_mut().for_each(|c| *c = trimmed(doc, *c));
        frame.content.retain(|c| has_word(doc, *c));
    }
}
