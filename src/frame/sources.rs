//! Sources that syntax settles, whatever the network says: agents, authors and subjects.

use super::{Frame, acts};
use crate::extraction::Act;
use crate::lexicon::lemmas;
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::{Page, Relation, Upos};

/// Probability of a source that syntax found where the network found none.
const BY_SYNTAX: f32 = 0.6;

/// Sets a frame's source where its clause leaves no doubt.
pub(super) fn set(page: Page<'_>, frame: &mut Frame) {
    name_agent(page, frame);
    name_subject(page, frame);
    name_author(page, frame);
    drop_hearer(page, frame);
}

/// "The court was told by X that ...": X speaks, whatever the network says; the subject hears it.
fn name_agent(page: Page<'_>, frame: &mut Frame) {
    let Some(cue) = frame.cue else { return };
    let verb = page.verb(cue.tokens);
    let Some((agent, verb)) = verb.and_then(|v| Some((page.syntax.agent(v, |i| page.word(i))?, v))) else {
        return;
    };
    let phrase = phrase(page.text, page.syntax, agent);
    frame.source = Some(phrase);
    if let Some(s) = page.syntax.dependent(verb, Relation::Nsubj) {
        let subject = Tokens { start: page.syntax.left[s], end: page.syntax.right[s] };
        frame.content.retain(|c| !subject.holds(*c));
    }
}

/// "The claim by Lund that ...": the noun's own "by" names who speaks, and what follows its clause is not said.
fn name_author(page: Page<'_>, frame: &mut Frame) {
    let Some(cue) = frame.cue else { return };
    let verb = cue.tokens.range().any(|i| page.syntax.upos[i] == Upos::Verb);
    let noun = cue.tokens.range().rev().find(|i| page.syntax.upos[*i] == Upos::Noun);
    let Some(noun) = noun.filter(|_| !verb) else { return };
    let by = |j: &usize| {
        page.syntax.relation[*j] == Relation::Nmod
            && page.syntax.dependents(*j).any(|k| page.syntax.relation[k] == Relation::Case && page.word(k) == "by")
    };
    let author = page.syntax.dependents(noun).find(by);
    if let Some(author) = author.filter(|_| frame.source.is_none()) {
        frame.source = Some(phrase(page.text, page.syntax, author));
        frame.source_probability = BY_SYNTAX;
    }
    let clause = |j: &usize| *j > noun && matches!(page.syntax.relation[*j], Relation::Acl | Relation::Ccomp);
    let Some(end) = page.syntax.dependents(noun).find(clause).map(|j| page.syntax.right[j]) else { return };
    let begins = |c: &Tokens| c.start >= cue.tokens.end && c.start < end && c.end > end;
    for c in frame.content.iter_mut().filter(|c| begins(c)) {
        if !page.text.tokens[end as usize].quoted {
            c.end = end;
        }
    }
}

/// "Asked about the leak, Lund ...", "Berg was arrested and accused of ...": the subject of a passive without an agent
/// is spoken to or of; nothing says who speaks.
fn drop_hearer(page: Page<'_>, frame: &mut Frame) {
    let (Some(cue), Some(source)) = (frame.cue, frame.source) else { return };
    let Some(verb) = page.verb(cue.tokens) else { return };
    let own = page.syntax.dependent(verb, Relation::Nsubj);
    let asked = matches!(page.lower(verb).as_str(), "asked" | "told" | "pressed" | "questioned" | "quizzed")
        && page.syntax.participle[verb]
        && matches!(page.syntax.relation[verb], Relation::Acl | Relation::Advcl)
        && own.is_none();
    let subject = || own.or_else(|| page.syntax.dependent(page.syntax.head(verb)?, Relation::Nsubj));
    // but "is convinced that" is what the subject thinks
    let reports = || {
        let act = acts::act(page, cue.tokens).map(|(_, act)| act);
        matches!(act, Some(Act::Statement | Act::Question | Act::Request | Act::Accusation))
            || lemmas::verb(page.word(verb)) == "expect"
    };
    let passive = page.syntax.passive(verb, |i| page.word(i));
    let heard = passive && subject().is_some_and(|s| source.has(s)) && reports();
    if (asked || heard) && page.syntax.agent(verb, |i| page.word(i)).is_none() {
        frame.source = None;
        frame.source_probability = BY_SYNTAX;
    }
}

/// A cue verb without a source of its own has the subject of the verb that it hangs on: "..., adding: "...".
fn name_subject(page: Page<'_>, frame: &mut Frame) {
    let Some(cue) = frame.cue.filter(|_| frame.source.is_none()) else { return };
    let verb = page.verb(cue.tokens);
    let Some(subject) = verb.and_then(|v| page.syntax.subject(v, |i| page.word(i))) else { return };
    let phrase = phrase(page.text, page.syntax, subject);
    if !phrase.overlaps(cue.tokens) && !frame.content.iter().any(|c| c.overlaps(phrase)) {
        frame.source = Some(phrase);
        frame.source_probability = BY_SYNTAX;
    }
}
