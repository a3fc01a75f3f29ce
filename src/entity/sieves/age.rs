//! "The 42-year-old" is the person spoken of last.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::ids::MentionId;

/// Sentences that it looks back over.
const BACK: u32 = 3;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    if d.doc.word(mention.head as usize) != "old" || p.form != Form::Definite {
        return None;
    }
    let near = |e| d.latest(e).is_some_and(|q| p.sentence.saturating_sub(q.sentence) <= BACK);
    d.most_recent(|e| d.entity(e).is_named_person() && near(e)).map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const KNOWN: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 waved VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        1 The DET DT 6 det _
        2 42 NUM CD 6 nummod SpaceAfter=No
        3 - PUNCT . 6 punct SpaceAfter=No
        4 year NOUN NN 6 compound SpaceAfter=No
        5 - PUNCT . 6 punct SpaceAfter=No
        6 old ADJ JJ 7 nsubj _
        7 said VERB VBD 0 root SpaceAfter=No
        8 . PUNCT . 7 punct _";

    const NEW: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 waved VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        1 A DET DT 6 det _
        2 42 NUM CD 6 nummod SpaceAfter=No
        3 - PUNCT . 6 punct SpaceAfter=No
        4 year NOUN NN 6 compound SpaceAfter=No
        5 - PUNCT . 6 punct SpaceAfter=No
        6 old ADJ JJ 7 nsubj _
        7 said VERB VBD 0 root SpaceAfter=No
        8 . PUNCT . 7 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(KNOWN, "age", "The 42-year-old"), Some("Ada Lund".to_owned()));
        assert_eq!(antecedent(NEW, "age", "A 42-year-old"), None);
    }
}
