//! When and where it was said is no part of it: "said | Sunday in Norhaven that the pier would stay" begins with "that",
//! "insisted | Wednesday nobody knew" with "nobody", "said | at the time the crew was tired" with "the crew".
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Tokens of the longest time and place.
const LONGEST: usize = 8;
/// Fewest tokens that are left.
const FEWEST: usize = 3;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let Some(first) = frame.content.first_mut().filter(|c| c.start == cue.end) else { return false };
    let says = doc.verb(cue).is_some();
    let begins = || before_that(doc, cue, *first).or_else(|| day(doc, *first)).or_else(|| at_the_time(doc, *first));
    let Some(start) = says.then(begins).flatten().filter(|s| s + FEWEST <= first.end as usize) else { return false };
    first.start = start as u32;
    true
}

/// The "that" of the cue's own clause, if no verb stands before it.
fn before_that(doc: &Doc, cue: Tokens, content: Tokens) -> Option<usize> {
    let (start, syntax) = (content.start as usize, &doc.syntax);
    let that = (start..content.end as usize).take(LONGEST).find(|i| doc.word(*i) == "that")?;
    let clause = syntax.head(that).filter(|h| syntax.relation[*h] == Relation::Ccomp)?;
    let own = syntax.relation[that] == Relation::Mark && syntax.head(clause).is_some_and(|h| cue.has(h));
    let light = |i: usize| {
        let upos = syntax.upos[i];
        !doc.tokens[i].quoted
            && matches!(upos, Upos::Propn | Upos::Noun | Upos::Adp | Upos::Det | Upos::Num | Upos::Adv | Upos::Adj)
    };
    let timed = (start..that).any(|i| is_day(doc.word(i)));
    (own && that > start && timed && (start..that).all(light)).then_some(that)
}

/// The name of a day or a month, or a word for one.
fn is_day(word: &str) -> bool {
    acts::is_date(word) || matches!(word, "yesterday" | "today")
}

/// What follows the name of a day that is no part of its clause.
fn day(doc: &Doc, content: Tokens) -> Option<usize> {
    let start = content.start as usize;
    let named = is_day(doc.word(start)) && doc.word(start) != "May";
    let next = *doc.syntax.upos.get(start + 1)?;
    let opens = matches!(next, Upos::Det | Upos::Pron | Upos::Propn | Upos::Noun | Upos::Adj);
    let apart = doc.syntax.relation[start] == Relation::Obl && doc.syntax.head(start).is_none_or(|h| !content.has(h));
    (named && opens && apart && !doc.tokens[start].quoted).then_some(start + 1)
}

/// What follows "at the time".
fn at_the_time(doc: &Doc, content: Tokens) -> Option<usize> {
    let start = content.start as usize;
    let phrase = content.len() > 3 && ["at", "the", "time"].iter().enumerate().all(|(k, w)| doc.word(start + k) == *w);
    let opens =
        || matches!(doc.syntax.upos[start + 3], Upos::Det | Upos::Pron | Upos::Propn) && doc.word(start + 3) != "that";
    (phrase && !doc.tokens[start].quoted && opens()).then_some(start + 3)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn when_it_was_said_is_left_out() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 Sunday PROPN _ 2 obl Content=0
            4 in ADP _ 5 case Content=0
            5 Norhaven PROPN _ 2 obl Content=0
            6 that SCONJ _ 8 mark Content=0
            7 ferries NOUN NNS 8 nsubj Content=0
            8 ran VERB _ 2 ccomp Content=0";
        let want = ["said | Lund | that ferries ran"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_day_before_the_clause_is_left_out() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 insisted VERB _ 0 root Cue=0
            3 Wednesday PROPN _ 2 obl Content=0
            4 the DET _ 5 det Content=0
            5 ferry NOUN _ 6 nsubj Content=0
            6 ran VERB _ 2 ccomp Content=0";
        let want = ["insisted | Lund | the ferry ran"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_day_that_is_spoken_of_stays() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 Wednesday PROPN _ 6 nsubj Content=0
            4 was AUX _ 6 cop Content=0
            5 too ADV _ 6 advmod Content=0
            6 late ADJ _ 2 ccomp Content=0";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }

    #[test]
    fn at_the_time_is_left_out() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 at ADP _ 5 case Content=0
            4 the DET _ 5 det Content=0
            5 time NOUN _ 2 obl Content=0
            6 the DET _ 7 det Content=0
            7 ferry NOUN _ 8 nsubj Content=0
            8 ran VERB _ 2 ccomp Content=0";
        let want = ["said | Lund | the ferry ran"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }
}
