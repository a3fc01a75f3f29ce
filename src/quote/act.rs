//! What the reporting words say of the act: what it does, and whether it is denied or refused.

use crate::doc::Doc;
use crate::entity::Entities;
use crate::extraction::{Act, EntityType};
use crate::frame::{Frame, acts};
use crate::lexicon::lemmas;
use crate::mention::Mention;
use crate::span::Tokens;
use crate::syntax::Upos;

/// What a frame does, and whether it is negated: the speaker denies the content, or the cue says that it was not said.
///
/// The content decides between two readings of a cue ("asked whether", "asked him to"); who does not deny, states.
pub(super) fn act(doc: &Doc, f: &Frame) -> (Act, bool) {
    let asks = || f.content.len() == 1 && acts::asks(doc, f.content[0]);
    let Some(cue) = f.cue.map(|c| c.tokens) else {
        return (if asks() { Act::Question } else { Act::Statement }, false);
    };
    let not = negative(doc, cue);
    let found = acts::act(doc, cue);
    let first = doc.lower(f.content[0].start as usize);
    let to = first == "to" || cue.len() > 1 && doc.lower(cue.end as usize - 1) == "to";
    let lemma = found.map(|(i, _)| lemmas::verb(doc.word(i))).unwrap_or_default();
    match found.map(|(_, act)| act) {
        Some(Act::Denial) if not => (Act::Statement, false),
        Some(Act::Denial) => (Act::Denial, true),
        Some(_) if to && matches!(lemma.as_str(), "ask" | "tell") => (Act::Request, not),
        Some(_) if first == "for" && lemma == "ask" => (Act::Request, not),
        None | Some(Act::Statement) if asks() => (Act::Question, not),
        found => (found.unwrap_or(Act::Statement), not),
    }
}

/// The cue has a "not" of its own ("did not say").
fn negative(doc: &Doc, cue: Tokens) -> bool {
    let no = |i: usize| matches!(doc.lower(i).as_str(), "not" | "n't" | "n’t" | "never" | "neither");
    let start = cue.start as usize;
    let near = (start.saturating_sub(3)..start).filter(|i| doc.sentence(*i) == doc.sentence(start));
    cue.range().any(no)
        || near.filter(|i| no(*i)).any(|i| doc.syntax.head(i).is_some_and(|h| cue.has(h)) || i + 1 == start)
}

/// The reporting words of a cue: without auxiliaries and adverbs before ("has also said"), without a date after
/// ("said last week").
pub(super) fn reporting(doc: &Doc, cue: Tokens, entities: &Entities) -> Tokens {
    let mut run = cue;
    let dated = |m: &&Mention| matches!(m.entity, Some(EntityType::Date | EntityType::Time));
    let inside = entities.mentions.between(run.start + 1, cue.end).map(|m| &entities.mentions[m]);
    if let Some(m) = inside.into_iter().find(dated) {
        run.end = m.tokens.start;
        while run.len() > 1 && matches!(doc.syntax.upos[run.end as usize - 1], Upos::Adp | Upos::Punct) {
            run.end -= 1;
        }
    }
    let light = |i: u32| matches!(doc.syntax.upos[i as usize], Upos::Aux | Upos::Adv | Upos::Part | Upos::Punct);
    while run.len() > 1 && light(run.start) {
        run.start += 1;
    }
    run
}
