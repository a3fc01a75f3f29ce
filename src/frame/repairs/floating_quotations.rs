//! Whole quoted sentences that are in no frame's content: each goes to the frame that it goes on from, or becomes a frame
//! without a cue. `"The wall will hold," said Lund. "Nobody has to leave."`: the second sentence is Lund's too.
//!
//! The paragraphs of one quotation whose closing mark comes only at its end are joined. After a mere report the quotation
//! is a quote of its own, of the same source; after a sentence about somebody it is theirs ("Lund turned to the crew. "Hold
//! on.""); after a question, an accusation or a request nobody is named.
//! Development data: fires 15 times; 7 of 15 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::draft::{Done, Draft, FEWEST, NOBODY};
use crate::frame::people;
use crate::frame::runs::{STOPS, ends_in, words};
use crate::frame::types::Frame;
use crate::span::Tokens;

/// Frames before a quotation that it may go on from, and parts of each that are looked at.
const NEAR: usize = 16;
const PARTS: usize = 4;

/// What a quotation without a cue goes on from.
enum Before {
    /// The speech of a frame: it is one quote with it.
    Speech(usize),
    /// A frame's report, by the same source, in the same paragraph.
    Report(usize),
    /// A question, a request or an accusation: the quotation is as likely another's.
    Question,
}

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let (mut said, mut done) = (draft.owners(doc), Done::default());
    let mut goes_on = vec![false; doc.quotations.len()];
    for before in doc.quotations.iter().filter_map(|q| q.continues) {
        goes_on[before as usize] = true;
    }
    for (number, q) in doc.quotations.iter().enumerate().filter(|(_, q)| q.depth == 0) {
        let run = Tokens { start: q.open, end: q.end };
        let words = words(doc, run);
        let taken = run.range().filter(|i| said[*i] != NOBODY).count();
        if taken * 2 > run.len() || words == 0 {
            continue;
        }
        let before = q.continues.and_then(|before| doc.quotations.get(before as usize));
        let owner = before.map(|b| said[b.open as usize]).filter(|owner| *owner != NOBODY);
        if owner.is_none()
            && (taken > 0
                || !goes_on[number] && !whole_sentence(doc, run)
                || words < FEWEST && !ends_in(doc, run, &STOPS))
        {
            continue;
        }
        let from = if owner.is_none() { goes_on_from(doc, &draft.list[..draft.cued], &said, run) } else { None };
        let joined = match from {
            Some(Before::Speech(k)) => Some(k),
            _ => owner.map(|k| k as usize),
        };
        if let Some(k) = joined {
            join(&mut draft.list[k], run);
            done.changed.push(k);
            said[run.range()].fill(k as u32);
            continue;
        }
        said[run.range()].fill(draft.list.len() as u32);
        let source = match from {
            Some(Before::Report(k)) => draft.list[k].source,
            None if owner.is_none() => sentence_before(doc, run).and_then(|s| people::subject(doc, s)),
            _ => None,
        };
        draft.list.push(Frame {
            cue: None,
            source,
            content: vec![run],
            content_probability: 0.5,
            source_probability: 0.5,
            verbatim: false,
            rules: Vec::new(),
        });
    }
    done
}

/// A further part of a frame's content, instead of what it had of that stretch.
fn join(frame: &mut Frame, run: Tokens) {
    let first = frame.content.iter().rposition(|c| c.end <= run.start).map_or(0, |i| i + 1);
    let held = frame.content[first..].iter().take_while(|c| c.overlaps(run)).count();
    frame.content.splice(first..first + held, [run]);
}

/// The frame, of those in the order of their cues, that a quotation goes on from: it has quoted speech in the sentence
/// before, or, in the same paragraph, reports there what its source said; no other frame holds its cue.
fn goes_on_from(doc: &Doc, frames: &[Frame], said: &[u32], run: Tokens) -> Option<Before> {
    let sentence = |i: u32| doc.sentence(i as usize);
    let before = sentence(run.start).checked_sub(1)?;
    let paragraph = doc.sentences[before as usize].paragraph;
    let here = doc.paragraph(run.start as usize);
    if here > paragraph + 1 {
        return None;
    }
    let speech = |c: &Tokens| c.len() >= FEWEST && c.range().all(|i| doc.tokens[i].quoted);
    let cue = |f: &Frame| f.cue.map_or(0, |c| c.tokens.start);
    let end = frames.partition_point(|f| cue(f) < run.start);
    let parts = |k: usize| frames[k].content.iter().rev().take(PARTS);
    let nested =
        |k: usize| !matches!(said[cue(&frames[k]) as usize], NOBODY) && said[cue(&frames[k]) as usize] != k as u32;
    let touches = |k: usize| sentence(cue(&frames[k])) == before || parts(k).any(|c| sentence(c.end - 1) == before);
    let near = (end.saturating_sub(NEAR)..end).filter(|k| touches(*k) && !nested(*k));
    let order = |k: &usize| (frames[*k].extent().end.min(run.start), *k);
    let answered = |k: usize| acts::answered(doc, &frames[k]);
    if let Some(k) = near.clone().filter(|k| parts(*k).any(speech)).max_by_key(order) {
        return Some(if answered(k) { Before::Question } else { Before::Speech(k) });
    }
    let k = near.filter(|_| here == paragraph).max_by_key(order)?;
    Some(if answered(k) { Before::Question } else { Before::Report(k) })
}

/// The sentence before a quotation, in its paragraph or at the end of the one before.
fn sentence_before(doc: &Doc, run: Tokens) -> Option<Tokens> {
    let before = doc.sentence(run.start as usize).checked_sub(1)?;
    let of = doc.sentences[before as usize];
    (doc.paragraph(run.start as usize) <= of.paragraph + 1).then_some(of.tokens)
}

/// The run begins a sentence and ends one, its last word followed by a full stop, question or exclamation mark.
fn whole_sentence(doc: &Doc, run: Tokens) -> bool {
    let of = |i: u32| doc.sentences[doc.sentence(i as usize) as usize].tokens;
    let end = |i: u32| matches!(doc.word(i as usize), "." | "!" | "?" | "…" | "...");
    let last = of(run.end - 1).end;
    let stops = ends_in(doc, run, &STOPS);
    let follows = (run.end..last).all(end);
    of(run.start).start == run.start && follows && (stops || run.end < last)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn speech_goes_on() {
        let lines = r#"1 " PUNCT _ 5 punct Content=0|SpaceAfter=No
            2 The DET _ 3 det Content=0
            3 wall NOUN _ 5 nsubj Content=0
            4 will AUX _ 5 aux Content=0
            5 hold VERB _ 8 ccomp Content=0|SpaceAfter=No
            6 , PUNCT _ 5 punct Content=0|SpaceAfter=No
            7 " PUNCT _ 5 punct Content=0
            8 said VERB _ 0 root Cue=0
            9 Lund PROPN _ 8 nsubj Source=0
            10 on ADP _ 11 case _
            11 Monday PROPN _ 8 obl SpaceAfter=No
            12 . PUNCT _ 8 punct _

            1 " PUNCT _ 3 punct SpaceAfter=No
            2 Nobody PRON _ 3 nsubj _
            3 has VERB _ 0 root _
            4 to PART _ 5 mark _
            5 leave VERB _ 3 xcomp _
            6 the DET _ 7 det _
            7 town NOUN _ 5 obj SpaceAfter=No
            8 . PUNCT _ 3 punct SpaceAfter=No
            9 " PUNCT _ 3 punct _"#;
        let want = [r#"said | Lund | "The wall will hold," / "Nobody has to leave the town.""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_quotation_in_a_sentence_does_not() {
        let lines = r#"1 Asked VERB _ 0 root Cue=0
            2 Lund PROPN _ 1 nsubj Source=0|SpaceAfter=No
            3 : PUNCT _ 8 punct _
            4 " PUNCT _ 8 punct Content=0|SpaceAfter=No
            5 Will AUX _ 8 aux Content=0
            6 the DET _ 7 det Content=0
            7 wall NOUN _ 8 nsubj Content=0
            8 hold VERB _ 1 ccomp Content=0
            9 this DET _ 10 det Content=0
            10 year NOUN _ 8 obj Content=0|SpaceAfter=No
            11 ? PUNCT _ 8 punct Content=0|SpaceAfter=No
            12 " PUNCT _ 8 punct Content=0

            1 The DET _ 2 det _
            2 sign NOUN _ 6 nsubj _
            3 at ADP _ 5 case _
            4 the DET _ 5 det _
            5 gate NOUN _ 2 nmod _
            6 reads VERB _ 0 root _
            7 " PUNCT _ 9 punct SpaceAfter=No
            8 no DET _ 9 det _
            9 entry NOUN _ 6 obj _
            10 for ADP _ 11 case _
            11 cars NOUN NNS 9 nmod SpaceAfter=No
            12 " PUNCT _ 9 punct _
            13 in ADP _ 14 case _
            14 red NOUN _ 9 nmod SpaceAfter=No
            15 . PUNCT _ 6 punct _"#;
        assert_eq!(mended(Apply::All(apply), lines), None);
    }

    #[test]
    fn after_a_report_it_is_a_quote_of_its_own() {
        let lines = r#"1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 the DET _ 4 det Content=0
            4 wall NOUN _ 6 nsubj Content=0
            5 would AUX _ 6 aux Content=0
            6 hold VERB _ 2 ccomp Content=0|SpaceAfter=No
            7 . PUNCT _ 2 punct _

            1 " PUNCT _ 3 punct SpaceAfter=No
            2 Nobody PRON _ 3 nsubj _
            3 has VERB _ 0 root _
            4 to PART _ 5 mark _
            5 leave VERB _ 3 xcomp _
            6 the DET _ 7 det _
            7 town NOUN _ 5 obj SpaceAfter=No
            8 . PUNCT _ 3 punct SpaceAfter=No
            9 " PUNCT _ 3 punct _"#;
        let want =
            ["said | Lund | the wall would hold", r#"- | Lund | "Nobody has to leave the town.""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn after_what_nobody_does_it_has_no_source() {
        let lines = r#"1 It PRON _ 2 nsubj _
            2 rained VERB _ 0 root _
            3 all DET _ 4 det _
            4 day NOUN _ 2 obl SpaceAfter=No
            5 . PUNCT _ 2 punct _

            1 " PUNCT _ 3 punct SpaceAfter=No
            2 Nobody PRON _ 3 nsubj _
            3 has VERB _ 0 root _
            4 to PART _ 5 mark _
            5 leave VERB _ 3 xcomp _
            6 the DET _ 7 det _
            7 town NOUN _ 5 obj SpaceAfter=No
            8 . PUNCT _ 3 punct SpaceAfter=No
            9 " PUNCT _ 3 punct _"#;
        let want = [r#"- | - | "Nobody has to leave the town.""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn after_a_question_nobody_is_named() {
        let lines = r#"1 Lund PROPN _ 2 nsubj Source=0
            2 asked VERB _ 0 root Cue=0|SpaceAfter=No
            3 : PUNCT _ 9 punct _
            4 " PUNCT _ 9 punct Content=0|SpaceAfter=No
            5 Will AUX _ 9 aux Content=0
            6 the DET _ 8 det Content=0
            7 old ADJ _ 8 amod Content=0
            8 wall NOUN _ 9 nsubj Content=0
            9 hold VERB _ 2 ccomp Content=0|SpaceAfter=No
            10 ? PUNCT _ 9 punct Content=0|SpaceAfter=No
            11 " PUNCT _ 9 punct Content=0

            1 " PUNCT _ 3 punct SpaceAfter=No
            2 Nobody PRON _ 3 nsubj _
            3 has VERB _ 0 root _
            4 to PART _ 5 mark _
            5 leave VERB _ 3 xcomp _
            6 the DET _ 7 det _
            7 town NOUN _ 5 obj SpaceAfter=No
            8 . PUNCT _ 3 punct SpaceAfter=No
            9 " PUNCT _ 3 punct _"#;
        let want = [r#"asked | Lund | "Will the old wall hold?""#, r#"- | - | "Nobody has to leave the town.""#]
            .map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }
}
