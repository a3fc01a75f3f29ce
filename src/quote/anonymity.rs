//! Whether a source is kept unnamed.

use crate::doc::Doc;
use crate::entity::{Entity, Mentions};
use crate::extraction::EntityType;
use crate::lexicon::lemmas;
use crate::mention::Mention;
use crate::span::Tokens;

/// Nouns for people who speak without their name.
const UNNAMED: &[&str] = &[
    "official",
    "source",
    "aide",
    "adviser",
    "advisor",
    "person",
    "people",
    "insider",
    "diplomat",
    "staffer",
    "executive",
    "operative",
    "strategist",
    "member",
    "employee",
    "worker",
    "officer",
    "resident",
    "witness",
    "ally",
    "friend",
    "circle",
    "colleague",
    "individual",
    "lawmaker",
    "observer",
    "neighbour",
    "neighbor",
    "associate",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "staff",
    "trader",
    "banker",
    "investigator",
    "delegate",
];
/// Words that say that a name is kept back.
const KEPT: &[&str] = &[
    "anonymous",
    "anonymity",
    "unnamed",
    "unidentified",
    "familiar",
    "close",
    "senior",
    "named",
    "identified",
    "circles",
    "anonymously",
    "pseudonym",
    "briefed",
    "authorised",
    "authorized",
];
/// Nouns for those who are unnamed by what they are, be they one or several.
const ALWAYS: &[&str] = &["source", "insider", "official", "aide", "staffer", "critic", "detractor"];
/// Tokens after a mention in which the text says that a name is kept back.
const AFTER: u32 = 14;

/// The source is a person or group kept unnamed, not merely a collective ("investors").
pub(super) fn anonymous(doc: &Doc, speaker: &Entity, mentions: &Mentions) -> bool {
    if speaker.named || !matches!(speaker.kind, EntityType::Person | EntityType::Group | EntityType::Org) {
        return false;
    }
    // the first mentions say it, if any do
    let nominals: Vec<&Mention> = speaker.mentions.iter().take(8).map(|m| &mentions[*m]).collect();
    let words = |run: Tokens| run.range().map(|i| doc.lower(i)).collect::<Vec<_>>();
    let around = |m: &&Mention| {
        let sentence = doc.sentences[doc.sentence(m.tokens.start as usize) as usize].tokens;
        Tokens { start: m.tokens.start, end: (m.tokens.end + AFTER).min(sentence.end.max(m.tokens.end)) }
    };
    let heads = |list: &[&str]| nominals.iter().any(|m| list.contains(&lemmas::noun(doc.lower(m.head as usize))));
    let (noun, always) = (heads(UNNAMED), heads(ALWAYS));
    let kept = nominals.iter().any(|m| keeps_back(&words(around(m))));
    let one = speaker.kind == EntityType::Person;
    always || noun && (one || kept) || (kept && speaker.kind != EntityType::Org)
}

/// "who asked not to be named", "who did not want to give his name", "who asked that her name not be used".
fn keeps_back(words: &[&str]) -> bool {
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    has(KEPT) || has(&["name", "names"]) && has(&["not", "n't", "n’t", "refused", "declined", "withheld", "without"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;
    use crate::ids::{FrameId, Id};

    /// Whether the speaker of the first frame is kept unnamed; the sentence goes on with "said ferries run."
    fn is_anonymous(source: &str) -> bool {
        let n = source.lines().count();
        let said = format!(
            "{source}
            {} said VERB _ 0 root Cue=0
            {} ferries NOUN NNS {} nsubj Content=0
            {} run VERB _ {} ccomp Content=0|SpaceAfter=No
            {} . PUNCT _ {} punct _",
            n + 1,
            n + 2,
            n + 3,
            n + 3,
            n + 1,
            n + 4,
            n + 1
        );
        let f = Fixture::new(&said);
        let entities = f.entities();
        let speaker = entities.speakers[FrameId::at(0)].expect("a speaker");
        anonymous(&f.doc, &entities.list[speaker], &entities.mentions)
    }

    #[test]
    fn an_official_is_kept_unnamed_and_a_named_one_is_not() {
        assert!(is_anonymous("1 An DET _ 2 det Source=0\n2 official NOUN _ 3 nsubj Source=0"));
        assert!(!is_anonymous("1 Ada PROPN _ 3 nsubj Name=(PERSON|Source=0\n2 Lund PROPN _ 1 flat Name=)|Source=0"));
    }

    #[test]
    fn several_are_if_the_text_says_that_something_is_kept_back() {
        let workers = "1 Two NUM _ 2 nummod Source=0\n2 workers NOUN NNS 3 nsubj Source=0";
        let senior = "1 Senior ADJ _ 2 amod Source=0\n2 workers NOUN NNS 3 nsubj Source=0";
        assert!(!is_anonymous(workers) && is_anonymous(senior));
        assert!(is_anonymous("1 Union NOUN _ 2 compound Source=0\n2 sources NOUN NNS 3 nsubj Source=0"));
        assert!(!is_anonymous("1 Many ADJ _ 2 amod Source=0\n2 investors NOUN NNS 3 nsubj Source=0"));
    }
}
