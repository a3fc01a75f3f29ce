//! Links that a page has run into its sentences after a name, which is given in full again: "Ada Lund Ada Marie LundFerry
//! strike ends Harbour opens MORE said".

use std::ops::Range;

use super::super::Edit;
use super::Line;
use crate::rule::RuleName;

/// The rule's name.
pub(super) const NAME: RuleName = "run_in_links";

/// What such links end in.
const END: &str = "MORE";
/// Bytes of the longest links.
const LONGEST: usize = 700;
/// Bytes from a name to the end of its full form.
const FULL_NAME: usize = 80;

/// Edits that leave the links out; `goes_on` says which lines go on with the one before.
pub(super) fn edits(text: &str, lines: &[Line], goes_on: &[bool]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let last = i + goes_on[i + 1..].iter().take_while(|g| **g).count();
        in_paragraph(text, lines[i].at..lines[last].end(), &mut edits);
        i = last + 1;
    }
    edits
}

/// The same in one paragraph, whose lines may have been wrapped.
fn in_paragraph(text: &str, paragraph: Range<usize>, edits: &mut Vec<Edit>) {
    let mut from = paragraph.start;
    for (at, _) in text[paragraph.clone()].match_indices(END) {
        let end = paragraph.start + at + END.len();
        let before = &text[from.min(end - END.len())..end - END.len()];
        if !before.ends_with([' ', '\n']) || text[end..].starts_with(char::is_alphanumeric) {
            continue;
        }
        let first = text.floor_char_boundary((end - END.len()).saturating_sub(LONGEST)).max(from);
        if let Some(name) = name_end(&text[first..end - END.len() - 1]) {
            edits.push(Edit { cut: true, ..Edit::new(first + name..end, "") });
        }
        from = end;
    }
}

/// Where the name ends that the links come after: the last word before its full form, which runs into the first link.
fn name_end(text: &str) -> Option<usize> {
    let (mut before, mut best) = (None, None);
    for (i, c) in text.char_indices() {
        let runs_in =
            before.is_some_and(char::is_lowercase) && (c.is_uppercase() || matches!(c, '\'' | '"' | '‘' | '“'));
        before = Some(c);
        if !runs_in {
            continue;
        }
        let word =
            text[..i].rfind(|c: char| !c.is_alphanumeric() && c != '-').map_or(0, |j| text.ceil_char_boundary(j + 1));
        // "McLund" runs into nothing; "McLundFerry" does at its end
        if best.is_some_and(|(first, _)| first != word) {
            break;
        }
        let name = &text[word..i];
        let near = text.floor_char_boundary(word.saturating_sub(FULL_NAME));
        let same = |j: &usize| {
            let (left, right) = (&text[..near + j], &text[near + j + name.len()..]);
            !left.ends_with(char::is_alphanumeric) && !right.starts_with(char::is_lowercase)
        };
        let found = text[near..word].match_indices(name).map(|(j, _)| j).filter(same).last();
        let end = found.filter(|_| name.starts_with(char::is_uppercase)).map(|j| near + j + name.len());
        if let Some(end) = end.filter(|end| names(&text[*end..word])) {
            best = Some((word, end));
        }
    }
    best.map(|(_, end)| end)
}

/// True if all words are parts of a name.
fn names(text: &str) -> bool {
    text.split_whitespace().all(|w| w.trim_start_matches(['(', '"', '“', '‘', '\'']).starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn links_after_a_name_are_left_out() {
        assert_eq!(
            read("Sen. Ada McLund Ada (Addie) Marie McLundFerry strike ends Lund's 'no' MORE (R-Ky.) said it hailed."),
            "Sen. Ada McLund (R-Ky.) said it hailed."
        );
        assert_eq!(
            read("Mayor BergTom Olaf BergBerg 'was' right Two MORE’s aide met Ada Lund Ada Rose LundA link MORE."),
            "Mayor Berg’s aide met Ada Lund."
        );
    }

    #[test]
    fn links_that_were_wrapped_are_left_out() {
        assert_eq!(
            read(
                "The minister, Ada\nMcLund Ada Marie McLundFerry\nstrike ends, or so it is said\nMORE said it hailed."
            ),
            "The minister, Ada McLund said it hailed."
        );
    }

    #[test]
    fn plain_words_stay() {
        for text in [
            "“We want MORE,” Ada McLund said.",
            "Lund of LundBank said MORE would come.",
            "Ada Lund met Ada LundBerg.\nMORE to come.",
            "Ada Lund met Ada LundBerg and MOREover.",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
