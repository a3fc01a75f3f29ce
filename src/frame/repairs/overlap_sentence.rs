//! A part of a content whose cue stands in another sentence goes to the frame that has cue and content there: of
//! `"...," said X. "...," she said` the second quotation is that of "she said" alone.

use crate::doc::Doc;
use crate::frame::repair::{Done, Draft};
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let a = &draft.list[i];
        let claimed = |part: &Tokens| {
            draft.near(i).map(|j| &draft.list[j]).any(|b| {
                let shared = part.range().filter(|t| b.says(*t)).count();
                b.reports_in_sentence_of(*part, doc)
                    && 5 * shared > 3 * part.len()
                    && !a.nested_in(b)
                    && !b.nested_in(a)
            })
        };
        let stays = |part: &Tokens| a.reports_in_sentence_of(*part, doc) || !claimed(part);
        let kept: Vec<Tokens> = a.content.iter().copied().filter(stays).collect();
        if !kept.is_empty() && kept.len() < a.content.len() {
            draft.list[i].content = kept;
            done.changed.push(i);
        }
    }
    done
}
