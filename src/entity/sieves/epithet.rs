//! "The billionaire said" of the one last spoken of: a paragraph begins with what a person is known for.
//! Development data: fires 6 times; 0 of 1 judged are right (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::{Form, GrammaticalRole};
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{lemmas, nouns};

/// Sentences that it looks back over.
const BACK: u32 = 3;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    let first = d.doc.paragraphs[p.paragraph as usize].tokens.start;
    let begins = p.form == Form::Definite && p.role == GrammaticalRole::Subject && mention.tokens.start == first;
    let noun = || lemmas::noun(d.doc.lower(mention.head as usize));
    if !begins || !d.attribution.speaks(m) || !nouns::is_epithet(noun()) {
        return None;
    }
    let person = |e: &EntityIdx| {
        let near = d.latest(*e).is_some_and(|q| p.sentence.saturating_sub(q.sentence) <= BACK);
        near && d.entity(*e).is_named_person() && d.agrees(m, *e)
    };
    let people: Vec<EntityIdx> = d.state.recent().filter(person).collect();
    let subject = |e: &&EntityIdx| d.latest(**e).is_some_and(|q| q.role == GrammaticalRole::Subject);
    let only = || people.first().filter(|_| people.len() == 1);
    people.iter().find(subject).or_else(only).copied().map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const BEGINS: &str = "# newpar
        1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 waved VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        # newpar
        1 The DET DT 2 det Source=0
        2 billionaire NOUN NN 3 nsubj Source=0
        3 said VERB VBD 0 root Cue=0
        4 ferries NOUN NNS 5 nsubj Content=0
        5 run VERB VBD 3 ccomp Content=0|SpaceAfter=No
        6 . PUNCT . 3 punct _";

    const LATER: &str = "# newpar
        1 Ada PROPN NNP 3 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)
        3 waved VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _

        # newpar
        1 Later ADV RB 4 advmod _
        2 the DET DT 3 det Source=0
        3 billionaire NOUN NN 4 nsubj Source=0
        4 said VERB VBD 0 root Cue=0
        5 ferries NOUN NNS 6 nsubj Content=0
        6 run VERB VBD 4 ccomp Content=0|SpaceAfter=No
        7 . PUNCT . 4 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(BEGINS, "epithet", "The billionaire"), Some("Ada Lund".to_owned()));
        assert_eq!(antecedent(LATER, "epithet", "the billionaire"), None);
    }
}
