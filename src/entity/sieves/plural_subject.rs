//! "They say" of the people or the body that the sentence before had for its subject.

use crate::entity::discourse::Discourse;
use crate::entity::features::{Form, GrammaticalRole};
use crate::extraction::EntityType;
use crate::ids::{EntityIdx, MentionId};
use crate::mention::Person;
use crate::syntax::Relation;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId, candidates: &[EntityIdx]) -> Option<EntityIdx> {
    let p = &d.features[m];
    if p.form != Form::Pronoun(Person::They) || !d.attribution.speaks(m) {
        return None;
    }
    let subject = |e: &EntityIdx| {
        let Some(q) = d.latest(*e) else { return false };
        let of_sentence = q.governor.is_some_and(|v| d.doc.syntax.relation[v] == Relation::Root);
        q.role == GrammaticalRole::Subject
            && of_sentence
            && q.sentence + 1 == p.sentence
            && matches!(d.entity(*e).kind, EntityType::Group | EntityType::Org | EntityType::Norp)
    };
    candidates.iter().copied().find(subject)
}
