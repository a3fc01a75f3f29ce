//! The complementiser belongs to the content, not to the cue: "added that | no site would close" becomes
//! "added | that no site would close", and "promised to | publish it" becomes "promised | to publish it".

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::syntax::Upos;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = &mut frame.cue else { return false };
    let last = cue.tokens.end.saturating_sub(1);
    let infinitive = doc.word(last as usize) == "to" && doc.syntax.upos[last as usize] == Upos::Part;
    if cue.tokens.len() < 2 || !infinitive && !matches!(doc.word(last as usize), "that" | "whether" | "how") {
        return false;
    }
    cue.tokens.end = last;
    if let Some(c) = frame.content.iter_mut().find(|c| c.start == last + 1) {
        c.start = last;
    }
    true
}
