//! Runs of tokens: their words, and what is left when something is taken off.

use crate::doc::Doc;
use crate::span::Tokens;
use crate::text::Quotation;

/// True of a run that holds a word.
pub(super) fn has_word(doc: &Doc, run: Tokens) -> bool {
    run.range().any(|i| doc.is_word(i))
}

/// Number of words of a run of tokens.
pub(super) fn words(doc: &Doc, run: Tokens) -> usize {
    run.range().filter(|i| doc.is_word(*i)).count()
}

/// The last word of a quotation is followed by one of these marks inside its own.
pub(super) fn ends_in(doc: &Doc, quotation: Tokens, marks: &[&str]) -> bool {
    quotation.range().rev().take(2).any(|i| marks.contains(&doc.word(i)))
}

/// A dash, however it is written.
pub(super) fn is_dash(word: &str) -> bool {
    matches!(word, "—" | "–" | "―" | "--" | "-")
}

/// What ends a sentence.
pub(super) const STOPS: [&str; 5] = [".", "!", "?", "…", "..."];

/// Without punctuation at its ends that is no part of a quotation inside it.
pub(super) fn trimmed(doc: &Doc, mut run: Tokens) -> Tokens {
    let holds = |run: Tokens, q: &Quotation| run.start <= q.open && q.end <= run.end;
    while !run.is_empty() {
        let (first, last) = (run.start as usize, run.end as usize - 1);
        let kept = |i: usize| doc.is_word(i) || doc.quotation(i).is_some_and(|q| holds(run, q));
        let sign = |i: usize| matches!(doc.word(i), "$" | "£" | "€" | "#" | "%" | "@");
        if !kept(first) && !sign(first) {
            run.start += 1;
        } else if !kept(last) && !sign(last) {
            run.end -= 1;
        } else {
            break;
        }
    }
    run
}

/// A run without the tokens of another inside it: none, one or two runs.
fn without(run: Tokens, hole: Tokens) -> Vec<Tokens> {
    if !run.overlaps(hole) {
        return vec![run];
    }
    let parts = [(run.start, run.end.min(hole.start)), (run.start.max(hole.end), run.end)];
    parts.into_iter().filter(|(s, e)| s < e).map(|(start, end)| Tokens { start, end }).collect()
}

/// Takes the tokens of `hole` out of each run; true if any held one.
pub(super) fn cut(runs: &mut Vec<Tokens>, hole: Tokens) -> bool {
    let held = runs.iter().any(|c| c.overlaps(hole));
    if held {
        *runs = runs.iter().flat_map(|c| without(*c, hole)).collect();
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_leaves_what_is_around_it() {
        let mut runs = vec![Tokens::new(0, 6), Tokens::new(8, 9)];
        assert!(cut(&mut runs, Tokens::new(2, 4)) && !cut(&mut runs, Tokens::new(6, 8)));
        assert_eq!(runs, [Tokens::new(0, 2), Tokens::new(4, 6), Tokens::new(8, 9)]);
        assert!(cut(&mut runs, Tokens::new(0, 5)));
        assert_eq!(runs, [Tokens::new(5, 6), Tokens::new(8, 9)]);
    }
}
