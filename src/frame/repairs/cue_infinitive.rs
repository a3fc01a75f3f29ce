//! An infinitive that reports nothing itself belongs to the content: "promised to publish | the letter" becomes
//! "promised | to publish the letter". "Refused to say" stays whole, for "say" reports.

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::data::Frame;
use crate::span::Tokens;
use crate::syntax::Upos;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.as_mut() else { return false };
    let run = cue.tokens;
    let last = run.end as usize - 1;
    let to = (run.start as usize + 1..last).find(|i| doc.word(*i) == "to" && doc.syntax.upos[*i] == Upos::Part);
    let Some(to) = to.filter(|to| to + 1 == last && doc.syntax.upos[last] == Upos::Verb) else { return false };
    let reports = acts::act(doc, Tokens::new(last, last + 1)).is_some();
    let Some(c) = frame.content.iter_mut().find(|c| !reports && c.start == run.end) else { return false };
    cue.tokens.end = to as u32;
    c.start = to as u32;
    true
}
