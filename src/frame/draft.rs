//! Declared repairs of frames: what one is, and how a list of them is applied.

use super::types::{Frame, Frames};
use crate::doc::Doc;
use crate::rule::{RuleName, Rules};

/// Probability of a source that syntax found where the network found none.
pub(super) const BY_SYNTAX: f32 = 0.6;
/// Probability of a cue, a source and a content that the layout shows.
pub(super) const SHOWN: f32 = 0.9;
/// In no frame's content.
pub(super) const NOBODY: u32 = u32::MAX;
/// Fewest words of a quotation that stands for speech without a cue.
pub(super) const FEWEST: usize = 4;
/// Frames to each side that are looked at for one that claims the same words.
const NEAR: usize = 6;

/// A step between what the network gives and what the stage returns.
pub(super) struct Repair {
    pub(super) name: RuleName,
    pub(super) apply: Apply,
}

/// The kinds of repairs. A frame that loses its whole content is dropped.
pub(super) enum Apply {
    /// Looks at one frame; true if it changed it.
    Each(fn(&Doc, &mut Frame) -> bool),
    /// Looks at all frames of an article.
    All(fn(&Doc, &mut Draft) -> Done),
    /// Puts spans into the form that later repairs and stages rely on: no rule, always on.
    Tidy(fn(&Doc, &mut [Frame])),
}

/// The frames of an article while they are mended.
pub(super) struct Draft {
    /// Frames of the cues in the text, in that order; then those that repairs add, until all are put in order.
    pub(super) list: Vec<Frame>,
    /// How many of them are of cues in the text.
    pub(super) cued: usize,
}

/// What a repair did, by index; frames that it added at the end are known without.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Done {
    pub(super) changed: Vec<usize>,
    pub(super) dropped: Vec<usize>,
}

impl Draft {
    pub(super) fn new(list: Vec<Frame>) -> Self {
        Self { cued: list.len(), list }
    }

    /// The frames near frame `i`.
    pub(super) fn near(&self, i: usize) -> impl Iterator<Item = usize> + Clone + use<> {
        (i.saturating_sub(NEAR)..(i + NEAR).min(self.list.len())).filter(move |j| *j != i)
    }

    /// The frames near frame `i`, before it.
    pub(super) fn before(&self, i: usize) -> std::ops::Range<usize> {
        i.saturating_sub(NEAR)..i
    }

    /// For each token, the last frame whose content it is in, or [`NOBODY`].
    pub(super) fn owners(&self, doc: &Doc) -> Vec<u32> {
        let mut out = vec![NOBODY; doc.tokens.len()];
        for (k, f) in self.list.iter().enumerate() {
            f.content.iter().for_each(|c| out[c.range()].fill(k as u32));
        }
        out
    }

    /// Takes frames away and returns them, in order.
    fn take(&mut self, gone: impl Fn(usize, &Frame) -> bool) -> Vec<Frame> {
        let mut out = Vec::new();
        let (mut kept, mut cued) = (Vec::with_capacity(self.list.len()), 0);
        for (i, frame) in std::mem::take(&mut self.list).into_iter().enumerate() {
            if gone(i, &frame) {
                out.push(frame);
            } else {
                cued += usize::from(i < self.cued);
                kept.push(frame);
            }
        }
        (self.list, self.cued) = (kept, cued);
        out
    }
}

/// Applies repairs in their order, but those switched off; each frame notes which changed it.
pub(super) fn mend(doc: &Doc, frames: Vec<Frame>, repairs: &[Repair], rules: &Rules) -> Frames {
    let (mut draft, mut dropped) = (Draft::new(frames), Vec::new());
    for repair in repairs.iter().filter(|r| matches!(r.apply, Apply::Tidy(_)) || rules.has(r.name)) {
        match repair.apply {
            Apply::Tidy(tidy) => tidy(doc, &mut draft.list),
            Apply::Each(mend) => {
                for frame in &mut draft.list {
                    if mend(doc, frame) {
                        frame.rules.push(repair.name);
                    }
                }
            }
            Apply::All(mend) => {
                let before = draft.list.len();
                let mut done = mend(doc, &mut draft);
                done.changed.extend((before..draft.list.len()).chain(done.dropped.iter().copied()));
                done.changed.sort_unstable();
                done.changed.dedup();
                done.changed.iter().for_each(|i| draft.list[*i].rules.push(repair.name));
                if !done.dropped.is_empty() {
                    done.dropped.sort_unstable();
                    dropped.extend(draft.take(|i, _| done.dropped.binary_search(&i).is_ok()));
                }
            }
        }
        if draft.list.iter().any(|f| f.content.is_empty()) {
            // the network gives some cues no content
            let by_rule = |f: &Frame| f.rules.last() == Some(&repair.name);
            dropped.extend(draft.take(|_, f| f.content.is_empty()).into_iter().filter(by_rule));
        }
    }
    Frames { list: draft.list, dropped }
}

#[cfg(test)]
pub(super) mod testing {
    //! What a repair makes of a fixture's frames, as text.

    use super::*;
    use crate::fixture::Fixture;
    use crate::span::Tokens;

    /// The cue, the source and the parts of the content, "-" for none.
    fn shown(doc: &Doc, frame: &Frame) -> String {
        let slice = |run: Option<Tokens>| run.map_or("-", |t| doc.slice(t)).to_owned();
        let content: Vec<&str> = frame.content.iter().map(|c| doc.slice(*c)).collect();
        let parts = [slice(frame.cue.map(|c| c.tokens)), slice(frame.source), content.join(" / ")];
        parts.join(" | ")
    }

    /// The frames after a repair, dropped ones left out; none if it says that it did nothing.
    pub(crate) fn mended(apply: Apply, lines: &str) -> Option<Vec<String>> {
        let f = Fixture::new(lines);
        let before: Vec<String> = f.frames.iter().map(|frame| shown(&f.doc, frame)).collect();
        let after = mend(&f.doc, f.frames, &[Repair { name: "tested", apply }], &Rules::default());
        let fired = !after.dropped.is_empty() || after.list.iter().any(|frame| !frame.rules.is_empty());
        let after: Vec<String> = after.list.iter().map(|frame| shown(&f.doc, frame)).collect();
        assert_eq!(fired, before != after, "it says that it fired if it changed something, and only then");
        fired.then_some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    const LINES: &str = "1 Lund PROPN _ 2 nsubj Source=0
        2 said VERB _ 0 root Cue=0
        3 boats NOUN NNS 4 nsubj Content=0
        4 sink VERB _ 2 ccomp Content=0|Cue=1
        5 fast ADV _ 4 advmod Content=1|SpaceAfter=No
        6 . PUNCT _ 2 punct _";

    fn empty_first(_: &Doc, f: &mut Frame) -> bool {
        let first = f.source.is_some();
        if first {
            f.content.clear();
        }
        first
    }

    fn add_one(_: &Doc, draft: &mut Draft) -> Done {
        assert_eq!(draft.cued, 1, "the dropped frame is not counted");
        draft.list.push(Frame { rules: Vec::new(), ..draft.list[0].clone() });
        Done { changed: vec![0, 0], dropped: Vec::new() }
    }

    const LIST: &[Repair] = &[
        Repair { name: "empty_first", apply: Apply::Each(empty_first) },
        Repair { name: "add_one", apply: Apply::All(add_one) },
    ];

    #[test]
    fn frames_know_the_rules_and_dropped_ones_are_kept() {
        let f = Fixture::new(LINES);
        let frames = mend(&f.doc, f.frames, LIST, &Rules::default());
        assert_eq!(frames.list.iter().map(|f| &f.rules[..]).collect::<Vec<_>>(), [["add_one"], ["add_one"]]);
        assert_eq!(frames.dropped.iter().map(|f| &f.rules[..]).collect::<Vec<_>>(), [["empty_first"]]);
    }

    #[test]
    fn a_repair_that_is_off_does_nothing() {
        let f = Fixture::new(LINES);
        let frames = mend(&f.doc, f.frames.clone(), LIST, &Rules::without(["empty_first", "add_one"]));
        assert_eq!(frames, Frames { list: f.frames, dropped: Vec::new() });
    }
}
