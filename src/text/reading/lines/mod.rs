//! Lines: those that somebody has wrapped are joined, furniture is left out, every other line is a paragraph.

mod capitals;
mod captions;
mod furniture;
mod headlines;
mod hyphens;
mod labels;
mod run_in_links;
mod unfinished;
mod wrapped;

use super::{Edit, next_of};
use crate::text::Vocabulary;
use crate::text::chars::is_line_end;

/// Told of links within sentences.
const LEFT_OUT_LINKS: &str = "left out as no part of the article: links that run into a name";

/// A line with something on it.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// What it says, without the white space around.
    text: &'a str,
    /// Its first byte in the text.
    at: usize,
    /// White space before it, in bytes.
    indent: usize,
    /// A blank line stands before it.
    apart: bool,
    /// Furniture was left out before it.
    resumed: bool,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// Edits that make every line a paragraph; `warnings` is told of what was guessed.
pub(super) fn mend(text: &str, vocabulary: &Vocabulary, warnings: &mut Vec<String>) -> Vec<Edit> {
    let all = lines(text);
    let links = run_in_links::edits(text);
    if all.len() < 2 {
        if !links.is_empty() {
            warnings.push(LEFT_OUT_LINKS.to_owned());
        }
        return links;
    }
    let left_out = left_out(&all);
    let mut edits = Vec::new();
    let mut kept: Vec<Line> = Vec::with_capacity(all.len());
    let mut out = 0;
    for (i, line) in all.iter().enumerate() {
        if left_out[i] {
            out += 1;
            continue;
        }
        let resumed = i > 0 && left_out[i - 1];
        kept.push(Line { resumed, ..*line });
    }
    if kept.is_empty() {
        return Vec::new();
    }
    let joins = wrapped::joins(&kept);
    let joined = joins.iter().filter(|j| **j).count();
    for (pair, join) in kept.windows(2).zip(joins.iter().copied()) {
        let (before, after) = (&pair[0], &pair[1]);
        if join {
            edits.push(Edit { cut: after.resumed, ..hyphens::join(before, after, vocabulary) });
        } else if after.resumed {
            // the first blank before what is left out stays
            let first = all.partition_point(|l| l.at <= before.at);
            edits.push(Edit { cut: true, ..Edit::new(all[first].at..after.at, "") });
        }
    }
    let (first, last) = (kept[0], kept[kept.len() - 1]);
    if first.resumed {
        edits.push(Edit::new(all[0].at..first.at, ""));
    }
    if last.at < all[all.len() - 1].at {
        edits.push(Edit::new(last.end()..text.len(), ""));
    }
    let goes_on: Vec<bool> = std::iter::once(false).chain(joins).collect();
    edits.extend(capitals::edits(&kept, &goes_on, vocabulary));
    edits.extend(headlines::edits(&kept, &goes_on));
    let free = |l: &Edit| edits.iter().all(|e| e.range.end <= l.range.start || l.range.end <= e.range.start);
    let links: Vec<Edit> = links.into_iter().filter(free).collect();
    if !links.is_empty() {
        warnings.push(LEFT_OUT_LINKS.to_owned());
    }
    edits.extend(links);
    edits.sort_by_key(|e| (e.range.start, e.range.end));
    if joined > 0 {
        let lines = if joined == 1 { "1 line end is" } else { &format!("{joined} line ends are") };
        warnings.push(format!("the text looks wrapped: {lines} read as a space"));
    }
    if out > 0 {
        let lines = if out == 1 { "1 line" } else { &format!("{out} lines") };
        warnings.push(format!("left out as no part of the article: {lines}"));
    }
    edits
}

/// The lines of a text, blank ones left out.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut breaks, mut at) = (0, 0, 0);
    let mut add = |start: usize, end: usize, breaks: &mut usize| {
        let whole = &text[start..end];
        let body = whole.trim_start();
        let line = body.trim_end();
        if !line.is_empty() {
            let indent = whole.len() - body.len();
            lines.push(Line { text: line, at: start + indent, indent, apart: *breaks > 1, resumed: false });
            *breaks = 0;
        }
    };
    let may_end = |b: u8| (b.wrapping_sub(b'\n') <= b'\r' - b'\n') | (b == 0xc2) | (b == 0xe2);
    while let Some(found) = next_of(text.as_bytes(), at, may_end) {
        at = found;
        let c = text[at..].chars().next().unwrap_or(' ');
        if is_line_end(c) {
            add(start, at, &mut breaks);
            breaks += 1;
            at += usize::from(text[at..].starts_with("\r\n"));
            start = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    add(start, text.len(), &mut breaks);
    lines
}

/// Which lines are no part of the running text.
fn left_out(lines: &[Line]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    for i in 0..lines.len() {
        let text = |j: usize| lines[j].text;
        let before = (0..i).rev().take(4).find(|j| !out[*j]).map(text);
        let after = lines.get(i + 1).map(|l| l.text);
        out[i] = furniture::is(text(i)) || captions::interrupts(text(i), before, after);
    }
    out
}

#[cfg(test)]
fn read(text: &str) -> String {
    let edits = mend(text, &Vocabulary::new(&["dangerous", "well", "known", "fish", "man"]), &mut Vec::new());
    super::Edits::apply(text, &edits).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_what_is_before_them() {
        let found = lines(" One\r\n\r\n  Two \nThree\u{2028}\u{85}Four\r");
        let of: Vec<_> = found.iter().map(|l| (l.text, l.at, l.indent, l.apart)).collect();
        assert_eq!(of, [("One", 1, 1, false), ("Two", 10, 2, true), ("Three", 15, 0, false), ("Four", 25, 0, true)]);
    }

    #[test]
    fn furniture_is_left_out_wherever_it_stands() {
        assert_eq!(
            read("Advertisement\n\nOne said.\n\nRead more: A storm\n\nTwo said.\nAdvertisement\n"),
            "One said.\n\nTwo said."
        );
        // a sentence that it stands in goes on
        assert_eq!(
            read("Lund said that\n\nStory continues below\n\nthe ferry would run."),
            "Lund said that the ferry would run."
        );
        assert_eq!(read("Advertisement\nAdvertisement"), "Advertisement\nAdvertisement");
    }

    #[test]
    fn the_user_is_told() {
        let mut warnings = Vec::new();
        mend(
            "Lund said that the\nferry would run.\n\nAdvertisement\n\nYes.",
            &Vocabulary::new::<&str>(&[]),
            &mut warnings,
        );
        assert_eq!(
            warnings,
            ["the text looks wrapped: 1 line end is read as a space", "left out as no part of the article: 1 line"]
        );
    }
}
