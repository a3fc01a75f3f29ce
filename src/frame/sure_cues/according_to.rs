//! "According to" attributes, but for "according to plan" and the like.

use crate::doc::Doc;
use crate::frame::cues::phrase;
use crate::span::Tokens;

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    let run = phrase(doc, i, &["according", "to"])?;
    let next = doc.tokens.get(run.end as usize)?.span.of(&doc.text);
    (!matches!(next, "plan" | "plans" | "schedule")).then_some(run)
}
