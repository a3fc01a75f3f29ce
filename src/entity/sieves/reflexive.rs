//! A reflexive is the subject of its verb: "Lund blamed herself".

use crate::doc::Doc;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::ids::MentionId;
use crate::syntax::Relation;

/// "himself", "themselves".
pub(super) fn is_reflexive(doc: &Doc, head: usize) -> bool {
    let word = doc.lower(head);
    word.ends_with("self") || word.ends_with("selves")
}

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.pronoun(m)?;
    let head = mention.head as usize;
    if !is_reflexive(d.doc, head) {
        return None;
    }
    let subject = d.doc.syntax.dependent(p.governor?, Relation::Nsubj).filter(|s| *s < head)?;
    d.found.over(subject).filter(|e| d.agrees(m, *e)).map(Into::into)
}
