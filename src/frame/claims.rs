//! Which frame a stretch of speech belongs to, where several claim it.

use super::Frame;
use crate::doc::Doc;
use crate::lexicon::lemmas;
use crate::span::Tokens;

/// Takes a part of a content away where its cue stands in another sentence and a second frame has cue and content there:
/// `"...," said X. "...," she said, ...`.
pub(super) fn settle(doc: &Doc, frames: &mut [Frame]) {
    let sentence = |i: u32| doc.sentence(i as usize);
    let beside = |f: &Frame, run: Tokens| {
        f.cue.is_some_and(|c| (sentence(run.start)..=sentence(run.end - 1)).contains(&sentence(c.tokens.start)))
    };
    let cue_in = |a: &Frame, b: &Frame| a.cue.is_some_and(|c| b.says(c.tokens.start as usize));
    for i in 0..frames.len() {
        let near = i.saturating_sub(6)..(i + 6).min(frames.len());
        let claimed = |part: &Tokens| {
            near.clone().filter(|j| *j != i).any(|j| {
                let (a, b) = (&frames[i], &frames[j]);
                let shared = part.range().filter(|t| b.says(*t)).count();
                beside(b, *part) && 5 * shared > 3 * part.len() && !cue_in(a, b) && !cue_in(b, a)
            })
        };
        let kept: Vec<Tokens> =
            frames[i].content.iter().copied().filter(|part| beside(&frames[i], *part) || !claimed(part)).collect();
        if !kept.is_empty() {
            frames[i].content = kept;
        }
    }
}

/// Gives each broken quotation its second half, unless that half is in another frame's content.
pub(super) fn join_halves(doc: &Doc, frames: &mut [Frame]) {
    let mut said = vec![false; doc.tokens.len()];
    for i in frames.iter().flat_map(|f| &f.content).flat_map(|c| c.range()) {
        said[i] = true;
    }
    for f in frames {
        if let Some(run) = second_half(doc, f)
            && run.range().filter(|i| said[*i]).count() * 2 <= run.len()
        {
            f.content.push(run);
            said[run.range()].fill(true);
        }
    }
}

/// `"...," said X. "..."`: the quotation after the clause of the cue, in the same paragraph.
fn second_half(doc: &Doc, frame: &Frame) -> Option<Tokens> {
    let (cue, last) = (frame.cue?, frame.content.last().copied()?);
    if last.start > cue.tokens.start || !doc.tokens[last.start as usize].quoted {
        return None;
    }
    let clause = frame.source.map_or(cue.tokens.end, |s| s.end.max(cue.tokens.end));
    let k = doc.quotations.partition_point(|q| q.open < clause.max(last.end));
    let q = doc.quotations.get(k).filter(|q| q.depth == 0 && q.open < clause + 3)?;
    let (run, open) = (Tokens { start: q.open, end: q.end }, q.open as usize);
    let gap = (clause as usize..open).all(|i| !doc.is_word(i));
    let words = run.range().filter(|i| doc.is_word(*i)).count();
    (gap && words > 1 && doc.paragraph(open) == doc.paragraph(cue.tokens.start as usize)).then_some(run)
}

/// Settles a quotation that stands in two frames: it belongs to the one whose cue shares its sentence.
pub(super) fn once(doc: &Doc, frames: &mut Vec<Frame>) {
    let size = |f: &Frame| f.content.iter().map(|c| c.len()).sum::<usize>();
    let quoted = |f: &Frame| f.content.iter().flat_map(|c| c.range()).all(|i| doc.tokens[i].quoted);
    let cue_in = |a: &Frame, b: &Frame| a.cue.is_some_and(|c| b.says(c.tokens.start as usize));
    let sentence = |i: u32| doc.sentence(i as usize);
    let beside = |f: &Frame, run: Tokens| {
        f.cue.is_some_and(|c| (sentence(run.start)..=sentence(run.end - 1)).contains(&sentence(c.tokens.start)))
    };
    let mut gone = vec![false; frames.len()];
    for i in 0..frames.len() {
        for j in (i.saturating_sub(6)..(i + 6).min(frames.len())).filter(|j| *j != i) {
            let (inner, outer) = (&frames[i], &frames[j]);
            let larger = size(outer) > size(inner) || (size(outer) == size(inner) && j < i);
            if gone[i] || gone[j] || !larger || cue_in(inner, outer) || cue_in(outer, inner) {
                continue;
            }
            if !quoted(inner) || !inner.content.iter().flat_map(|c| c.range()).all(|t| outer.says(t)) {
                continue;
            }
            let first = inner.content[0];
            let rest: Vec<Tokens> = outer.content.iter().copied().filter(|c| !inner.content.contains(c)).collect();
            if beside(inner, first) && !beside(outer, first) && !rest.is_empty() && rest.len() < outer.content.len() {
                frames[j].content = rest;
            } else {
                gone[i] = true;
            }
        }
    }
    let mut k = gone.into_iter();
    frames.retain(|_| !k.next().unwrap_or(false));
}

/// `"...," said A, according to B`: what B passes on is A's words and that A said them.
pub(super) fn relay(doc: &Doc, frames: &mut [Frame]) {
    let sentence = |i: u32| doc.sentence(i as usize);
    for k in 1..frames.len() {
        let Some(cue) = frames[k].cue.map(|c| c.tokens).filter(|c| doc.lower(c.start as usize) == "according") else {
            continue;
        };
        let last = frames[k].content.len() - 1;
        let end = frames[k].content[last].end;
        let inside = |f: &Frame| {
            let said = f.cue.map_or(0, |c| c.tokens.start);
            let words = f.content.iter().flat_map(|c| c.range());
            let shared = words.clone().filter(|i| frames[k].says(*i)).count();
            said >= end && said < cue.start && 2 * shared > words.count()
        };
        let source_between = frames[k].source.is_some_and(|s| s.start >= end && s.start < cue.start);
        if sentence(end - 1) != sentence(cue.start) || source_between {
            continue;
        }
        if frames[k.saturating_sub(6)..k].iter().any(inside) {
            let to = (end..cue.start).rev().find(|i| doc.is_word(*i as usize)).map_or(end, |i| i + 1);
            frames[k].content[last].end = to;
        }
    }
}

/// Drops a frame whose content another frame has too: two words for one act of speech ("said in a statement"); "told"
/// stays, for it has a hearer.
pub(super) fn distinct(doc: &Doc, mut frames: Vec<Frame>) -> Vec<Frame> {
    let size = |f: &Frame| f.content.iter().map(|c| c.len()).sum::<usize>();
    let shared = |a: &Frame, b: &Frame| a.content.iter().flat_map(|c| c.range()).filter(|i| b.says(*i)).count();
    let tells = |f: &Frame| f.cue.is_some_and(|c| c.tokens.range().any(|i| lemmas::verb(doc.word(i)) == "tell"));
    let weight = |f: &Frame| (tells(f), f.cue.map_or(0.0, |c| c.probability) * f.content_probability);
    let mut keep = vec![true; frames.len()];
    for j in 1..frames.len() {
        for i in j.saturating_sub(6)..j {
            let (a, b) = (&frames[i], &frames[j]);
            if !keep[i] || !keep[j] {
                continue;
            }
            let both = shared(a, b);
            let nested = |inner: &Frame, outer: &Frame| inner.cue.is_some_and(|c| outer.says(c.tokens.start as usize));
            if both * 5 > (size(a) + size(b) - both) * 4 && !nested(a, b) && !nested(b, a) {
                keep[if weight(a) < weight(b) { i } else { j }] = false;
            }
        }
    }
    let mut it = keep.into_iter();
    frames.retain(|_| it.next().unwrap_or(true));
    frames
}
