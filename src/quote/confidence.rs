//! How sure a quote is: the probability that a careful reader would say "yes, this one said that", words and speaker right.
//!
//! A logistic regression on a few pieces of evidence, fitted by `training/confidence.py` on annotated news and on PolNeAR's
//! held-out articles.

use crate::doc::Doc;
use crate::encode::kernels::exp;
use crate::entity::Entity;
use crate::extraction::{Act, EntityType, QuoteKind};
use crate::frame::{Frame, acts};
use crate::lexicon::lemmas;
use crate::mention::person;
use crate::syntax::{Relation, Upos};

/// Verbs and nouns that report words, whatever they are.
const SAYING: [&str; 16] = [
    "say",
    "tell",
    "add",
    "accord",
    "write",
    "tweet",
    "explain",
    "announce",
    "claim",
    "warn",
    "insist",
    "note",
    "argue",
    "state",
    "reply",
    "statement",
];

/// Pronouns that stand for the noun before them.
const RELATIVE: [&str; 4] = ["who", "which", "that", "whom"];

/// Verbs after which nothing is said yet: "tried to get him to say".
const TRYING: [&str; 12] =
    ["try", "attempt", "want", "seek", "need", "fail", "plan", "get", "hope", "expect", "prefer", "wish"];

/// Fewest words of a content that is no mere phrase.
const PHRASE: usize = 4;

/// Declares the evidence: name, weight, value, meaning.
macro_rules! evidence {
    ($($name:literal = $weight:literal, $value:expr, $meaning:literal;)*) => {
        /// What the evidence is called, in order.
        pub const NAMES: &[&str] = &[$($name),*];
        /// What each weighs.
        const WEIGHTS: &[f32] = &[$($weight),*];

        /// The evidence for a frame, in the order of [`NAMES`].
        pub(super) fn evidence(doc: &Doc, f: &Frame, kind: QuoteKind, speaker: Option<&Entity>) -> Vec<f32> {
            let c = Context::new(doc, f, kind, speaker);
            vec![$($value(&c)),*]
        }
    };
}

struct Context<'a> {
    doc: &'a Doc,
    frame: &'a Frame,
    speaker: Option<&'a Entity>,
    network: f32,
    kind: QuoteKind,
    act: Option<Act>,
}

fn flag(x: bool) -> f32 {
    f32::from(u8::from(x))
}

evidence! {
    "bias" = 0.190, (|_: &Context| 1.0), "always 1";
    "network" = 0.356, (|c: &Context| (c.network / (1.0 - c.network)).ln()), "the network's own probability, as log odds";
    "direct" = 1.025, (|c: &Context| flag(c.kind == QuoteKind::Direct)), "a complete utterance in marks";
    "mixed" = -0.201, (|c: &Context| flag(c.kind == QuoteKind::Mixed)), "words in marks in the reporter's clause";
    "reported" = -0.385, (|c: &Context| flag(c.kind == QuoteKind::Reported)), "told of without words or proposition";
    "nobody" = -1.115, (|c: &Context| flag(c.speaker.is_none())), "no speaker is known";
    "named" = 0.049, (|c: &Context| flag(c.speaker.is_some_and(|e| e.named))), "the speaker has a name";
    "person" = 0.352, (|c: &Context| flag(c.speaker.is_some_and(|e| e.kind == EntityType::Person))), "the speaker is a person";
    "thing" = -0.512, (|c: &Context| flag(c.speaker.is_some_and(|e| e.kind == EntityType::Other))), "the speaker is a thing";
    "saying" = -0.637, (|c: &Context| flag(c.is_saying())), "the cue is a word for saying";
    "belief" = -0.741, (|c: &Context| flag(c.act == Some(Act::Belief))), "the cue is one of thought";
    "uncued" = 0.518, (|c: &Context| flag(c.frame.cue.is_none())), "there is no cue";
    "will" = -0.630, (|c: &Context| flag(c.is_will())), "a wish or plan to do something";
    "other" = -1.024, (|c: &Context| flag(c.frame.cue.is_some() && c.act.is_none())), "the cue is no known word of reporting";
    "unreal" = -1.821, (|c: &Context| flag(c.is_unreal())), "that it is said is asked for, possible or a condition";
    "act" = -0.272, (|c: &Context| flag(c.acts())), "the cue may be a deed without words: praise, denial, demand";
    "body" = 0.045, (|c: &Context| flag(c.speaker.is_some_and(|e| !e.named && e.kind == EntityType::Org))), "the speaker is a body without a name";
    "clause" = 0.902, (|c: &Context| flag(c.is_saying() && c.has_verb() && !c.is_unreal())), "a word for saying, and a clause";
    "reach" = 0.347, (|c: &Context| flag(c.frame.content.len() > 1)), "the content has several parts";
    "that" = 0.281, (|c: &Context| flag(c.first() == "that")), "the content begins with \"that\"";
    "short" = -0.740, (|c: &Context| flag(c.words() < PHRASE)), "the content is a word or three";
    "pronoun" = -0.602, (|c: &Context| flag(c.is_pronoun())), "the source is a pronoun";
    "relative" = -0.777, (|c: &Context| flag(c.is_relative())), "the source is \"who\" or the like";
    "nominal" = -0.377, (|c: &Context| flag(c.is_nominal())), "the source is a noun phrase without a name";
    "rule" = -0.376, (|c: &Context| flag(!c.frame.rules.is_empty())), "a rule made or changed the frame";
}

impl<'a> Context<'a> {
    fn new(doc: &'a Doc, frame: &'a Frame, kind: QuoteKind, speaker: Option<&'a Entity>) -> Self {
        let act = frame.cue.and_then(|c| acts::act(doc, c.tokens)).map(|(_, act)| act);
        Self { doc, frame, speaker, network: network(frame), kind, act }
    }

    fn is_saying(&self) -> bool {
        let says = |i: usize| {
            let word = self.doc.lower(i);
            SAYING.contains(&lemmas::verb(word)) || SAYING.contains(&lemmas::noun(word))
        };
        self.frame.cue.is_some_and(|c| c.tokens.range().any(says))
    }

    fn has_verb(&self) -> bool {
        self.frame.said().any(|i| matches!(self.doc.syntax.upos[i], Upos::Verb | Upos::Aux))
    }

    /// "wants to run", "seeks to run", "is eager to run"; not "promises to run".
    fn is_will(&self) -> bool {
        let words = !matches!(self.act, Some(Act::Promise | Act::Request | Act::Statement | Act::Denial));
        words && !self.is_saying() && self.first() == "to"
    }

    /// "should say", "if she says", "asked whether he thinks", "tried to get him to say".
    fn is_unreal(&self) -> bool {
        let Some(cue) = self.frame.cue else { return false };
        let Some(verb) = self.doc.verb(cue.tokens) else { return false };
        let syntax = &self.doc.syntax;
        syntax.dependents(verb).filter(|j| *j < verb).any(|j| {
            let word = self.doc.lower(j);
            match syntax.relation[j] {
                Relation::Aux if self.is_saying() => matches!(word, "should" | "might" | "must" | "may"),
                Relation::Aux => matches!(word, "should" | "would" | "could" | "might" | "must" | "may"),
                Relation::Mark if word == "to" => {
                    syntax.head(verb).is_some_and(|h| TRYING.contains(&lemmas::verb(self.doc.lower(h))))
                }
                Relation::Mark => matches!(word, "if" | "unless" | "whether"),
                _ => false,
            }
        })
    }

    fn acts(&self) -> bool {
        let deed = matches!(self.act, Some(Act::Praise | Act::Denial | Act::Request | Act::Accusation));
        deed && self.kind == QuoteKind::Indirect && !self.is_saying()
    }

    fn first(&self) -> &str {
        self.doc.lower(self.frame.content[0].start as usize)
    }

    fn words(&self) -> usize {
        self.frame.said().filter(|i| self.doc.is_word(*i)).count()
    }

    fn is_pronoun(&self) -> bool {
        let own = |i: usize| person(self.doc.word(i)).is_some() && !RELATIVE.contains(&self.doc.word(i));
        self.frame.source.is_some_and(|s| s.len() == 1 && own(s.start as usize))
    }

    fn is_relative(&self) -> bool {
        self.frame.source.is_some_and(|s| s.len() == 1 && RELATIVE.contains(&self.doc.word(s.start as usize)))
    }

    fn is_nominal(&self) -> bool {
        let named = |i: usize| self.doc.syntax.upos[i] == Upos::Propn;
        !self.is_pronoun() && !self.is_relative() && self.frame.source.is_some_and(|s| !s.range().any(named))
    }
}

/// The network's own probability that a frame is right.
fn network(f: &Frame) -> f32 {
    let p = f.cue.map_or(0.5, |c| c.probability) * f.content_probability * f.source_probability;
    p.clamp(1e-4, 1.0 - 1e-4)
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
        confidence(&evidence(&f.doc, &f.frames[0], kind, speaker.map(|e| &entities.list[e])))
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
