//! "They" just after people named together, and "the senators" if one of them has that role: "Ada Lund and Tom Berg waved.
//! They left."
//! Development data: fires 26 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::entity::head_match;
use crate::extraction::{EntityType, MentionKind};
use crate::ids::MentionId;
use crate::mention::Person;
use crate::syntax::Relation;

/// Mentions before "the pair" among which "two farmers" are looked for.
const BEFORE: usize = 32;
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
    if let Some(found) = counted(d, m, end) {
        return Some(found);
    }
    if p.form != Form::Definite || !p.plural || p.kind != Some(EntityType::Group) {
        return None;
    }
    let noun = d.noun(m);
    let holds = |n: &MentionId| d.found.of[*n].is_some_and(|e| head_match::has_role(d.entity(e), noun));
    let k = (end.saturating_sub(NEAR)..end).rfind(|k| all[*k].parts.iter().any(holds))?;
    Some(Antecedent::Coordination(k))
}

/// Sentences that "the pair" looks back over.
const BACK: u32 = 3;
/// Nouns and numbers for several people, and how many.
const COUNTS: &[(&str, usize)] = &[
    ("pair", 2),
    ("couple", 2),
    ("duo", 2),
    ("both", 2),
    ("two", 2),
    ("trio", 3),
    ("three", 3),
    ("quartet", 4),
    ("four", 4),
];
/// Nouns for people of one family, of any number.
const KIN: &[&str] = &["brother", "sister", "sibling", "twin", "spouse", "newlywed"];

/// "The pair", "both", "all three", "the sisters": so many named together last, or who were counted since ("Two farmers").
fn counted(d: &Discourse<'_>, m: MentionId, end: usize) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    let head = mention.head as usize;
    let kin = p.plural && KIN.contains(&d.noun(m));
    let count = COUNTS.iter().find(|(w, _)| *w == d.doc.lower(head)).map(|(_, n)| *n);
    let first = d.doc.lower(mention.tokens.start as usize);
    // "the pair", "both", "all three", "the two", "the sisters"; not "a pair", "both sides"
    let bare =
        mention.tokens.len() == 1 && first == "both" || mention.tokens.len() == 2 && matches!(first, "the" | "all");
    if !bare || !kin && count.is_none() {
        return None;
    }
    let near = |i: usize| p.sentence.saturating_sub(d.doc.sentence(i)) <= BACK;
    let all = &d.coordinations;
    let fits = |k: &usize| count.is_none_or(|n| all[*k].parts.len() == n) && near(all[*k].tokens.start as usize);
    let together = (end.saturating_sub(NEAR)..end).rfind(fits);
    let since = together.map_or(0, |k| all[k].tokens.end);
    let so_many = |n: &MentionId| {
        let (other, q) = d.mention(*n);
        let number = d.doc.syntax.dependent(other.head as usize, Relation::Nummod).map(|i| d.doc.lower(i));
        let same = number.is_some_and(|w| COUNTS.iter().any(|(c, n)| *c == w && Some(*n) == count));
        other.kind == MentionKind::Nominal && q.kind == Some(EntityType::Group) && same && near(other.head as usize)
    };
    let people = d.found.mentions.up_to(head, BEFORE).filter(|n| d.found.mentions[*n].tokens.start >= since);
    let people = people.filter(|n| d.found.mentions[*n].tokens.end <= mention.tokens.start).find(so_many);
    let counted = people.and_then(|n| d.found.of[n]).map(Antecedent::Entity);
    counted.or(together.map(Antecedent::Coordination))
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
