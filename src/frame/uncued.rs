//! Quotations that no learned cue accounts for: a paragraph of speech after another, the sentence after a quoted one.

use super::{Frame, acts, layout};
use crate::doc::Doc;
use crate::span::Tokens;

/// Fewest words of a quotation that stands for speech without a cue.
const FEWEST: usize = 4;
/// Frames before a quotation that it may go on from, and parts of each that are looked at.
const NEAR: usize = 16;
const PARTS: usize = 4;
/// In no frame's content.
const NOBODY: u32 = u32::MAX;

/// What a quotation without a cue goes on from.
enum Before {
    /// The speech of a frame: it is one quote with it.
    Speech(usize),
    /// A frame's report, by the same source, in the same paragraph.
    Report(usize),
}

/// Adds turns and signed quotations; gives each whole quoted sentence that is in no frame's content to the frame that it
/// goes on from, or to a frame of its own without a cue; joins the paragraphs of one quotation whose closing mark comes
/// only at its end.
pub(super) fn add(doc: &Doc, frames: &mut Vec<Frame>) {
    let learned = frames.len();
    layout::add_turns(doc, frames);
    let mut said = vec![NOBODY; doc.tokens.len()];
    for (k, f) in frames.iter().enumerate() {
        f.content.iter().for_each(|c| said[c.range()].fill(k as u32));
    }
    let mut goes_on = vec![false; doc.quotations.len()];
    for before in doc.quotations.iter().filter_map(|q| q.continues) {
        goes_on[before as usize] = true;
    }
    for (number, q) in doc.quotations.iter().enumerate().filter(|(_, q)| q.depth == 0) {
        let run = Tokens { start: q.open, end: q.end };
        let words = run.range().filter(|i| doc.is_word(*i)).count();
        let taken = run.range().filter(|i| said[*i] != NOBODY).count();
        if taken * 2 > run.len() || words == 0 {
            continue;
        }
        let before = q.continues.and_then(|before| doc.quotations.get(before as usize));
        if let Some(owner) = before.map(|b| said[b.open as usize]).filter(|owner| *owner != NOBODY) {
            join(&mut frames[owner as usize], run);
            said[run.range()].fill(owner);
            continue;
        }
        if taken > 0 || words < FEWEST {
            continue;
        }
        let signed = layout::signed(doc, run);
        if signed.is_none() && !goes_on[number] && !whole_sentence(doc, run) {
            continue;
        }
        let from = if signed.is_none() { goes_on_from(doc, &frames[..learned], &said, run) } else { None };
        if let Some(Before::Speech(k)) = from {
            join(&mut frames[k], run);
            said[run.range()].fill(k as u32);
            continue;
        }
        said[run.range()].fill(frames.len() as u32);
        let source = if let Some(Before::Report(k)) = from { frames[k].source } else { None };
        frames.push(signed.unwrap_or(Frame {
            cue: None,
            source,
            content: vec![run],
            content_probability: 0.5,
            source_probability: 0.5,
            verbatim: false,
        }));
    }
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
        return (!answered(k)).then_some(Before::Speech(k));
    }
    let k = near.filter(|_| here == paragraph).max_by_key(order)?;
    (!answered(k)).then_some(Before::Report(k))
}

/// The run begins a sentence and ends one, its last word followed by a full stop, question or exclamation mark.
fn whole_sentence(doc: &Doc, run: Tokens) -> bool {
    let of = |i: u32| doc.sentences[doc.sentence(i as usize) as usize].tokens;
    let end = |i: u32| matches!(doc.word(i as usize), "." | "!" | "?" | "…" | "...");
    let last = of(run.end - 1).end;
    let stops = run.end >= 2 && (end(run.end - 1) || end(run.end - 2));
    let follows = (run.end..last).all(end);
    of(run.start).start == run.start && follows && (stops || run.end < last)
}
