//! A content is cut where a paragraph ends: the paragraphs of one quotation that goes on are its parts.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::runs::has_word;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let ends = |i: u32| doc.paragraph(i as usize) != doc.paragraph(i as usize - 1);
    if !frame.content.iter().any(|c| (c.start + 1..c.end).any(ends)) {
        return false;
    }
    let mut out = Vec::new();
    for c in &frame.content {
        let mut start = c.start;
        for i in (c.start + 1..c.end).filter(|i| ends(*i)).chain([c.end]) {
            out.push(Tokens { start, end: i });
            start = i;
        }
    }
    out.retain(|c| has_word(doc, *c));
    frame.content = out;
    true
}
