//! Where a mended text differs from the one before, and how a span of it is found again there.

use std::borrow::Cow;
use std::ops::Range;

use crate::span::Span;

/// A stretch of the text before, and what is read in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Bytes of the text before.
    pub(super) range: Range<usize>,
    /// What is read there, if need be nothing.
    pub(super) with: Cow<'static, str>,
    /// It takes out text that belongs to nothing around it: what goes on across it is two spans.
    pub(super) cut: bool,
}

impl Edit {
    /// `with` in place of `range`.
    pub(super) fn new(range: Range<usize>, with: impl Into<Cow<'static, str>>) -> Self {
        Self { range, with: with.into(), cut: false }
    }
}

/// One edit, by both of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    /// In the mended text.
    new: Span,
    /// In the text before.
    old: Span,
    cut: bool,
}

/// The edits that lead from a text to a mended one, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    steps: Vec<Step>,
}

impl Edits {
    /// The text with these edits, which ascend and do not overlap.
    pub(super) fn apply(text: &str, edits: &[Edit]) -> (String, Self) {
        let mut out = String::with_capacity(text.len());
        let mut steps = Vec::with_capacity(edits.len());
        let mut copied = 0;
        for edit in edits {
            debug_assert!(copied <= edit.range.start && edit.range.start <= edit.range.end, "edits ascend");
            out.push_str(&text[copied..edit.range.start]);
            let at = out.len();
            out.push_str(&edit.with);
            let old = Span::new(edit.range.start, edit.range.end);
            steps.push(Step { new: Span::new(at, out.len()), old, cut: edit.cut });
            copied = edit.range.end;
        }
        out.push_str(&text[copied..]);
        (out, Self { steps })
    }

    /// The span of the text before that is read as `span`.
    pub(super) fn restore(&self, span: Span) -> Span {
        let end = self.end(span.end);
        // a span of nothing, where something is left out, is its start
        Span { start: self.start(span.start).min(end), end }
    }

    fn start(&self, at: u32) -> u32 {
        let next = self.steps.partition_point(|s| s.new.end <= at);
        match self.steps.get(next).filter(|s| s.new.start <= at) {
            Some(inside) => inside.old.start,
            None => self.after(next, at),
        }
    }

    fn end(&self, at: u32) -> u32 {
        let next = self.steps.partition_point(|s| s.new.end <= at && s.new.start < at);
        match self.steps.get(next).filter(|s| s.new.start < at) {
            Some(inside) => inside.old.end,
            None => self.after(next, at),
        }
    }

    /// `at` in the text before, where it stands behind all steps before `next` and before all others.
    fn after(&self, next: usize, at: u32) -> u32 {
        next.checked_sub(1).map_or(at, |i| at - self.steps[i].new.end + self.steps[i].old.end)
    }

    /// Where something is taken out inside `span`.
    pub(super) fn cuts(&self, span: Span) -> impl Iterator<Item = u32> {
        let first = self.steps.partition_point(|s| s.new.end <= span.start);
        self.steps[first..].iter().take_while(move |s| s.new.start < span.end).filter(|s| s.cut).map(|s| s.new.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_again() {
        let text = "a&amp;b -\ncd";
        let (mended, edits) = Edits::apply(text, &[Edit::new(1..6, "&"), Edit::new(8..10, "")]);
        assert_eq!(mended, "a&b cd");
        let back = |s: usize, e: usize| edits.restore(Span::new(s, e)).of(text);
        assert_eq!([back(0, 1), back(1, 2), back(0, 3), back(2, 3)], ["a", "&amp;", "a&amp;b", "b"]);
        // what is taken out before a span or behind it is none of it
        assert_eq!([back(4, 6), back(3, 4), back(3, 6)], ["cd", " ", " -\ncd"]);
    }

    #[test]
    fn inside_what_stands_for_one_sign_all_of_it_is_meant() {
        let text = "x&hellip;y";
        let (mended, edits) = Edits::apply(text, &[Edit::new(1..9, "...")]);
        assert_eq!(mended, "x...y");
        assert_eq!(edits.restore(Span::new(2, 3)).of(text), "&hellip;");
        assert_eq!(edits.restore(Span::new(4, 5)).of(text), "y");
    }
}
