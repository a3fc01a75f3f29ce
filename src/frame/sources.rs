//! Sources that syntax settles, whatever the network says: agents, authors and subjects.

use super::{Frame, acts};
use crate::doc::Doc;
use crate::extraction::Act;
use crate::lexicon::lemmas;
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Probability of a source that syntax found where the network found none.
const BY_SYNTAX: f32 = 0.6;

/// Sets a frame's source where its clause leaves no doubt.
pub(super) fn set(doc: &Doc, frame: &mut Frame) {
    name_agent(doc, frame);
    name_subject(doc, frame);
    name_author(doc, frame);
    drop_hearer(doc, frame);
}

/// "The court was told by X that ...": X speaks, whatever the network says; the subject hears it.
fn name_agent(doc: &Doc, frame: &mut Frame) {
    let Some(cue) = frame.cue else { return };
    let verb = doc.verb(cue.tokens);
    let Some((agent, verb)) = verb.and_then(|v| Some((doc.agent(v)?, v))) else {
        return;
    };
    let phrase = phrase(doc, agent);
    frame.source = Some(phrase);
    if let Some(s) = doc.syntax.dependent(verb, Relation::Nsubj) {
        let subject = Tokens { start: doc.syntax.left[s], end: doc.syntax.right[s] };
        frame.content.retain(|c| !subject.holds(*c));
    }
}

/// "The claim by Lund that ...": the noun's own "by" names who speaks, and what follows its clause is not said.
fn name_author(doc: &Doc, frame: &mut Frame) {
    let Some(cue) = frame.cue else { return };
    let verb = cue.tokens.range().any(|i| doc.syntax.upos[i] == Upos::Verb);
    let noun = cue.tokens.range().rev().find(|i| doc.syntax.upos[*i] == Upos::Noun);
    let Some(noun) = noun.filter(|_| !verb) else { return };
    let by = |j: &usize| {
        doc.syntax.relation[*j] == Relation::Nmod
            && doc.syntax.dependents(*j).any(|k| doc.syntax.relation[k] == Relation::Case && doc.word(k) == "by")
    };
    let author = doc.syntax.dependents(noun).find(by);
    if let Some(author) = author.filter(|_| frame.source.is_none()) {
        frame.source = Some(phrase(doc, author));
        frame.source_probability = BY_SYNTAX;
    }
    let clause = |j: &usize| *j > noun && matches!(doc.syntax.relation[*j], Relation::Acl | Relation::Ccomp);
    let Some(end) = doc.syntax.dependents(noun).find(clause).map(|j| doc.syntax.right[j]) else { return };
    let begins = |c: &Tokens| c.start >= cue.tokens.end && c.start < end && c.end > end;
    for c in frame.content.iter_mut().filter(|c| begins(c)) {
        if !doc.tokens[end as usize].quoted {
            c.end = end;
        }
    }
}

/// "Asked about the leak, Lund ...", "Berg was arrested and accused of ...": the subject of a passive without an agent
/// is spoken to or of; nothing says who speaks.
fn drop_hearer(doc: &Doc, frame: &mut Frame) {
    let (Some(cue), Some(source)) = (frame.cue, frame.source) else { return };
    let Some(verb) = doc.verb(cue.tokens) else { return };
    let own = doc.syntax.dependent(verb, Relation::Nsubj);
    let asked = matches!(doc.lower(verb).as_str(), "asked" | "told" | "pressed" | "questioned" | "quizzed")
        && doc.syntax.participle[verb]
        && matches!(doc.syntax.relation[verb], Relation::Acl | Relation::Advcl)
        && own.is_none();
    let subject = || own.or_else(|| doc.syntax.dependent(doc.syntax.head(verb)?, Relation::Nsubj));
    // but "is convinced that" is what the subject thinks
    let reports = || {
        let act = acts::act(doc, cue.tokens).map(|(_, act)| act);
        matches!(act, Some(Act::Statement | Act::Question | Act::Request | Act::Accusation))
            || lemmas::verb(doc.word(verb)) == "expect"
    };
    let passive = doc.passive(verb);
    let heard = passive && subject().is_some_and(|s| source.has(s)) && reports();
    if (asked || heard) && doc.agent(verb).is_none() {
        frame.source = None;
        frame.source_probability = BY_SYNTAX;
    }
}

/// A cue verb without a source of its own has the subject of the verb that it hangs on: "..., adding: "...".
fn name_subject(doc: &Doc, frame: &mut Frame) {
    let Some(cue) = frame.cue.filter(|_| frame.source.is_none()) else { return };
    let verb = doc.verb(cue.tokens);
    let Some(subject) = verb.and_then(|v| doc.subject(v)) else { return };
    let phrase = phrase(doc, subject);
    if !phrase.overlaps(cue.tokens) && !frame.content.iter().any(|c| c.overlaps(phrase)) {
        frame.source = Some(phrase);
        frame.source_probability = BY_SYNTAX;
    }
}
