//! Links that a page has run into its sentences after a name, which is given in full again: "Ada Lund Ada Marie LundFerry
//! strike ends Harbour opens MORE said".

use super::Edit;

/// What such links end in.
const END: &str = " MORE";
/// Bytes of the longest links.
const LONGEST: usize = 700;
/// Bytes from a name to the end of its full form.
const NAME: usize = 80;

/// Edits that leave the links out.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(END) {
        let end = at + END.len();
        if text[end..].starts_with(char::is_alphanumeric) {
            continue;
        }
        let first = text.floor_char_boundary(at.saturating_sub(LONGEST)).max(from);
        let line = text[first..at].rfind(['\n', '\r']).map_or(first, |i| first + i + 1);
        if let Some(name) = name_end(&text[line..at]) {
            edits.push(Edit { cut: true, ..Edit::new(line + name..end, "") });
        }
        from = end;
    }
    edits
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
        let near = text.floor_char_boundary(word.saturating_sub(NAME));
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
