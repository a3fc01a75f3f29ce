//! Cuts an article into stretches that the encoder can hold.

use std::ops::Range;

use crate::text::Segmentation;

/// Word pieces of context at most before and after those whose vectors are kept.
const CONTEXT: usize = 24;

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
/// The text is cut as it is without a title; that is read with the first window, or for itself where it finds no room there.
///
/// `sizes` are the numbers of word pieces of the tokens. `limit` is at most what the encoder has positions for.
pub(super) fn windows(segmentation: &Segmentation, sizes: &[u32], limit: usize) -> Vec<Window> {
    let units = units(segmentation, sizes, limit - 2 * context(limit));
    let title = units.partition_point(|u| u.start < segmentation.title as usize);
    let (title, text) = units.split_at(title);
    let mut out = stretch(text, sizes, limit);
    let Some(first) = out.first_mut().filter(|_| !title.is_empty()) else { return out };
    if sizes[..first.tokens.end].iter().sum::<u32>() as usize <= limit {
        (first.tokens.start, first.core.start) = (0, 0);
        return out;
    }
    let mut apart = stretch(title, sizes, limit);
    apart.extend(out);
    apart
}

/// Word pieces of context on each side.
fn context(limit: usize) -> usize {
    CONTEXT.min(limit / 8)
}

/// The windows over units that stand in a row.
fn stretch(units: &[Range<usize>], sizes: &[u32], limit: usize) -> Vec<Window> {
    let context = context(limit);
    let core = limit - 2 * context;
    let weights: Vec<usize> = units.iter().map(|u| sizes[u.clone()].iter().map(|n| *n as usize).sum()).collect();
    let mut left: usize = weights.iter().sum();
    // a text that fits is one window
    let core = if left <= limit { limit } else { core };
    let (mut out, mut first) = (Vec::new(), 0);
    while first < units.len() {
        // of like size: a short last one would read as much context as a long one
        let share = left.div_ceil(left.div_ceil(core).max(1));
        let (mut end, mut held) = (first, 0);
        while end < units.len() && (end == first || held + weights[end] <= core && held + weights[end] / 2 <= share) {
            held += weights[end];
            end += 1;
        }
        left -= held;
        let before = fitting(weights[..first].iter().rev(), context);
        let after = fitting(weights[end..].iter(), context);
        out.push(Window {
            tokens: units[first - before].start..units[end + after - 1].end,
            core: units[first].start..units[end - 1].end,
        });
        first = end;
    }
    out
}

/// How many of the first weights are together no more than `most`.
fn fitting<'a>(weights: impl Iterator<Item = &'a usize>, most: usize) -> usize {
    let mut sum = 0;
    let sums = weights.map(|w| {
        sum += w;
        sum
    });
    sums.take_while(|sum| *sum <= most).count()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn each_token_is_kept_once_in_windows_of_like_size_with_sentences_around() {
        let sentence = "The ferry to the island was late again on Monday. ";
        for n in [1usize, 20, 24, 57, 200] {
            let segmentation = text::read(&sentence.repeat(n));
            let sizes = vec![1u32; segmentation.tokens.len()];
            let windows = windows(&segmentation, &sizes, 254);
            let kept: Vec<usize> = windows.iter().flat_map(|w| w.core.clone()).collect();
            assert!(kept.iter().copied().eq(0..sizes.len()), "{n}");
            let lengths: Vec<usize> = windows.iter().map(|w| w.core.len()).collect();
            let [least, most] = [lengths.iter().min(), lengths.iter().max()].map(|l| *l.expect("a window"));
            assert!(2 * least > most, "no window for a few words: {n}: {lengths:?}");
            for (k, w) in windows.iter().enumerate() {
                assert!(w.tokens.len() <= 254);
                assert_eq!(w.tokens.start < w.core.start, k > 0, "context before");
                assert_eq!(w.tokens.end > w.core.end, k + 1 < windows.len(), "context after");
                assert!(w.core.start - w.tokens.start <= CONTEXT && w.tokens.end - w.core.end <= CONTEXT);
            }
        }
    }

    #[test]
    fn a_title_changes_the_first_window_alone_or_none() {
        let sentence = "The ferry to the island was late again on Monday. ";
        for (n, room) in [(9, true), (22, false)] {
            let mut segmentation = text::read(&format!("{}\n\n{}", "A ferry ".repeat(8), sentence.repeat(n)));
            let title = segmentation.paragraphs[0].tokens.end;
            let sizes = vec![1u32; segmentation.tokens.len()];
            let plain = text::read(&sentence.repeat(n));
            segmentation.title = title;
            let [with, without] = [windows(&segmentation, &sizes, 254), windows(&plain, &sizes[title as usize..], 254)];
            let text = |w: &Window| w.core.start.saturating_sub(title as usize)..w.core.end - title as usize;
            let titles = if room { 0 } else { 1 };
            assert_eq!(with[0].core.start, 0);
            assert_eq!(with.len(), without.len() + titles, "{n}");
            let cores: Vec<_> = with[titles..].iter().map(text).collect();
            assert!(cores.iter().eq(without.iter().map(|w| &w.core)), "{n}: {cores:?}");
        }
    }

    #[test]
    fn a_sentence_longer_than_a_window_is_cut() {
        let segmentation = text::read(&"ferry ".repeat(600));
        let sizes = vec![1u32; segmentation.tokens.len()];
        let windows = windows(&segmentation, &sizes, 254);
        assert!(windows.len() > 2 && windows.iter().all(|w| w.tokens.len() <= 254));
        assert_eq!(windows.iter().map(|w| w.core.len()).sum::<usize>(), sizes.len());
    }
}
