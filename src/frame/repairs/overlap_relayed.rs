//! What is passed on is who said it, too: of `"...," said A, according to B` what B passes on is A's words and that A
//! said them.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::repair::{Done, Draft};

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let sentence = |i: u32| doc.sentence(i as usize);
    let mut done = Done::default();
    for k in 1..draft.list.len() {
        let outer = &draft.list[k];
        let Some(cue) = outer.cue.map(|c| c.tokens).filter(|c| doc.lower(c.start as usize) == "according") else {
            continue;
        };
        let end = outer.extent().end;
        let inside = |f: &Frame| {
            let said = f.cue.map_or(0, |c| c.tokens.start);
            let shared = f.said().filter(|i| outer.says(*i)).count();
            said >= end && said < cue.start && 2 * shared > f.size()
        };
        let source_between = outer.source.is_some_and(|s| s.start >= end && s.start < cue.start);
        if sentence(end - 1) != sentence(cue.start) || source_between || !draft.list[draft.before(k)].iter().any(inside)
        {
            continue;
        }
        let to = (end..cue.start).rev().find(|i| doc.is_word(*i as usize)).map_or(end, |i| i + 1);
        if let Some(last) = draft.list[k].content.last_mut().filter(|_| to > end) {
            last.end = to;
            done.changed.push(k);
        }
    }
    done
}
