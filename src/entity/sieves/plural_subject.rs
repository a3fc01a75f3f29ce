//! Who speaks as "they" is the people or the body that the sentence before had for its subject: "Norhaven Council met. They
//! say ...".
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

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

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const SAY: &str = "1 Norhaven PROPN NNP 2 compound Name=(ORG
        2 Council PROPN NNP 3 nsubj Name=)
        3 met VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        1 They PRON PRP 2 nsubj Source=0
        2 said VERB VBD 0 root Cue=0
        3 ferries NOUN NNS 4 nsubj Content=0
        4 run VERB VBD 2 ccomp Content=0|SpaceAfter=No
        5 . PUNCT . 2 punct _";

    const LEAVE: &str = "1 Norhaven PROPN NNP 2 compound Name=(ORG
        2 Council PROPN NNP 3 nsubj Name=)
        3 met VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        1 They PRON PRP 2 nsubj _
        2 left VERB VBD 0 root SpaceAfter=No
        3 . PUNCT . 2 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(SAY, "plural_subject", "They"), Some("Norhaven Council".to_owned()));
        assert_eq!(antecedent(LEAVE, "plural_subject", "They"), None);
    }
}
