//! What the reporting words say of the act: what it does, and whether it is denied or refused.

use crate::doc::Doc;
use crate::entity::Entities;
use crate::extraction::{Act, EntityType};
use crate::frame::{Frame, acts, is_nobody};
use crate::lexicon::lemmas;
use crate::mention::Mention;
use crate::span::Tokens;
use crate::syntax::Upos;

/// What a frame does, and whether it is negated: the speaker denies the content, or the cue says that it was not said.
///
/// The content decides between two readings of a cue ("asked whether", "asked him to"); who does not deny, states.
pub(super) fn act(doc: &Doc, f: &Frame) -> (Act, bool) {
    let asks = || f.content.len() == 1 && acts::asks(doc, f.content[0]);
    let Some(cue) = f.cue.map(|c| c.tokens) else {
        return (if asks() { Act::Question } else { Act::Statement }, false);
    };
    let not = negative(doc, f, cue);
    let found = acts::act(doc, cue);
    let first = doc.lower(f.content[0].start as usize);
    let to = first == "to" || cue.len() > 1 && doc.lower(cue.end as usize - 1) == "to";
    let lemma = found.map(|(i, _)| lemmas::verb(doc.lower(i))).unwrap_or_default();
    match found.map(|(_, act)| act) {
        Some(Act::Denial) if not => (Act::Statement, false),
        Some(Act::Denial) => (Act::Denial, true),
        Some(_) if to && matches!(lemma, "ask" | "tell") => (Act::Request, not),
        Some(_) if first == "for" && lemma == "ask" => (Act::Request, not),
        None | Some(Act::Statement) if asks() => (Act::Question, not),
        found => (found.unwrap_or(Act::Statement), not),
    }
}

/// The cue has a "not" of its own ("did not say", "at no point did Lund say"), its subject has ("nobody said", "neither
/// Lund nor Berg said"), or somebody stops short of it.
fn negative(doc: &Doc, f: &Frame, cue: Tokens) -> bool {
    let no = |i: usize| doc.is_negation(i) || doc.lower(i) == "neither";
    let start = cue.start as usize;
    let first = doc.sentences[doc.sentence(start) as usize].tokens.start as usize;
    let near = start.saturating_sub(3).max(first)..start;
    let nobody = || f.source.is_some_and(|s| s.end <= cue.start && denies(doc, s));
    cue.range().any(no)
        || near.clone().filter(|i| no(*i)).any(|i| doc.syntax.head(i).is_some_and(|h| cue.has(h)) || i + 1 == start)
        || nobody()
        || at_no_time(doc, first, start)
        || stops_short(doc, near.start.saturating_sub(2).max(first), cue)
        || not_yet(doc, first, cue)
}

/// "Nobody at the ministry", "none of them", "no minister", "neither Lund nor Berg".
pub(super) fn denies(doc: &Doc, source: Tokens) -> bool {
    let start = source.start as usize;
    let neither = |i: usize| doc.lower(i) == "neither";
    is_nobody(doc, source) || neither(start) || start > 0 && neither(start - 1)
}

/// "has yet to say", "without saying", "far from saying", "instead of saying", "hardly said".
fn not_yet(doc: &Doc, first: usize, cue: Tokens) -> bool {
    let Some(verb) = doc.verb(cue).or(Some(cue.end as usize - 1)) else { return false };
    let word = |back: usize| verb.checked_sub(back).filter(|i| *i >= first).map_or("", |i| doc.lower(i));
    matches!(
        (word(2), word(1)),
        ("yet", "to")
            | ("far", "from")
            | ("instead", "of")
            | ("rather", "than")
            | (_, "without" | "hardly" | "scarcely" | "barely")
    )
}

/// "At no point did Lund say".
fn at_no_time(doc: &Doc, first: usize, cue: usize) -> bool {
    let no = |i: &usize| matches!(doc.lower(*i), "no") && i.checked_sub(1).is_some_and(|b| doc.lower(b) == "at");
    let time = |i: usize| matches!(doc.lower(i), "point" | "time" | "stage" | "moment");
    (first..cue.min(first + 4)).filter(no).any(|i| i + 2 < cue && time(i + 1) && doc.lower(i + 2) == "did")
}

/// "stopped short of saying", "fell short of saying".
fn stops_short(doc: &Doc, from: usize, cue: Tokens) -> bool {
    (from..cue.end as usize).any(|i| doc.lower(i) == "short" && i + 1 < cue.end as usize && doc.word(i + 1) == "of")
}

/// The reporting words of a cue: without auxiliaries and adverbs before ("has also said"), without a date after
/// ("said last week").
pub(super) fn reporting(doc: &Doc, cue: Tokens, entities: &Entities) -> Tokens {
    let mut run = cue;
    let dated = |m: &&Mention| matches!(m.entity, Some(EntityType::Date | EntityType::Time));
    let inside = entities.mentions.between(run.start + 1, cue.end).map(|m| &entities.mentions[m]);
    if let Some(m) = inside.into_iter().find(dated) {
        run.end = m.tokens.start;
        while run.len() > 1 && matches!(doc.syntax.upos[run.end as usize - 1], Upos::Adp | Upos::Punct) {
            run.end -= 1;
        }
    }
    let light = |i: u32| matches!(doc.syntax.upos[i as usize], Upos::Aux | Upos::Adv | Upos::Part | Upos::Punct);
    while run.len() > 1 && light(run.start) {
        run.start += 1;
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn acts(lines: &str) -> Vec<(Act, bool)> {
        let f = Fixture::new(lines);
        f.frames.iter().map(|frame| act(&f.doc, frame)).collect()
    }

    #[test]
    fn who_denies_denies_and_who_does_not_deny_states() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 denied VERB _ 0 root Cue=0
            3 it PRON _ 4 nsubj Content=0
            4 sank VERB _ 2 ccomp Content=0|SpaceAfter=No
            5 . PUNCT _ 2 punct _

            1 Berg PROPN _ 4 nsubj Source=1
            2 did AUX _ 4 aux _
            3 not PART _ 4 advmod _
            4 deny VERB _ 0 root Cue=1
            5 it PRON _ 6 nsubj Content=1
            6 sank VERB _ 4 ccomp Content=1|SpaceAfter=No
            7 . PUNCT _ 4 punct _

            1 Holm PROPN _ 4 nsubj Source=2
            2 did AUX _ 4 aux _
            3 not PART _ 4 advmod _
            4 say VERB _ 0 root Cue=2
            5 it PRON _ 6 nsubj Content=2
            6 sank VERB _ 4 ccomp Content=2|SpaceAfter=No
            7 . PUNCT _ 4 punct _";
        assert_eq!(acts(lines), [(Act::Denial, true), (Act::Statement, false), (Act::Statement, true)]);
    }

    #[test]
    fn what_is_not_said_yet_or_hardly_is_negated() {
        let lines = |before: &str| {
            format!(
                "1 Lund PROPN _ 4 nsubj Source=0
                {before}
                4 say VERB _ 0 root Cue=0
                5 it PRON _ 6 nsubj Content=0
                6 sank VERB _ 4 ccomp Content=0|SpaceAfter=No
                7 . PUNCT _ 4 punct _"
            )
        };
        let negated = |before: &str| acts(&lines(before))[0].1;
        assert!(negated("2 yet ADV _ 4 advmod _\n3 to PART _ 4 mark _"));
        assert!(negated("2 can AUX _ 4 aux _\n3 hardly ADV _ 4 advmod _"));
        assert!(!negated("2 is AUX _ 4 aux _\n3 to PART _ 4 mark _"));
    }

    #[test]
    fn the_content_decides_what_is_asked() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 asked VERB _ 0 root Cue=0
            3 whether SCONJ _ 5 mark Content=0
            4 it PRON _ 5 nsubj Content=0
            5 sank VERB _ 2 ccomp Content=0|SpaceAfter=No
            6 . PUNCT _ 2 punct _

            1 Lund PROPN _ 2 nsubj Source=1
            2 asked VERB _ 0 root Cue=1
            3 him PRON _ 2 obj _
            4 to PART _ 5 mark Content=1
            5 leave VERB _ 2 xcomp Content=1|SpaceAfter=No
            6 . PUNCT _ 2 punct _";
        assert_eq!(acts(lines), [(Act::Question, false), (Act::Request, false)]);
    }

    #[test]
    fn a_quotation_without_a_cue_asks_by_its_mark() {
        let lines = "1 “ PUNCT _ 2 punct Content=0|SpaceAfter=No
            2 Why ADV _ 0 root Content=0|SpaceAfter=No
            3 ? PUNCT _ 2 punct Content=0|SpaceAfter=No
            4 ” PUNCT _ 2 punct Content=0";
        assert_eq!(acts(lines), [(Act::Question, false)]);
    }

    #[test]
    fn a_cue_is_shown_without_auxiliaries_and_dates() {
        let f = Fixture::new(
            "1 Lund PROPN _ 4 nsubj Source=0
            2 has AUX _ 4 aux Cue=0
            3 also ADV _ 4 advmod Cue=0
            4 said VERB VBN 0 root Cue=0
            5 on ADP _ 6 case Cue=0
            6 Monday PROPN _ 4 obl Cue=0|Name=(DATE)
            7 it PRON _ 8 nsubj Content=0
            8 sank VERB _ 4 ccomp Content=0|SpaceAfter=No
            9 . PUNCT _ 4 punct _",
        );
        let cue = f.frames[0].cue.expect("a cue").tokens;
        assert_eq!(f.doc.slice(reporting(&f.doc, cue, &f.entities())), "said");
    }
}
