//! What stands before a noun belongs to it: "supported a | bipartisan bill" becomes "supported | a bipartisan bill".

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.as_mut() else { return false };
    let end = cue.tokens.end;
    let Some(c) = frame.content.iter_mut().find(|c| c.start == end) else { return false };
    let before = |i: usize| {
        matches!(doc.syntax.relation[i], Relation::Det | Relation::Nmod | Relation::Amod)
            && doc.syntax.head(i).is_some_and(|h| h > i)
    };
    while cue.tokens.len() > 1 && before(cue.tokens.end as usize - 1) {
        cue.tokens.end -= 1;
    }
    c.start = cue.tokens.end;
    cue.tokens.end < end
}
