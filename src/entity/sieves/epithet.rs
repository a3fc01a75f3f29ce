//! "The billionaire said" of the one last spoken of: a paragraph begins with what a person is known for.

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::{Form, GrammaticalRole};
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{lemmas, nouns};

/// Sentences that it looks back over.
const BACK: u32 = 3;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    let first = d.doc.paragraphs[p.paragraph as usize].tokens.start;
    let begins =
        p.form == Form::Definite && p.role == GrammaticalRole::Subject && mention.tokens.start == first;
    let noun = || lemmas::noun(&d.doc.lower(mention.head as usize));
    if !begins || !d.attribution.speaks(m) || !nouns::is_epithet(&noun()) {
        return None;
    }
    let person = |e: &EntityIdx| {
        let near = d.latest(*e).is_some_and(|q| p.sentence.saturating_sub(q.sentence) <= BACK);
        near && d.entity(*e).is_named_person() && d.agrees(m, *e)
    };
    let people: Vec<EntityIdx> = d.state.recent().filter(person).collect();
    let subject = |e: &&EntityIdx| d.latest(**e).is_some_and(|q| q.role == GrammaticalRole::Subject);
    let only = || people.first().filter(|_| people.len() == 1);
    people.iter().find(subject).or_else(only).copied().map(Into::into)
}
