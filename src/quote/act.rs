//! What the cue and the source say of the act: denied or refused, and by somebody kept unnamed.

use crate::entity::{Entities, Entity, Page};
use crate::extraction::EntityType;
use crate::lexicon::lemmas;
use crate::mention::Mention;
use crate::span::Tokens;
use crate::syntax::Upos;

/// Cues that deny or refuse their content.
const DENIALS: &[&str] =
    &["deny", "refuse", "decline", "reject", "dispute", "rebut", "refute", "denial", "refusal", "disavow"];

/// The speaker denies the content, will not say it, or the cue itself is negated ("did not say").
pub(super) fn negated(page: Page<'_>, cue: Tokens) -> bool {
    let denies = |i: usize| {
        let word = page.word(i);
        DENIALS.contains(&lemmas::verb(word).as_str()) || DENIALS.contains(&lemmas::noun(word).as_str())
    };
    if cue.range().any(denies) {
        return true;
    }
    let no = |i: usize| matches!(page.lower(i).as_str(), "not" | "n't" | "n’t" | "never" | "neither");
    let start = cue.start as usize;
    let near = (start.saturating_sub(3)..start).filter(|i| page.sentence(*i) == page.sentence(start));
    cue.range().any(no)
        || near.filter(|i| no(*i)).any(|i| page.syntax.head(i).is_some_and(|h| cue.has(h)) || i + 1 == start)
}

/// The reporting words of a cue: without auxiliaries and adverbs before ("has also said"), without a date after
/// ("said last week").
pub(super) fn reporting(page: Page<'_>, cue: Tokens, entities: &Entities) -> Tokens {
    let mut run = cue;
    let mentions = &entities.mentions[..entities.sorted];
    let k = mentions.partition_point(|m| m.tokens.start <= run.start);
    let dated = |m: &&Mention| matches!(m.entity, Some(EntityType::Date | EntityType::Time));
    if let Some(m) = mentions[k..].iter().take_while(|m| m.tokens.start < cue.end).find(dated) {
        run.end = m.tokens.start;
        while run.len() > 1 && matches!(page.syntax.upos[run.end as usize - 1], Upos::Adp | Upos::Punct) {
            run.end -= 1;
        }
    }
    let light = |i: u32| matches!(page.syntax.upos[i as usize], Upos::Aux | Upos::Adv | Upos::Part | Upos::Punct);
    while run.len() > 1 && light(run.start) {
        run.start += 1;
    }
    run
}

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
pub(super) fn anonymous(page: Page<'_>, speaker: &Entity, mentions: &[Mention]) -> bool {
    if speaker.named || !matches!(speaker.kind, EntityType::Person | EntityType::Group | EntityType::Org) {
        return false;
    }
    // the first mentions say it, if any do
    let nominals: Vec<&Mention> = speaker.mentions.iter().take(8).map(|m| &mentions[*m]).collect();
    let noun = nominals.iter().any(|m| UNNAMED.contains(&lemmas::noun(page.word(m.head as usize)).as_str()));
    let words = |run: Tokens| run.range().map(|i| page.lower(i)).collect::<Vec<_>>();
    let around = |m: &&Mention| {
        let sentence = page.text.sentences[page.sentence(m.tokens.start as usize) as usize].tokens;
        Tokens { start: m.tokens.start, end: (m.tokens.end + 6).min(sentence.end.max(m.tokens.end)) }
    };
    let kept = nominals.iter().any(|m| words(around(m)).iter().any(|w| KEPT.contains(&w.as_str())));
    let one = speaker.kind == EntityType::Person;
    noun && (one || kept) || (kept && speaker.kind != EntityType::Org)
}
