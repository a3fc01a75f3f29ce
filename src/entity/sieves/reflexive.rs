//! A reflexive is the subject of its verb: "Lund blamed herself".
//! Development data: fires 26 times; 4 of 5 judged are right (eval/rules.csv).

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

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const REFLEXIVE: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 blamed VERB VBD 0 root _
        4 herself PRON PRP 3 obj SpaceAfter=No
        5 . PUNCT . 3 punct _";

    const OBJECT: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 blamed VERB VBD 0 root _
        4 her PRON PRP 3 obj SpaceAfter=No
        5 . PUNCT . 3 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(REFLEXIVE, "reflexive", "herself"), Some("Ada Lund".to_owned()));
        assert_eq!(antecedent(OBJECT, "reflexive", "her"), None);
    }
}
