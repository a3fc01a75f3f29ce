//! "They" just after people named together, and "the senators" if one of them has that role: "Ada Lund and Tom Berg waved.
//! They left."
//! Development data: fires 22 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::entity::head_match;
use crate::extraction::EntityType;
use crate::ids::MentionId;
use crate::mention::Person;

/// Those named together last that "the senators" may mean.
const NEAR: usize = 8;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.mention(m);
    let all = &d.coordinations;
    let end = all.partition_point(|c| c.tokens.end <= mention.tokens.start);
    if p.form == Form::Pronoun(Person::They) {
        let k = end.checked_sub(1)?;
        let tokens = all[k].tokens;
        // "they" may be others who came between
        let other = |n: MentionId| d.features[n].plural && d.features[n].kind.is_some();
        let near = p.sentence.saturating_sub(d.doc.sentence(tokens.start as usize)) <= 1;
        let others = || d.between(tokens.end, mention.tokens.start).any(other);
        return (near && !others()).then_some(Antecedent::Coordination(k));
    }
    if p.form != Form::Definite || !p.plural || p.kind != Some(EntityType::Group) {
        return None;
    }
    let noun = d.noun(m);
    let holds = |n: &MentionId| d.found.of[*n].is_some_and(|e| head_match::has_role(d.entity(e), &noun));
    let k = (end.saturating_sub(NEAR)..end).rfind(|k| all[*k].parts.iter().any(holds))?;
    Some(Antecedent::Coordination(k))
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const TOGETHER: &str = "1 Ada PROPN NNP 6 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 and CCONJ CC 4 cc _
        4 Tom PROPN NNP 1 conj Name=(PERSON
        5 Berg PROPN NNP 4 flat Name=)
        6 waved VERB VBD 0 root SpaceAfter=No
        7 . PUNCT . 6 punct _

        1 They PRON PRP 2 nsubj _
        2 left VERB VBD 0 root SpaceAfter=No
        3 . PUNCT . 2 punct _";

    const OTHERS: &str = "1 Ada PROPN NNP 6 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 and CCONJ CC 4 cc _
        4 Tom PROPN NNP 1 conj Name=(PERSON
        5 Berg PROPN NNP 4 flat Name=)
        6 waved VERB VBD 0 root SpaceAfter=No
        7 . PUNCT . 6 punct _

        1 The DET DT 2 det _
        2 pilots NOUN NNS 3 nsubj _
        3 slept VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        1 They PRON PRP 2 nsubj _
        2 left VERB VBD 0 root SpaceAfter=No
        3 . PUNCT . 2 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(TOGETHER, "named_together", "They"), Some("Ada Lund and Tom Berg".to_owned()));
        assert_eq!(antecedent(OTHERS, "named_together", "They"), None);
    }
}
