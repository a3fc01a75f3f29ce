//! Cuts an article into stretches that the encoder can hold.

use std::ops::Range;

use crate::text::Segmentation;

/// Word pieces of one window, without `[CLS]` and `[SEP]`.
const LIMIT: usize = 252;
/// Word pieces whose vectors are kept from one window; the rest is context.
const CORE: usize = 196;
/// Context after the core, in word pieces.
const AFTER: usize = 28;

/// Tokens to encode together, and those whose vectors are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// All tokens of the window.
    pub(super) tokens: Range<usize>,
    /// The tokens that no other window keeps.
    pub(super) core: Range<usize>,
}

/// Windows of whole sentences (a sentence longer than a window is cut), with sentences before and after as context.
///
/// `sizes` are the numbers of word pieces of the tokens. `limit` is at most what the encoder has positions for.
pub(super) fn windows(segmentation: &Segmentation, sizes: &[u32], limit: usize) -> Vec<Window> {
    let limit = limit.min(LIMIT);
    let core = CORE.min(limit * 3 / 4);
    let units = units(segmentation, sizes, core);
    let weight = |u: &Range<usize>| sizes[u.clone()].iter().map(|n| *n as usize).sum::<usize>();
    let weights: Vec<usize> = units.iter().map(weight).collect();
    let mut out = Vec::new();
    if weights.iter().sum::<usize>() <= limit {
        return match (units.first(), units.last()) {
            (Some(a), Some(b)) => vec![Window { tokens: a.start..b.end, core: a.start..b.end }],
            _ => out,
        };
    }
    let mut first = 0;
    while first < units.len() {
        let (mut end, mut held) = (first, 0);
        while end < units.len() && (end == first || held + weights[end] <= core) {
            held += weights[end];
            end += 1;
        }
        let (mut last, mut after) = (end, 0);
        while last < units.len() && after + weights[last] <= AFTER && held + after + weights[last] <= limit {
            after += weights[last];
            last += 1;
        }
        held += after;
        let mut begin = first;
        while begin > 0 && held + weights[begin - 1] <= limit {
            begin -= 1;
            held += weights[begin];
        }
        out.push(Window {
            tokens: units[begin].start..units[last - 1].end,
            core: units[first].start..units[end - 1].end,
        });
        first = end;
    }
    out
}

/// Sentences, the longest cut into pieces of at most `most` word pieces.
fn units(segmentation: &Segmentation, sizes: &[u32], most: usize) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(segmentation.sentences.len());
    for sentence in &segmentation.sentences {
        let (mut start, mut held) = (sentence.tokens.start as usize, 0);
        for i in sentence.tokens.range() {
            if held + sizes[i] as usize > most && i > start {
                out.push(start..i);
                (start, held) = (i, 0);
            }
            held += sizes[i] as usize;
        }
        out.push(start..sentence.tokens.end as usize);
    }
    out
}
