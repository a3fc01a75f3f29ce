//! Parts of a content stand in the order of the text; those with nothing but punctuation between them are one.

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::span::Tokens;

/// Most tokens of punctuation between two parts of one content.
const GAP: u32 = 3;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    for frame in frames.iter_mut().filter(|f| f.content.len() > 1) {
        frame.content.sort();
        let mut out: Vec<Tokens> = Vec::new();
        for c in frame.content.drain(..) {
            match out.last_mut() {
                Some(last) if adjoin(doc, *last, c) => last.end = last.end.max(c.end),
                _ => out.push(c),
            }
        }
        frame.content = out;
    }
}

fn adjoin(doc: &Doc, a: Tokens, b: Tokens) -> bool {
    b.start <= a.end
        || (b.start - a.end <= GAP
            && (a.end as usize..b.start as usize).all(|i| !doc.is_word(i))
            && doc.paragraph(a.end as usize - 1) == doc.paragraph(b.start as usize))
}
