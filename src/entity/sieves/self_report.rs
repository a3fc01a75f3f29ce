//! "He" of what a person says is that person: "Lund said he would resign". Not where another stands in the sentence whom the
//! report may be about, and not of those who speak for others.
//! Development data: fires 79 times; 4 of 4 judged are right (eval/rules.csv).

use super::own_report::reporter;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::names::roles;
use crate::extraction::EntityType;
use crate::ids::{EntityIdx, MentionId};

/// Who speaks for others.
const FOR_OTHERS: &[&str] = &[
    "agent",
    "aide",
    "attorney",
    "barrister",
    "lawyer",
    "manager",
    "publicist",
    "solicitor",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, _) = d.he_or_she(m)?;
    let (syntax, head) = (&d.doc.syntax, mention.head as usize);
    let subject = reporter(d, m)?;
    let e = d.found.over(subject).filter(|_| subject < head && !d.doc.tokens[head].quoted)?;
    let speaks_for =
        |role: &String| roles::head_noun(role).is_some_and(|noun| FOR_OTHERS.contains(&noun.to_lowercase().as_str()));
    if !d.entity(e).is_named_person() || d.entity(e).roles.iter().any(speaks_for) || !d.agrees(m, e) {
        return None;
    }
    let start = d.doc.sentences[d.doc.sentence(head) as usize].tokens.start;
    let other = |n: MentionId| {
        let other = d.found.of[n].filter(|other| *other != e && d.entity(*other).kind == EntityType::Person)?;
        Some((other, d.found.mentions[n].head as usize))
    };
    let others: Vec<(EntityIdx, usize)> = d.between(start, mention.tokens.start).filter_map(other).collect();
    let rival = |(other, _): &(EntityIdx, usize)| d.agrees(m, *other);
    // "Lund, who met Berg and Holm, said he": neither of two
    let aside = |(_, i): &(EntityIdx, usize)| (subject..syntax.right[subject] as usize).contains(i);
    let several = || others.iter().any(|(e, _)| *e != others[0].0);
    (!others.iter().any(rival) || others.iter().all(aside) && several()).then_some(e.into())
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    fn article(before: &str) -> String {
        format!(
            "# newpar
            1 Piet PROPN NNP 3 nsubj Name=(PERSON
            2 Holm PROPN NNP 1 flat Name=)
            3 waved VERB VBD 0 root SpaceAfter=No
            4 . PUNCT . 3 punct _

            # newpar
            1 After ADP IN 2 case _
            2 {before} 5 obl _
            3 Tom PROPN NNP 5 nsubj Name=(PERSON
            4 Berg PROPN NNP 3 flat Name=)
            5 said VERB VBD 0 root _
            6 he PRON PRP 7 nsubj _
            7 slept VERB VBD 5 ccomp SpaceAfter=No
            8 . PUNCT . 5 punct _"
        )
    }

    #[test]
    fn fires_and_does_not() {
        let said = |before: &str| antecedent(&article(before), "self_report", "he");
        assert_eq!(said("lunch NOUN NN"), Some("Tom Berg".to_owned()));
        let another =
            article("lunch NOUN NN").replace("2 lunch NOUN NN 5 obl _", "2 Holm PROPN NNP 5 obl Name=(PERSON)");
        assert_eq!(antecedent(&another, "self_report", "he"), None);
    }
}
