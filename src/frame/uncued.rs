//! Quotations that no cue accounts for: a paragraph of speech after another, the sentence after a quoted one.

use super::Frame;
use crate::span::Tokens;
use crate::text::Text;

/// Fewest words of a quotation that stands for speech without a cue.
const FEWEST: usize = 4;

/// Adds a frame without cue and source for each whole quoted sentence that is in no frame's content, and joins the
/// paragraphs of one quotation whose closing mark comes only at its end.
pub(super) fn add(source: &str, text: &Text, frames: &mut Vec<Frame>) {
    let n = text.tokens.len();
    let mut said = vec![u32::MAX; n];
    for (k, f) in frames.iter().enumerate() {
        for i in f.content.iter().flat_map(|c| c.range()) {
            said[i] = k as u32;
        }
    }
    let is_word = |i: usize| text.tokens[i].span.of(source).chars().any(char::is_alphanumeric);
    for q in text.quotations.iter().filter(|q| q.depth == 0) {
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
        if taken > 0 || words < FEWEST || !whole_sentence(source, text, run) {
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

/// The run begins a sentence and ends one, its last word followed by a full stop, question or exclamation mark.
fn whole_sentence(source: &str, text: &Text, run: Tokens) -> bool {
    let first = text.sentences[text.tokens[run.start as usize].sentence as usize].tokens.start;
    let last = text.sentences[text.tokens[run.end as usize - 1].sentence as usize].tokens.end;
    let end = |i: u32| matches!(text.tokens[i as usize].span.of(source), "." | "!" | "?" | "…" | "...");
    let stops = run.end >= 2 && (end(run.end - 1) || end(run.end - 2));
    let follows = (run.end..last).all(end);
    first == run.start && follows && (stops || run.end < last)
}
