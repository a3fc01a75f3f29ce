//! What leads up to the colon before a quotation is not said in it: in `Lund set out the plan: "No site will close," she
//! said` the content begins at the mark.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::span::Tokens;

/// Tokens after the content within which the cue stands.
const REACH: u32 = 8;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let mut changed = false;
    for run in &mut frame.content {
        let last = doc.quotation(run.end as usize - 1);
        let Some(q) = last.filter(|q| q.end <= run.end && q.open > run.start) else { continue };
        let lead = Tokens { start: run.start, end: q.open };
        if cue.start >= run.end
            && cue.start < run.end + REACH
            && doc.word(q.open as usize - 1) == ":"
            && doc.is_capital(q.open as usize + 1)
            && lead.range().all(|i| !doc.tokens[i].quoted)
        {
            run.start = q.open;
            changed = true;
        }
    }
    changed
}
