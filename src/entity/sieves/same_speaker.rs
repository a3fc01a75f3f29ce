//! The one who spoke last goes on in the next quotation: `"...," Lund said. "It will not happen again," she added.`
//! Development data: fires 116 times; 1 of 1 judged are right (eval/rules.csv).

use super::reflexive::is_reflexive;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::extraction::EntityType;
use crate::ids::MentionId;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.he_or_she(m)?;
    let source = d.state.last_source?;
    let last = d.found.of[source]?;
    if is_reflexive(d.doc, mention.head as usize)
        || !d.attribution.is_quoted(m)
        || p.paragraph.saturating_sub(d.features[source].paragraph) > 1
        || !d.entity(last).is_named_person()
        || !d.agrees(m, last)
    {
        return None;
    }
    // somebody else came between, in the reporter's words
    let other = |n: MentionId| {
        let e = d.found.of[n].filter(|e| *e != last && d.entity(*e).kind == EntityType::Person);
        e.is_some_and(|e| d.agrees(m, e)) && d.attribution.is_reporters(d.found.mentions[n].head as usize)
    };
    let between = d.between(d.found.mentions[source].tokens.end, mention.tokens.start).any(other);
    (!between).then_some(last.into())
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const GOES_ON: &str = "1 “ PUNCT . 3 punct Content=0|SpaceAfter=No
        2 Ferries NOUN NNS 3 nsubj Content=0
        3 run VERB VBD 8 ccomp Content=0|SpaceAfter=No
        4 , PUNCT . 3 punct Content=0|SpaceAfter=No
        5 ” PUNCT . 3 punct Content=0
        6 Ada PROPN NNP 8 nsubj Name=(PERSON|Source=0
        7 Lund PROPN NNP 6 flat Name=)|Source=0
        8 said VERB VBD 0 root Cue=0|SpaceAfter=No
        9 . PUNCT . 8 punct _

        1 “ PUNCT . 3 punct Content=1|SpaceAfter=No
        2 Boats NOUN NNS 3 nsubj Content=1
        3 stop VERB VBD 7 ccomp Content=1|SpaceAfter=No
        4 , PUNCT . 3 punct Content=1|SpaceAfter=No
        5 ” PUNCT . 3 punct Content=1
        6 she PRON PRP 7 nsubj Source=1
        7 added VERB VBD 0 root Cue=1|SpaceAfter=No
        8 . PUNCT . 7 punct _";

    const ANOTHER: &str = "1 “ PUNCT . 3 punct Content=0|SpaceAfter=No
        2 Ferries NOUN NNS 3 nsubj Content=0
        3 run VERB VBD 8 ccomp Content=0|SpaceAfter=No
        4 , PUNCT . 3 punct Content=0|SpaceAfter=No
        5 ” PUNCT . 3 punct Content=0
        6 Ada PROPN NNP 8 nsubj Name=(PERSON|Source=0
        7 Lund PROPN NNP 6 flat Name=)|Source=0
        8 said VERB VBD 0 root Cue=0|SpaceAfter=No
        9 . PUNCT . 8 punct _

        1 Eva PROPN NNP 3 nsubj Name=(PERSON
        2 Berg PROPN NNP 1 flat Name=)
        3 listened VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        1 “ PUNCT . 3 punct Content=1|SpaceAfter=No
        2 Boats NOUN NNS 3 nsubj Content=1
        3 stop VERB VBD 7 ccomp Content=1|SpaceAfter=No
        4 , PUNCT . 3 punct Content=1|SpaceAfter=No
        5 ” PUNCT . 3 punct Content=1
        6 she PRON PRP 7 nsubj Source=1
        7 added VERB VBD 0 root Cue=1|SpaceAfter=No
        8 . PUNCT . 7 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(GOES_ON, "same_speaker", "she"), Some("Ada Lund".to_owned()));
        assert_eq!(antecedent(ANOTHER, "same_speaker", "she"), None);
    }
}
