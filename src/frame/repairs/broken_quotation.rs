//! A quotation that its clause breaks has a second half, if no other frame has it: `"The pier is old," said Lund. "It
//! will be rebuilt."`

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::repair::{Done, Draft, NOBODY, words};
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let (mut owners, mut done) = (draft.owners(doc), Done::default());
    for (k, f) in draft.list.iter_mut().enumerate() {
        if let Some(run) = second_half(doc, f)
            && run.range().filter(|i| owners[*i] != NOBODY).count() * 2 <= run.len()
        {
            f.content.push(run);
            owners[run.range()].fill(k as u32);
            done.changed.push(k);
        }
    }
    done
}

/// The quotation after the clause of the cue, in the same paragraph.
fn second_half(doc: &Doc, frame: &Frame) -> Option<Tokens> {
    let (cue, last) = (frame.cue?, frame.content.last().copied()?);
    if last.start > cue.tokens.start || !doc.tokens[last.start as usize].quoted {
        return None;
    }
    let clause = frame.source.map_or(cue.tokens.end, |s| s.end.max(cue.tokens.end));
    let k = doc.quotations.partition_point(|q| q.open < clause.max(last.end));
    let q = doc.quotations.get(k).filter(|q| q.depth == 0 && q.open < clause + 3)?;
    let (run, open) = (Tokens { start: q.open, end: q.end }, q.open as usize);
    let gap = (clause as usize..open).all(|i| !doc.is_word(i));
    (gap && words(doc, run) > 1 && doc.paragraph(open) == doc.paragraph(cue.tokens.start as usize)).then_some(run)
}
