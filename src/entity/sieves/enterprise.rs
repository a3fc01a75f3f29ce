//! "The company", "the carrier" without more is the body spoken of last: "Skylark said ... The airline said".
//!
//! Of the bodies with a name in the last sentences the one that was a subject last; if none was, the only one. A name with
//! another noun for a body in it is none ("the Harbour Board" is no company).
//! Development data: fires 12 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::entity::names::key;
use crate::entity::speakers;
use crate::extraction::{EntityType, MentionKind};
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{lemmas, metonyms, nouns};

/// Mentions of a body that are looked at.
const MENTIONS: usize = 8;
/// Sentences that it looks back over.
const BACK: u32 = 4;

/// Nouns of one trade.
const SAME: &[[&str; 2]] = &[
    ["newspaper", "paper"],
    ["airline", "carrier"],
    ["bank", "lender"],
    ["brewery", "brewer"],
    ["automaker", "carmaker"],
    ["broadcaster", "network"],
    ["organisation", "group"],
    ["organization", "group"],
    ["charity", "group"],
    ["company", "firm"],
];

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let ((mention, p), noun) = (d.nominal(m)?, d.noun(m));
    let bare = p.form == Form::Definite && !mention.plural && p.words.len() == 1;
    // "the brewer", "the publisher" may be somebody spoken of before
    let person = |e: &EntityIdx| {
        d.entity(*e).kind == EntityType::Person && d.state.of(*e).is_some_and(|known| known.heads.contains(&p.lemma))
    };
    if bare && let Some(e) = described(d, m, noun) {
        return Some(e.into());
    }
    if !bare || !nouns::is_enterprise(noun) || d.state.candidates(Some(p.lemma)).iter().any(person) {
        return None;
    }
    let near = |e: &EntityIdx| d.latest(*e).is_some_and(|q| p.sentence.saturating_sub(q.sentence) <= BACK);
    let body = |e: &EntityIdx| d.entity(*e).named && d.entity(*e).kind == EntityType::Org && !is_other_body(d, *e);
    let bodies: Vec<EntityIdx> = d.state.recent().filter(|e| near(e) && body(e) && d.agrees(m, *e)).collect();
    let subject = |e: &EntityIdx| d.state.of(*e).and_then(|known| known.subject_at);
    let recent = |e: &EntityIdx| subject(e).is_some_and(|s| p.sentence.saturating_sub(s) <= BACK);
    let latest = bodies.iter().copied().filter(recent).max_by_key(subject);
    let only = || bodies.first().copied().filter(|_| bodies.len() == 1);
    latest.or_else(only).map(Into::into)
}

/// The body that was called so when it was named: "the newspaper Dagens Nytt ... the paper".
fn described(d: &Discourse<'_>, m: MentionId, noun: &str) -> Option<EntityIdx> {
    let synonym = |other: &str| SAME.iter().any(|pair| pair.contains(&noun) && pair.contains(&other));
    let called = |n: &MentionId| {
        let mention = &d.found.mentions[*n];
        // "the newspaper | Dagens Nytt", "Dagens Nytt, a newspaper,"
        let before = mention.tokens.start.checked_sub(1).map(|i| i as usize);
        let titled = before.filter(|i| speakers::named_body(d.doc, &d.found.mentions, *i) == Some(*n));
        let other = if mention.is_name() { lemmas::noun(d.doc.lower(titled?)) } else { d.noun(*n) };
        (mention.kind != MentionKind::Pronoun && (other == noun || synonym(other))).then_some(())
    };
    if !nouns::is_body(noun) && !nouns::is_enterprise(noun) {
        return None;
    }
    d.most_recent(|e| {
        let entity = d.entity(e);
        entity.named
            && entity.kind == EntityType::Org
            && entity.mentions.iter().take(MENTIONS).any(|n| called(n).is_some())
            && d.agrees(m, e)
    })
}

/// A noun in one of its names says that it is another kind of body: a board, a ministry; or it is a seat ("the White House").
fn is_other_body(d: &Discourse<'_>, e: EntityIdx) -> bool {
    let names = d.entity(e).mentions.iter().map(|m| &d.found.mentions[*m]).filter(|m| m.is_name());
    names.into_iter().any(|m| {
        metonyms::is_seat(&key(d.doc, m.tokens).join(" "))
            || m.tokens.range().any(|i| {
                let noun = lemmas::noun(d.doc.lower(i));
                nouns::is_body(noun) && !nouns::is_enterprise(noun)
            })
    })
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const SUBJECT: &str = "1 Skylark PROPN NNP 2 nsubj Name=(ORG)
        2 sued VERB VBD 0 root _
        3 Dorset PROPN NNP 2 obj Name=(ORG)|SpaceAfter=No
        4 . PUNCT . 2 punct _

        1 The DET DT 2 det _
        2 carrier NOUN NN 3 nsubj _
        3 left VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    const BOARD: &str = "1 The DET DT 3 det _
        2 Harbour PROPN NNP 3 compound Name=(ORG
        3 Board PROPN NNP 4 nsubj Name=)
        4 met VERB VBD 0 root SpaceAfter=No
        5 . PUNCT . 4 punct _

        1 The DET DT 2 det _
        2 carrier NOUN NN 3 nsubj _
        3 left VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(SUBJECT, "enterprise", "The carrier"), Some("Skylark".to_owned()));
        assert_eq!(antecedent(BOARD, "enterprise", "The carrier"), None);
    }
}
