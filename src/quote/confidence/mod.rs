//! How sure a quote is: the probability that a careful reader would say "yes, this one said that", words and speaker right.
//!
//! A logistic regression on a few pieces of evidence, fitted by `training/confidence.py` on annotated news and on PolNeAR's
//! held-out articles.

mod content;
mod context;
mod cue;
mod who;

use crate::doc::Doc;
use crate::encode::kernels::exp;
use crate::entity::Entities;
use crate::extraction::{Act, EntityType, QuoteKind};
use crate::frame::Frame;
use crate::ids::EntityIdx;

use context::Context;

/// Fewest words of a content that is no mere phrase.
const PHRASE: usize = 4;
/// Fewest words of a content that is a clause of some length.
const CLAUSE: usize = 10;

/// Declares the evidence: name, weight, value, meaning.
macro_rules! evidence {
    ($($name:literal = $weight:literal, $value:expr, $meaning:literal;)*) => {
        /// What the evidence is called, in order.
        pub const NAMES: &[&str] = &[$($name),*];
        /// What each weighs.
        #[allow(clippy::approx_constant)] // a weight is what was fitted, whatever it is near
        const WEIGHTS: &[f32] = &[$($weight),*];

        /// The evidence for a frame, in the order of [`NAMES`].
        pub(super) fn evidence(
            doc: &Doc,
            f: &Frame,
            kind: QuoteKind,
            entities: &Entities,
            speaker: Option<EntityIdx>,
        ) -> Vec<f32> {
            let c = Context::new(doc, f, kind, entities, speaker);
            vec![$($value(&c)),*]
        }
    };
}

fn flag(x: bool) -> f32 {
    f32::from(u8::from(x))
}

evidence! {
    "bias" = -0.046, (|_: &Context| 1.0), "always 1";
    "network" = 0.344, (|c: &Context| (c.network / (1.0 - c.network)).ln()), "the network's own probability, as log odds";
    "direct" = 1.023, (|c: &Context| flag(c.kind == QuoteKind::Direct)), "a complete utterance in marks";
    "mixed" = 0.192, (|c: &Context| flag(c.kind == QuoteKind::Mixed)), "words in marks in the reporter's clause";
    "reported" = -0.672, (|c: &Context| flag(c.kind == QuoteKind::Reported)), "told of without words or proposition";
    "nobody" = -1.378, (|c: &Context| flag(c.is_unattributed())), "no speaker is known, though one may be";
    "named" = 0.412, (|c: &Context| flag(c.speaker().is_some_and(|e| e.named))), "the speaker has a name";
    "person" = 0.336, (|c: &Context| flag(c.speaker().is_some_and(|e| e.kind == EntityType::Person))), "the speaker is a person";
    "thing" = -0.068, (|c: &Context| flag(c.speaker().is_some_and(|e| !matches!(e.kind, EntityType::Person | EntityType::Org)))), "the speaker is neither a person nor a body";
    "saying" = -1.038, (|c: &Context| flag(c.is_saying())), "the cue is a word for saying";
    "belief" = -1.727, (|c: &Context| flag(c.act == Some(Act::Belief))), "the cue is one of thought";
    "uncued" = 0.085, (|c: &Context| flag(c.frame.cue.is_none())), "there is no cue";
    "will" = -0.321, (|c: &Context| flag(c.is_will())), "a wish or plan to do something";
    "other" = -0.595, (|c: &Context| flag(c.frame.cue.is_some() && c.act.is_none())), "the cue is no known word of reporting";
    "unreal" = -1.202, (|c: &Context| flag(c.is_unreal())), "that it is said is asked for, possible or a condition";
    "act" = 0.527, (|c: &Context| flag(c.acts())), "the cue may be a deed without words: praise, denial, demand";
    "body" = 0.131, (|c: &Context| flag(c.speaker().is_some_and(|e| !e.named && e.kind == EntityType::Org))), "the speaker is a body without a name";
    "clause" = 0.973, (|c: &Context| flag(c.is_saying() && c.has_verb() && !c.is_unreal())), "a word for saying, and a clause";
    "reach" = 0.561, (|c: &Context| flag(c.frame.content.len() > 1)), "the content has several parts";
    "that" = 0.080, (|c: &Context| flag(c.first() == "that")), "the content begins with \"that\"";
    "short" = -0.559, (|c: &Context| flag(c.words() < PHRASE && !c.is_yes_or_no())), "the content is a word or three";
    "pronoun" = -0.597, (|c: &Context| flag(c.is_pronoun())), "the source is a pronoun";
    "relative" = -0.555, (|c: &Context| flag(c.is_relative())), "the source is \"who\" or the like";
    "nominal" = -0.183, (|c: &Context| flag(c.is_nominal())), "the source is a noun phrase without a name";
    "brief" = -0.271, (|c: &Context| flag(!c.is_marked() && c.words() < CLAUSE && !(c.is_saying() && c.is_clause()))), "the content is a few words, and none that are said";
    "deed" = -1.693, (|c: &Context| flag(c.is_deed())), "the cue is a deed that needs no words: votes, sues, plans";
    "unknown" = -0.944, (|c: &Context| flag(c.is_unknown() && !c.is_marked() && c.first() != "that")), "no known word of reporting, and no \"that\"";
    "marked" = -0.806, (|c: &Context| flag(c.is_unknown() && c.kind == QuoteKind::Mixed)), "no known word of reporting, and words in marks";
    "to" = -0.219, (|c: &Context| flag(!c.is_marked() && c.is_infinitive())), "the content is an infinitive that is not promised or asked for";
    "thing_asked" = -0.607, (|c: &Context| flag(c.act == Some(Act::Request) && !matches!(c.first(), "to" | "that"))), "what is asked for is a thing";
    "subject" = 0.667, (|c: &Context| flag(!c.is_marked() && c.is_clause())), "the content is a clause with a subject of its own";
    "noun" = -1.037, (|c: &Context| flag(c.is_noun())), "the cue is a noun or an adjective";
    "long" = -0.646, (|c: &Context| flag(!c.is_marked() && c.is_long())), "the cue has three words or more, and no words in marks";
    "could" = -1.309, (|c: &Context| flag(c.is_could())), "the cue stands with a modal verb or in a question";
    "undone" = -0.817, (|c: &Context| flag(c.is_infinitive_cue())), "the cue is an infinitive under another verb";
    "not" = -1.138, (|c: &Context| flag(c.is_denied())), "the cue has a \"not\" of its own";
    "late" = -0.447, (|c: &Context| flag(c.begins_late())), "the content begins in the midst of a clause";
    "rival" = -0.566, (|c: &Context| flag(c.has_rival())), "the source has no name, and another person was named since the speaker was";
    "far" = -0.318, (|c: &Context| flag(c.is_far())), "the source has no name, and the speaker was named long before";
    "rule" = -0.214, (|c: &Context| flag(!c.frame.rules.is_empty())), "a rule made or changed the frame";
}

/// Probability that a reader would say yes, 0 to 1, by the [`evidence`].
pub(super) fn confidence(evidence: &[f32]) -> f32 {
    let sum: f32 = evidence.iter().zip(WEIGHTS).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + exp(-sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn of(lines: &str) -> f32 {
        let f = Fixture::new(lines);
        let entities = f.entities();
        let speaker = entities.speakers.iter().next().copied().flatten();
        let kind = super::super::kind::kind(&f.doc, &f.frames[0]);
        confidence(&evidence(&f.doc, &f.frames[0], kind, &entities, speaker))
    }

    #[test]
    fn a_named_speaker_who_says_something_is_surer_than_somebody_with_a_topic() {
        let said = "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
            2 said VERB _ 0 root Cue=0
            3 the DET _ 4 det Content=0
            4 ferries NOUN NNS 5 nsubj Content=0
            5 run VERB _ 2 ccomp Content=0
            6 again ADV _ 5 advmod Content=0|SpaceAfter=No
            7 . PUNCT _ 2 punct _";
        let topic = "1 It PRON _ 2 nsubj Source=0
            2 praised VERB _ 0 root Cue=0
            3 ferries NOUN NNS 2 obj Content=0|SpaceAfter=No
            4 . PUNCT _ 2 punct _";
        let (said, topic) = (of(said), of(topic));
        assert!(0.0 < topic && topic < 0.5 && said > 0.6 && said < 1.0, "{said} {topic}");
    }

    #[test]
    fn evidence_and_weights_are_of_one_length() {
        assert_eq!(NAMES.len(), WEIGHTS.len());
        assert!(NAMES.iter().enumerate().all(|(i, n)| !NAMES[..i].contains(n)));
    }
}
