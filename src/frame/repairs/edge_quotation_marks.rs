//! An edge of the content that stands inside a quotation moves to its marks, if most of the quotation is in the content:
//! `"The wall | will hold," said Lund` becomes `| "The wall will hold," |`.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let mut changed = false;
    for c in &mut frame.content {
        let snapped = snapped(doc, *c);
        changed |= snapped != *c;
        *c = snapped;
    }
    changed
}

fn snapped(doc: &Doc, mut run: Tokens) -> Tokens {
    for _ in 0..2 {
        for edge in [run.start as usize, run.end as usize - 1] {
            let Some(q) = doc.quotation(edge) else { continue };
            let whole = Tokens { start: q.open, end: q.end };
            let held = run.end.min(whole.end) - run.start.max(whole.start);
            if 2 * held as usize > whole.len() {
                run = Tokens { start: run.start.min(whole.start), end: run.end.max(whole.end) };
            }
        }
    }
    run
}
