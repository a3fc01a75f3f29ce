//! What follows a relative clause is not said in it: "Berg, who said the pump had failed, is due to give evidence" says
//! that the pump had failed.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let verb = doc.verb(cue).filter(|v| doc.syntax.relation[*v] == Relation::Acl);
    let Some(verb) = verb else { return false };
    let relative = doc.syntax.dependent(verb, Relation::Nsubj).is_some_and(|s| matches!(doc.word(s), "who" | "which"));
    let end = doc.syntax.right[verb];
    if !relative || doc.tokens[end as usize - 1].quoted {
        return false;
    }
    let mut changed = false;
    for c in frame.content.iter_mut().filter(|c| c.start >= cue.end && c.start < end && c.end > end) {
        c.end = end;
        changed = true;
    }
    changed
}
