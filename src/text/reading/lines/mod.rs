//! Lines: those that somebody has wrapped are joined, furniture is left out, every other line is a paragraph.

mod capitals;
mod captions;
mod colon_datelines;
mod ends;
mod furniture;
mod headlines;
mod hyphens;
mod labels;
mod mail;
mod pairs;
mod run_in_links;
mod unfinished;
mod wrapped;

use super::{Edit, next_of};
use crate::rule::{RuleName, Rules};
use crate::text::Vocabulary;
use crate::text::chars::is_line_end;
use furniture::Furniture;

/// The names of all rules.
pub(super) const RULES: &[RuleName] = &[
    mail::NAME,
    furniture::NAME,
    captions::NAME,
    wrapped::NAME,
    run_in_links::NAME,
    capitals::NAME,
    headlines::NAME,
    colon_datelines::NAME,
];

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
    /// The marks before it that say how often a mail has quoted it.
    quoted: mail::Marks,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Where the line begins with its marks.
    fn begin(&self) -> usize {
        self.at - self.quoted.bytes
    }
}

/// Edits that make every line a paragraph; `warnings` is told of what was guessed.
pub(super) fn mend(text: &str, vocabulary: &Vocabulary, rules: &Rules, warnings: &mut Vec<String>) -> Vec<Edit> {
    let all = lines(text, rules.has(mail::NAME));
    let left_out = left_out(&all, rules);
    let mut kept: Vec<Line> = Vec::with_capacity(all.len());
    for (i, line) in all.iter().enumerate().filter(|(i, _)| !left_out[*i]) {
        let resumed = i > 0 && left_out[i - 1];
        kept.push(Line { resumed, ..*line });
    }
    if kept.is_empty() {
        return Vec::new();
    }
    let joins = if rules.has(wrapped::NAME) { wrapped::joins(&kept) } else { vec![false; kept.len() - 1] };
    let joined = joins.iter().filter(|j| **j).count();
    let mut edits = between(text, &all, &kept, &joins, vocabulary);
    let goes_on: Vec<bool> = std::iter::once(false).chain(joins).collect();
    if rules.has(capitals::NAME) {
        edits.extend(capitals::edits(&kept, &goes_on, vocabulary));
    }
    if rules.has(headlines::NAME) {
        edits.extend(headlines::edits(&kept, &goes_on));
    }
    if rules.has(colon_datelines::NAME) {
        edits.extend(colon_datelines::edits(&kept, &goes_on));
    }
    let links = if rules.has(run_in_links::NAME) { run_in_links::edits(text, &kept, &goes_on) } else { Vec::new() };
    edits.retain(|e| links.iter().all(|l| e.range.end <= l.range.start || l.range.end <= e.range.start));
    let linked = !links.is_empty();
    edits.extend(links);
    edits.sort_by_key(|e| (e.range.start, e.range.end));
    let counted = |n: usize, one: &str, more: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {more}") };
    if joined > 0 {
        let lines = counted(joined, "line end is", "line ends are");
        warnings.push(format!("the text looks wrapped: {lines} read as a space"));
    }
    let out = all.len() - kept.len();
    if out > 0 {
        warnings.push(format!("left out as no part of the article: {}", counted(out, "line", "lines")));
    }
    let quoted = all.iter().filter(|l| l.quoted.bytes > 0).count();
    if quoted > 0 {
        warnings.push(format!(
            "left out as marks of a mail that is quoted: those before {}",
            counted(quoted, "line", "lines")
        ));
    }
    if linked {
        warnings.push("left out as no part of the article: links that run into a name".to_owned());
    }
    edits
}

/// Edits of what stands between the lines that are kept, before them and behind them.
fn between(text: &str, all: &[Line], kept: &[Line], joins: &[bool], vocabulary: &Vocabulary) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (pair, join) in kept.windows(2).zip(joins) {
        let (before, after) = (&pair[0], &pair[1]);
        let marks = || text[before.end()..after.at].contains('>');
        if *join {
            edits.push(Edit { cut: after.resumed, ..hyphens::join(before, after, vocabulary) });
        } else if after.quoted.bytes + before.quoted.bytes > 0 && marks() {
            edits.push(Edit { cut: after.resumed, ..Edit::new(before.end()..after.at, "\n\n") });
        } else if after.resumed {
            // the first blank before what is left out stays
            let first = all.partition_point(|l| l.at <= before.at);
            edits.push(Edit { cut: true, ..Edit::new(all[first].begin()..after.at, "") });
        }
    }
    let (first, last) = (kept[0], kept[kept.len() - 1]);
    if all[0].begin() < first.at {
        edits.push(Edit::new(all[0].begin()..first.at, ""));
    }
    if last.at < all[all.len() - 1].at || last.quoted.bytes > 0 && last.end() < text.len() {
        edits.push(Edit::new(last.end()..text.len(), ""));
    }
    edits
}

/// The lines of a text, blank ones left out; where it quotes a `mail`, without the marks of that.
fn lines(text: &str, mail: bool) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut breaks, mut at) = (0, 0, 0);
    let mut add = |start: usize, end: usize, breaks: &mut usize| {
        let whole = &text[start..end];
        let quoted = if mail { mail::marks(whole) } else { mail::Marks::default() };
        let body = whole[quoted.bytes..].trim_start();
        let line = body.trim_end();
        if !line.is_empty() {
            let at = start + whole.len() - body.len();
            // the white space behind the marks goes with them
            let (indent, bytes) = match quoted.bytes {
                0 => (at - start, 0),
                _ => (0, at - start),
            };
            let quoted = mail::Marks { bytes, ..quoted };
            lines.push(Line { text: line, at, indent, apart: *breaks > 1, resumed: false, quoted });
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
fn left_out(lines: &[Line], rules: &Rules) -> Vec<bool> {
    let kind = |l: &Line| furniture::kind(l.text).filter(|_| rules.has(furniture::NAME));
    let kinds: Vec<Option<Furniture>> = lines.iter().map(kind).collect();
    let mut out: Vec<bool> = kinds.iter().map(Option::is_some).collect();
    for i in 0..lines.len() {
        let text = |j: usize| lines[j].text;
        let before = (0..i).rev().take(4).find(|j| !out[*j]).map(text);
        let after = lines.get(i + 1).map(|l| l.text);
        out[i] |= rules.has(captions::NAME) && captions::interrupts(text(i), before, after);
    }
    if rules.has(mail::NAME) {
        mail::introductions(lines, &mut out);
    }
    if rules.has(wrapped::NAME) && kinds.contains(&Some(Furniture::Begins)) {
        let goes_on = wrapped::sure_joins(lines);
        for i in (0..lines.len()).filter(|i| kinds[*i] == Some(Furniture::Begins)) {
            let rest = goes_on[i..].iter().take_while(|g| **g).count();
            let length: usize = lines[i..=i + rest].iter().map(|l| l.text.len()).sum();
            if length <= furniture::PARAGRAPH {
                out[i..=i + rest].fill(true);
            }
        }
    }
    out
}

#[cfg(test)]
fn read(text: &str) -> String {
    read_by(text, &Rules::default())
}

#[cfg(test)]
fn read_by(text: &str, rules: &Rules) -> String {
    let edits = mend(text, &Vocabulary::new(&["dangerous", "well", "known", "fish", "man"]), rules, &mut Vec::new());
    super::Edits::apply(text, &edits).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_what_is_before_them() {
        let found = lines(" One\r\n\r\n  Two \nThree\u{2028}\u{85}Four\r", true);
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
    fn furniture_that_was_wrapped_goes_as_a_whole() {
        let text = "Lund said that the\nferry would run, and so\nit did.\n\nRead more: A storm that\nclosed the port\n\nTwo said so.";
        assert_eq!(read(text), "Lund said that the ferry would run, and so it did.\n\nTwo said so.");
    }

    #[test]
    fn the_user_is_told() {
        let mut warnings = Vec::new();
        mend(
            "Lund said that the\nferry would run.\n\nAdvertisement\n\nYes.",
            &Vocabulary::new::<&str>(&[]),
            &Rules::default(),
            &mut warnings,
        );
        assert_eq!(
            warnings,
            ["the text looks wrapped: 1 line end is read as a space", "left out as no part of the article: 1 line"]
        );
    }

    #[test]
    fn each_rule_is_switched_off_by_its_name() {
        for (rule, text) in [
            (mail::NAME, "> It ran.\n>\n> It sank."),
            (furniture::NAME, "It ran.\n\nAdvertisement\n\nIt sank."),
            (captions::NAME, "“It ran.\n\nThe port. Photo: Jo Doe\n\n“It sank.”"),
            (wrapped::NAME, "The ferry, Lund said,\nwould run. It did,\nas she said."),
            (run_in_links::NAME, "Mayor Ada Lund Ada Rose LundA link MORE left."),
            (capitals::NAME, "FERRY WILL RUN TILL MAY.\n\nThe ferry from Cray will run, the minister said."),
            (headlines::NAME, "Ferry runs, minister says\n\nIt ran."),
            (colon_datelines::NAME, "OSLO, March 3: The ferry ran."),
        ] {
            assert_ne!(read(text), text, "{rule}");
            assert_eq!(read_by(text, &Rules::without([rule])), text, "{rule}");
        }
    }
}
