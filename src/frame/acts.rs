//! What the words of a cue do.

use super::types::Frame;
use crate::doc::Doc;
use crate::extraction::Act;
use crate::lexicon::{self, acts, lemmas};
use crate::span::Tokens;
use crate::syntax::Upos;

/// Verbs that leave the act to their noun, but state it: to express a fear is to say it.
const STATING: &[&str] = &["express", "voice", "state", "share", "convey", "air"];
/// "insisted on Monday": no particle of the verb.
const DATES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The word of a cue that tells what is done, and what that is; none if no word tells.
///
/// The verb decides ("called the plan reckless"), its noun only where the verb is light ("made a promise").
pub fn act(doc: &Doc, cue: Tokens) -> Option<(usize, Act)> {
    let verb = |i: &usize| doc.syntax.upos[*i] == Upos::Verb;
    let words = cue.range().filter(verb).chain(cue.range().filter(|i| !verb(i)));
    let (i, act) = words.filter_map(|i| Some((i, of_word(doc, i, cue)?))).next()?;
    let stating = || cue.range().any(|i| STATING.contains(&lemmas::verb(doc.lower(i))));
    Some((i, if act == Act::Belief && !verb(&i) && stating() { Act::Statement } else { act }))
}

/// True if a stretch ends in a question mark, closing quotation marks aside.
pub fn asks(doc: &Doc, run: Tokens) -> bool {
    let closing = |w: &str| w.chars().all(|c| matches!(c, '"' | '”' | '’' | '\''));
    run.range().rev().map(|i| doc.word(i)).find(|w| !closing(w)) == Some("?")
}

/// True if what follows is as likely another's: after a question, or a report of a question, a request, an accusation.
pub fn answered(doc: &Doc, f: &Frame) -> bool {
    let last = f.content[f.content.len() - 1];
    if doc.tokens[last.start as usize].quoted {
        return asks(doc, last);
    }
    let act = f.cue.and_then(|c| act(doc, c.tokens)).map(|(_, act)| act);
    matches!(act, Some(Act::Question | Act::Accusation | Act::Request))
}

/// True of the name of a weekday or a month.
pub(super) fn is_date(word: &str) -> bool {
    DATES.contains(&&*lexicon::lower(word))
}

fn of_word(doc: &Doc, i: usize, cue: Tokens) -> Option<Act> {
    if matches!(doc.syntax.upos[i], Upos::Aux | Upos::Adp | Upos::Adv | Upos::Det | Upos::Pron | Upos::Punct) {
        return None;
    }
    let word = doc.lower(i);
    let lemma = if doc.syntax.upos[i] == Upos::Noun { lemmas::noun(word) } else { lemmas::verb(word) };
    let after = |k: usize| if k < doc.tokens.len() { doc.lower(k) } else { "" };
    let own = cue.has(i + 1) || !is_date(after(i + 2));
    let phrase = || acts::act(&format!("{lemma} {}", after(i + 1))).filter(|_| own);
    phrase().or_else(|| acts::act(lemma))
}
