//! Who goes on reporting in the same sentence: "Lund said the ferry was safe, but she added that ...".
//! Development data: fires 14 times; 1 of 1 judged are right (eval/rules.csv).

use super::reflexive::is_reflexive;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::extraction::EntityType;
use crate::ids::MentionId;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, _) = d.he_or_she(m)?;
    if is_reflexive(d.doc, mention.head as usize) {
        return None;
    }
    let speaker = d.attribution.goes_on(&d.found, m).and_then(|s| d.found.of[s])?;
    (d.entity(speaker).kind == EntityType::Person && d.agrees(m, speaker)).then_some(speaker.into())
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const JOINED: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON|Source=0
        2 Lund PROPN NNP 1 flat Name=)|Source=0
        3 said VERB VBD 0 root Cue=0
        4 ferries NOUN NNS 5 nsubj Content=0
        5 run VERB VBD 3 ccomp Content=0|SpaceAfter=No
        6 , PUNCT . 9 punct _
        7 but CCONJ CC 9 cc _
        8 she PRON PRP 9 nsubj Source=1
        9 added VERB VBD 3 conj Cue=1
        10 boats NOUN NNS 11 nsubj Content=1
        11 stop VERB VBD 9 ccomp Content=1|SpaceAfter=No
        12 . PUNCT . 3 punct _";

    const APART: &str = "1 Ada PROPN NNP 3 nsubj Name=(PERSON|Source=0
        2 Lund PROPN NNP 1 flat Name=)|Source=0
        3 said VERB VBD 0 root Cue=0
        4 ferries NOUN NNS 5 nsubj Content=0
        5 run VERB VBD 3 ccomp Content=0|SpaceAfter=No
        6 . PUNCT . 3 punct _

        1 She PRON PRP 2 nsubj Source=1
        2 added VERB VBD 0 root Cue=1
        3 boats NOUN NNS 4 nsubj Content=1
        4 stop VERB VBD 2 ccomp Content=1|SpaceAfter=No
        5 . PUNCT . 2 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(JOINED, "continued_report", "she"), Some("Ada Lund".to_owned()));
        assert_eq!(antecedent(APART, "continued_report", "She"), None);
    }
}
