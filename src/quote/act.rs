//! What the reporting words say of the act: what it does, and whether it is denied or refused.

use crate::entity::{Entities, Page};
use crate::extraction::{Act, EntityType};
use crate::frame::Frame;
use crate::lexicon::{acts, lemmas};
use crate::mention::Mention;
use crate::span::Tokens;
use crate::syntax::Upos;

/// What the frame does: by its cue, and by its content where that decides between two readings ("asked whether",
/// "asked him to").
pub(super) fn act(page: Page<'_>, f: &Frame) -> Act {
    let content = f.content[0];
    let asks = || {
        let last = f.content[f.content.len() - 1];
        let mut end = (last.start..last.end.min(last.start + 400)).rev().map(|i| page.word(i as usize));
        end.find(|w| !w.chars().all(|c| matches!(c, '"' | '”' | '’' | '\''))) == Some("?")
    };
    let Some(cue) = f.cue else { return if asks() { Act::Question } else { Act::Statement } };
    let infinitive = matches!(page.lower(content.start as usize).as_str(), "to" | "for")
        || cue.tokens.end > cue.tokens.start + 1 && page.lower(cue.tokens.end as usize - 1) == "to";
    let verb = |i: &usize| page.syntax.upos[*i] == Upos::Verb;
    // "called the plan reckless": the verb decides, the noun only where the verb is light ("made a promise")
    let words = cue.tokens.range().filter(verb).chain(cue.tokens.range().filter(|i| !verb(i)));
    let found = words.filter_map(|i| Some((i, word_act(page, i)?))).next();
    match found {
        Some((i, _)) if infinitive && matches!(lemmas::verb(page.word(i)).as_str(), "ask" | "tell") => Act::Request,
        None | Some((_, Act::Statement)) if f.content.len() == 1 && asks() => Act::Question,
        found => found.map_or(Act::Statement, |(_, act)| act),
    }
}

/// What one word of a cue does, with the particle after it if there is one ("called for").
fn word_act(page: Page<'_>, i: usize) -> Option<Act> {
    if matches!(page.syntax.upos[i], Upos::Aux | Upos::Adp | Upos::Det | Upos::Pron | Upos::Punct) {
        return None;
    }
    let word = page.word(i);
    let lemma = if page.syntax.upos[i] == Upos::Noun { lemmas::noun(word) } else { lemmas::verb(word) };
    let particle = || (i + 1 < page.text.tokens.len()).then(|| page.lower(i + 1));
    particle().and_then(|p| acts::act(&format!("{lemma} {p}"))).or_else(|| acts::act(&lemma))
}

/// The speaker denies the content, will not say it, or the cue itself is negated ("did not say").
pub(super) fn negated(page: Page<'_>, cue: Tokens) -> bool {
    if cue.range().any(|i| word_act(page, i) == Some(Act::Denial)) {
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
