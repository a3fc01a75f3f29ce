//! "In the words of" goes before the one who speaks: `In the words of Lund, "a promise takes time"`.

use crate::doc::Doc;
use crate::frame::cues::phrase;
use crate::span::Tokens;

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    phrase(doc, i, &["in", "the", "words", "of"])
}
