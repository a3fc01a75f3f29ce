//! Texts in which every paragraph is broken once: two lines a paragraph, told by sure ends of which no two are neighbours.

use super::Line;
use super::ends::End;

/// Fewest sure ends inside sentences that tell the form.
const FEWEST: usize = 4;

/// True if `ends` are those of such a text; `near` says behind which ends no blank line stands.
pub(super) fn are(lines: &[Line], ends: &[End], near: &dyn Fn(usize) -> bool) -> bool {
    let inside = |i: usize| near(i) && ends[i] == End::Inside;
    let sure = (0..ends.len()).filter(|i| inside(*i)).count();
    let neighbours = (1..ends.len()).filter(|i| inside(*i) && inside(i - 1)).count();
    // a word alone has nowhere to be broken
    let may = lines.iter().filter(|l| l.text.contains(' ')).count();
    sure >= FEWEST && sure * 3 >= may && neighbours * 12 <= sure
}

/// Which ends are inside paragraphs, by the cheapest way to cut the text into pairs of lines.
pub(super) fn joins(lines: &[Line], ends: &[End], near: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let split = |i: usize| if near(i) && ends[i] == End::Inside { 8 } else { 0 };
    let join = |i: usize| match ends[i] {
        _ if !near(i) => 100,
        End::Inside | End::Running => 0,
        End::Open => 1,
        End::Sentence => 2,
        End::Headline | End::Title => 3,
        End::Paragraph => 6,
    };
    let alone = |i: usize| if lines[i].text.contains(' ') { 5 } else { 1 };
    // the least cost of the lines before, and how many of them the last paragraph has
    let mut best: Vec<(usize, usize)> = vec![(0, 0)];
    for n in 1..=lines.len() {
        let cut = |k: usize| best[n - k].0 + if n > k { split(n - k - 1) } else { 0 };
        let mut least = (cut(1) + alone(n - 1), 1);
        if n >= 2 {
            least = least.min((cut(2) + join(n - 2), 2));
        }
        if n >= 3 {
            least = least.min((cut(3) + join(n - 2) + join(n - 3) + 7, 3));
        }
        best.push(least);
    }
    let mut out = vec![true; ends.len()];
    let mut n = lines.len();
    while n > 0 {
        n -= best[n].1;
        if n > 0 {
            out[n - 1] = false;
        }
    }
    out
}
