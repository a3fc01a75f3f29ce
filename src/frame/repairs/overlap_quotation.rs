//! A quotation that is the whole content of one frame and in another's too belongs to the frame whose cue shares its
//! sentence; if that is not the smaller one, the smaller one is dropped.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::repair::{Done, Draft};
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let (mut done, mut gone) = (Done::default(), vec![false; draft.list.len()]);
    for i in 0..draft.list.len() {
        for j in draft.near(i) {
            let (inner, outer) = (&draft.list[i], &draft.list[j]);
            let larger = outer.size() > inner.size() || (outer.size() == inner.size() && j < i);
            if gone[i] || gone[j] || !larger || !within(doc, inner, outer) {
                continue;
            }
            let first = inner.content[0];
            let rest: Vec<Tokens> = outer.content.iter().copied().filter(|c| !inner.content.contains(c)).collect();
            let splits = !rest.is_empty() && rest.len() < outer.content.len();
            if splits && inner.reports_in_sentence_of(first, doc) && !outer.reports_in_sentence_of(first, doc) {
                draft.list[j].content = rest;
                done.changed.push(j);
            } else {
                gone[i] = true;
                done.dropped.push(i);
            }
        }
    }
    done
}

/// All that `inner` says is quoted and said by `outer` too; neither reports the other.
fn within(doc: &Doc, inner: &Frame, outer: &Frame) -> bool {
    !inner.nested_in(outer)
        && !outer.nested_in(inner)
        && inner.said().all(|i| doc.tokens[i].quoted)
        && inner.said().all(|t| outer.says(t))
}
