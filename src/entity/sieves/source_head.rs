//! A source that no mention covers is the entity of the noun at its head: "residents | who had waited for hours".
//! Development data: fires 118 times; 0 of 6 judged are right (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::ids::MentionId;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    d.nominal(m)?;
    d.same_head(m).map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const SOURCE: &str = "1 The DET DT 2 det Source=0
        2 report NOUN NN 3 nsubj Source=0
        3 said VERB VBD 0 root Cue=0
        4 ferries NOUN NNS 5 nsubj Content=0
        5 run VERB VBD 3 ccomp Content=0|SpaceAfter=No
        6 . PUNCT . 3 punct _";

    const NO_SOURCE: &str = "1 The DET DT 2 det _
        2 report NOUN NN 3 nsubj _
        3 arrived VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(SOURCE, "source_head", "The report"), Some("The report".to_owned()));
        assert_eq!(antecedent(NO_SOURCE, "source_head", "The report"), None);
    }
}
