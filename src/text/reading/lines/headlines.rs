//! A headline is read with a full stop, as are the lines under it: what reads the text knows no lines, and would read a
//! headline and the sentence below it as one ("Bridge will stay shut, mayor says The bridge ...").

use super::super::Edit;
use super::{Line, labels};
use crate::rule::RuleName;

/// The rule's name.
pub(super) const NAME: RuleName = "headlines";

/// Most lines that headline and what stands under it may be.
const LINES: usize = 4;
/// Words of the longest headline.
const WORDS: usize = 25;
/// Longest headline in bytes under which a sentence is looked for.
const LONGEST: usize = 130;

/// Full stops for the lines above the first that has one; `goes_on` says which lines go on with the one before.
pub(super) fn edits(lines: &[Line], goes_on: &[bool]) -> Vec<Edit> {
    let mut out = Vec::new();
    let mut i = 0;
    for _ in 0..LINES {
        if i >= lines.len() {
            break;
        }
        let last = i + goes_on[i + 1..].iter().take_while(|g| **g).count();
        let words: usize = lines[i..=last].iter().map(|l| l.text.split(' ').count()).sum();
        let marks = ['"', '“', '”', '’', '\'', '‘'];
        let quoted = lines[i].text.starts_with(marks) && lines[last].text.ends_with(marks);
        let open =
            lines[last].text.ends_with(|c: char| c.is_alphanumeric() || c == ')' || marks.contains(&c)) && !quoted;
        if last + 1 >= lines.len() || words > WORDS || !open || stops(lines[last].text) || labels::turn(lines[i].text) {
            break;
        }
        if words > 1 {
            out.push(Edit::new(lines[last].end()..lines[last].end(), "."));
        }
        i = last + 1;
    }
    out
}

/// True if `next` says again what the lines before it say, as a sentence does under its headline: a name that it begins with, or two
/// words of its beginning.
pub(super) fn stand_over(lines: &[Line], next: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3);
        all.map(str::to_lowercase).collect()
    };
    let length: usize = lines.iter().map(|l| l.text.len()).sum();
    if length > LONGEST || lines.iter().any(|l| l.text.contains(['.', '!', '?'])) {
        return false;
    }
    let said: Vec<String> = lines.iter().flat_map(|l| words(l.text)).collect();
    let again = |text: &str| words(text).iter().filter(|w| said.contains(w)).count();
    let first = |n: usize| next.match_indices(' ').nth(n - 1).map_or(next, |(i, _)| &next[..i]);
    let named = first(2).split(' ').take_while(|w| w.starts_with(char::is_uppercase));
    named.map(again).sum::<usize>() > 0 || again(first(8)) > 1
}

/// True of a line whose last mark but for closing ones ends a sentence.
fn stops(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', '…', ',', ':', ';'])
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn headlines_have_a_full_stop() {
        assert_eq!(
            read("Ferry runs, minister says\nBy Ada Lund\n\nIt ran.\n\nNo end\n\nEnd."),
            "Ferry runs, minister says.\nBy Ada Lund.\n\nIt ran.\n\nNo end\n\nEnd."
        );
    }

    #[test]
    fn other_lines_have_none() {
        for text in [
            "Ferry runs, minister says",
            "It ran.\n\nNo end\n\nEnd.",
            "Will it run?\n\nNo end\n\nEnd.",
            "“It ran.”\nYes.",
            "“It ran”\nYes.",
            "She said:\nYes.",
            "Police: Two held\nTwo.",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
