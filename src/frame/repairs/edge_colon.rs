//! What stands between a cue and its colon is not said: `urged | the crew: "Hold on."` becomes `"Hold on."`

use crate::doc::Doc;
use crate::frame::data::Frame;

/// Tokens of the content in which the colon may stand.
const REACH: usize = 8;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let mut changed = false;
    for run in frame.content.iter_mut().filter(|c| c.start >= cue.end && c.start <= cue.end + 2) {
        let colon = run.range().take(REACH).find(|i| doc.word(*i) == ":" && *i + 1 < run.end as usize);
        if let Some(i) = colon.filter(|i| doc.tokens[i + 1].quoted && !doc.tokens[run.start as usize].quoted) {
            run.start = i as u32 + 1;
            changed = true;
        }
    }
    changed
}
