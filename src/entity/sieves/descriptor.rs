//! The noun for a body just before its name is that body: "the airline | Skylark", "the charity Open Harbour".

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::speakers;
use crate::ids::MentionId;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, _) = d.nominal(m)?;
    let name = speakers::named_body(d.doc, &d.found.mentions, mention.head as usize)?;
    d.found.of[name].map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    fn lines(preposition: &str) -> String {
        format!(
            "1 The DET DT 2 det _
            2 airline NOUN NN 4 nsubj _
            {preposition}3 Skylark PROPN NNP 2 appos Name=(ORG)
            4 grew VERB VBD 0 root SpaceAfter=No
            5 . PUNCT . 4 punct _"
        )
    }

    const RUNS: &str = "1 The DET DT 2 det _
        2 airline NOUN NN 5 nsubj _
        3 Skylark PROPN NNP 4 nsubj Name=(ORG)
        4 owns VERB VBZ 2 acl _
        5 grew VERB VBD 0 root SpaceAfter=No
        6 . PUNCT . 5 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(&lines(""), "descriptor", "The airline"), Some("Skylark".to_owned()));
        assert_eq!(antecedent(RUNS, "descriptor", "The airline"), None);
    }
}
