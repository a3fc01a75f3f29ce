//! The subject of a passive without an agent is spoken to or of, and nothing says who speaks: "Asked about the leak,
//! Lund ...", "Berg was accused of ...". But "is convinced that" is what its subject thinks.

use crate::doc::Doc;
use crate::extraction::Act;
use crate::frame::acts;
use crate::frame::data::Frame;
use crate::frame::repair::BY_SYNTAX;
use crate::lexicon::lemmas;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let (Some(cue), Some(source)) = (frame.cue, frame.source) else { return false };
    let Some(verb) = doc.verb(cue.tokens) else { return false };
    let own = doc.syntax.dependent(verb, Relation::Nsubj);
    let asked = matches!(doc.lower(verb).as_str(), "asked" | "told" | "pressed" | "questioned" | "quizzed")
        && doc.syntax.participle[verb]
        && matches!(doc.syntax.relation[verb], Relation::Acl | Relation::Advcl)
        && own.is_none();
    let subject = || own.or_else(|| doc.syntax.dependent(doc.syntax.head(verb)?, Relation::Nsubj));
    let reports = || {
        let act = acts::act(doc, cue.tokens).map(|(_, act)| act);
        matches!(act, Some(Act::Statement | Act::Question | Act::Request | Act::Accusation))
            || lemmas::verb(doc.word(verb)) == "expect"
    };
    let heard = doc.passive(verb) && subject().is_some_and(|s| source.has(s)) && reports();
    if !(asked || heard) || doc.agent(verb).is_some() {
        return false;
    }
    frame.source = None;
    frame.source_probability = BY_SYNTAX;
    true
}
