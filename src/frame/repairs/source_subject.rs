//! A cue verb without a source of its own has its subject, or that of the verb that it hangs on: in `Lund defended the
//! plan, adding: "It will hold."` Lund speaks.

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::repair::BY_SYNTAX;
use crate::mention::phrase;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.filter(|_| frame.source.is_none()) else { return false };
    let Some(subject) = doc.verb(cue.tokens).and_then(|v| doc.subject(v)) else { return false };
    let phrase = phrase(doc, subject);
    if phrase.overlaps(cue.tokens) || frame.content.iter().any(|c| c.overlaps(phrase)) {
        return false;
    }
    frame.source = Some(phrase);
    frame.source_probability = BY_SYNTAX;
    true
}
