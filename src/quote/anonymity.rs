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
];

/// The source is a person or group kept unnamed, not merely a collective ("investors").
pub(super) fn anonymous(doc: &Doc, speaker: &Entity, mentions: &Mentions) -> bool {
    if speaker.named || !matches!(speaker.kind, EntityType::Person | EntityType::Group | EntityType::Org) {
        return false;
    }
    // the first mentions say it, if any do
    let nominals: Vec<&Mention> = speaker.mentions.iter().take(8).map(|m| &mentions[*m]).collect();
    let noun = nominals.iter().any(|m| UNNAMED.contains(&lemmas::noun(doc.word(m.head as usize)).as_str()));
    let words = |run: Tokens| run.range().map(|i| doc.lower(i)).collect::<Vec<_>>();
    let around = |m: &&Mention| {
        let sentence = doc.sentences[doc.sentence(m.tokens.start as usize) as usize].tokens;
        Tokens { start: m.tokens.start, end: (m.tokens.end + 6).min(sentence.end.max(m.tokens.end)) }
    };
    let kept = nominals.iter().any(|m| words(around(m)).iter().any(|w| KEPT.contains(&w.as_str())));
    let one = speaker.kind == EntityType::Person;
    noun && (one || kept) || (kept && speaker.kind != EntityType::Org)
}
