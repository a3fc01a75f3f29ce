//! Quotations that no learned cue accounts for: a paragraph of speech after another, the sentence after a quoted one,
//! a quotation signed with a name.

use super::{Cue, Frame};
use crate::span::Tokens;
use crate::text::Text;

/// Fewest words of a quotation that stands for speech without a cue.
const FEWEST: usize = 4;
/// Most words of the name under a quotation.
const SIGNATURE: usize = 12;
/// Frames before a quotation that it may go on from.
const NEAR: usize = 16;
/// Probability of a cue and a source that punctuation alone shows.
const SIGNED: f32 = 0.9;

/// Gives each whole quoted sentence that is in no frame's content to the frame that it goes on from, to the name that
/// it is signed with, or to a frame of its own without cue and source; and joins the paragraphs of one quotation whose
/// closing mark comes only at its end.
pub(super) fn add(source: &str, text: &Text, frames: &mut Vec<Frame>) {
    let n = text.tokens.len();
    let learned = frames.len();
    add_turns(source, text, frames);
    let mut said = vec![u32::MAX; n];
    for (k, f) in frames.iter().enumerate() {
        for i in f.content.iter().flat_map(|c| c.range()) {
            said[i] = k as u32;
        }
    }
    let is_word = |i: usize| text.tokens[i].span.of(source).chars().any(char::is_alphanumeric);
    let mut goes_on = vec![false; text.quotations.len()];
    for before in text.quotations.iter().filter_map(|q| q.continues) {
        goes_on[before as usize] = true;
    }
    for (number, q) in text.quotations.iter().enumerate().filter(|(_, q)| q.depth == 0) {
        let run = Tokens { start: q.open, end: q.end };
        let words = run.range().filter(|i| is_word(*i)).count();
        let taken = run.range().filter(|i| said[*i] != u32::MAX).count();
        if taken * 2 > run.len() || words == 0 {
            continue;
        }
        if let Some(k) = q.continues.and_then(|before| text.quotations.get(before as usize)) {
            let owner = said[k.open as usize];
            if owner != u32::MAX {
                for i in run.range() {
                    said[i] = owner;
                }
                let content = &mut frames[owner as usize].content;
                content.push(run); // quotations come in order of the text
                continue;
            }
        }
        if taken > 0 || words < FEWEST {
            continue;
        }
        if let Some((dash, name)) = signature(source, text, run) {
            for i in run.range() {
                said[i] = frames.len() as u32;
            }
            frames.push(Frame {
                cue: Some(Cue { tokens: dash, probability: SIGNED }),
                source: Some(name),
                content: vec![run],
                content_probability: SIGNED,
                source_probability: SIGNED,
            });
            continue;
        }
        if !goes_on[number] && !whole_sentence(source, text, run) {
            continue;
        }
        if let Some(k) = goes_on_from(text, &frames[..learned], run) {
            for i in run.range() {
                said[i] = k as u32;
            }
            let content = &mut frames[k].content;
            content.push(run);
            content.sort();
            continue;
        }
        for i in run.range() {
            said[i] = frames.len() as u32;
        }
        frames.push(Frame {
            cue: None,
            source: None,
            content: vec![run],
            content_probability: 0.5,
            source_probability: 0.5,
        });
    }
}

/// Fewest turns that make a transcript.
const TURNS: usize = 2;
/// Longest name before a turn's colon, in tokens.
const LONGEST_NAME: usize = 4;

/// Adds the turns of a transcript: `BERG: The boat is ready.`, and what paragraphs follow until the next turn.
fn add_turns(source: &str, text: &Text, frames: &mut Vec<Frame>) {
    let turns: Vec<(Tokens, Tokens)> = paragraphs(text).filter_map(|p| turn(source, text, p)).collect();
    if turns.len() < TURNS {
        return;
    }
    for (k, (name, own)) in turns.iter().enumerate() {
        let colon = Tokens { start: name.end, end: name.end + 1 };
        if frames.iter().any(|f| f.cue.is_some_and(|c| c.tokens.has(colon.start as usize))) {
            continue;
        }
        // what follows the last turn may be no speech any more
        let end = turns.get(k + 1).map_or(own.end, |(next, _)| next.start);
        let after = paragraphs(text).skip_while(|p| p.start < own.end).take_while(|p| p.end <= end);
        frames.push(Frame {
            cue: Some(Cue { tokens: colon, probability: SIGNED }),
            source: Some(*name),
            content: std::iter::once(*own).chain(after).collect(),
            content_probability: SIGNED,
            source_probability: SIGNED,
        });
    }
}

/// The paragraphs as runs of tokens.
fn paragraphs(text: &Text) -> impl Iterator<Item = Tokens> + '_ {
    text.sentences
        .chunk_by(|a, b| a.paragraph == b.paragraph)
        .map(|of| Tokens { start: of[0].tokens.start, end: of[of.len() - 1].tokens.end })
}

/// The name in capitals that opens a paragraph, and what stands after its colon.
fn turn(source: &str, text: &Text, paragraph: Tokens) -> Option<(Tokens, Tokens)> {
    let word = |i: usize| text.tokens[i].span.of(source);
    let has_word = |i: &usize| word(*i).chars().any(char::is_alphanumeric);
    let first = paragraph.range().take(2).find(has_word)?;
    let colon = (first..paragraph.end as usize).take(LONGEST_NAME + 1).find(|i| word(*i) == ":")?;
    let shouted = |i: usize| {
        let letters = word(i).chars().filter(|c| c.is_alphabetic());
        !word(i).chars().any(|c| c.is_lowercase() || c.is_ascii_digit()) && (!has_word(&i) || letters.count() > 1)
    };
    let name = Tokens::new(first, colon);
    let words = (colon + 1..paragraph.end as usize).filter(has_word).count();
    let fits = !name.is_empty() && name.range().all(shouted) && words > 1;
    fits.then(|| (name, Tokens { start: colon as u32 + 1, end: paragraph.end }))
}

/// The frame, of those in the order of their cues, that a quotation goes on from: it has quoted speech in the sentence
/// before, or, in the same paragraph, any content; no outer frame holds its cue.
fn goes_on_from(text: &Text, frames: &[Frame], run: Tokens) -> Option<usize> {
    let sentence = |i: u32| text.tokens[i as usize].sentence;
    let paragraph = |i: u32| text.sentences[sentence(i) as usize].paragraph;
    let here = sentence(run.start);
    let before = here.checked_sub(1)?;
    if paragraph(run.start) > text.sentences[before as usize].paragraph + 1 {
        return None;
    }
    let same_paragraph = paragraph(run.start) == text.sentences[before as usize].paragraph;
    let speech = |c: &Tokens| c.len() >= FEWEST && c.range().all(|i| text.tokens[i].quoted);
    let cue = |f: &Frame| f.cue.map_or(0, |c| c.tokens.start);
    let end = frames.partition_point(|f| cue(f) < run.start);
    let near = end.saturating_sub(NEAR)..end;
    let nested = |k: usize| near.clone().any(|o| o != k && frames[o].says(cue(&frames[k]) as usize));
    let spoken = |k: usize| frames[k].content.iter().any(speech);
    let touches = |f: &Frame| sentence(cue(f)) == before || f.content.iter().any(|c| sentence(c.end - 1) == before);
    let fits = |k: &usize| touches(&frames[*k]) && (same_paragraph || spoken(*k)) && !nested(*k);
    near.clone().filter(fits).max_by_key(|k| (spoken(*k), frames[*k].extent().end.min(run.start), *k))
}

/// `"..." — Ada Lund, Norhaven`: the dash after a quotation and the name that ends the paragraph, or stands alone in the
/// next.
fn signature(source: &str, text: &Text, run: Tokens) -> Option<(Tokens, Tokens)> {
    let paragraph = |i: usize| text.sentences[text.tokens[i].sentence as usize].paragraph;
    let word = |i: usize| text.tokens[i].span.of(source);
    let dash = run.end as usize;
    let count = text.tokens.len();
    if dash + 1 >= count || !matches!(word(dash), "—" | "–" | "―" | "--" | "-") {
        return None;
    }
    let here = paragraph(dash);
    if here > paragraph(run.end as usize - 1) + 1 {
        return None;
    }
    let end = (dash + 1..count.min(dash + 2 + SIGNATURE)).find(|i| paragraph(*i) != here).unwrap_or(count);
    if end == count && count > dash + 1 + SIGNATURE {
        return None; // too long for a name
    }
    let is_word = |i: &usize| word(*i).chars().any(char::is_alphanumeric);
    let capital = |i: usize| word(i).chars().next().is_some_and(char::is_uppercase);
    let stop = (dash + 1..end).find(|i| matches!(word(*i), "," | "(" | ";")).unwrap_or(end);
    let particle =
        |i: usize| matches!(word(i), "of" | "de" | "da" | "del" | "van" | "von" | "der" | "bin" | "al" | "the");
    let named = capital(dash + 1) && (dash + 1..stop).filter(is_word).all(|i| capital(i) || particle(i));
    let last = (dash + 1..stop).rev().find(is_word)?;
    named.then(|| (Tokens::new(dash, dash + 1), Tokens::new(dash + 1, last + 1)))
}

/// The run begins a sentence and ends one, its last word followed by a full stop, question or exclamation mark.
fn whole_sentence(source: &str, text: &Text, run: Tokens) -> bool {
    let first = text.sentences[text.tokens[run.start as usize].sentence as usize].tokens.start;
    let last = text.sentences[text.tokens[run.end as usize - 1].sentence as usize].tokens.end;
    let end = |i: u32| matches!(text.tokens[i as usize].span.of(source), "." | "!" | "?" | "…" | "...");
    let stops = run.end >= 2 && (end(run.end - 1) || end(run.end - 2));
    let follows = (run.end..last).all(end);
    first == run.start && follows && (stops || run.end < last)
}
