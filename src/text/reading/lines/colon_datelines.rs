//! A dateline that ends in a colon ("ISLAMABAD, March 3: The police said") is read with a dash, by which the later stages know it; a
//! label of a transcript ("MS SUND: ...") is none.

use super::super::Edit;
use super::{Line, labels};
use crate::lexicon::{given_names, labels as label_words, titles};
use crate::rule::RuleName;
use crate::text::datelines;

/// The rule's name.
pub(super) const NAME: RuleName = "colon_datelines";

/// Longest dateline in bytes.
const LONGEST: usize = 60;
/// Lines from the first one on that may begin with a place and no more.
const FIRST: usize = 5;
/// Fewest words of a sentence that tells.
const WORDS: usize = 6;

/// Words of somebody who speaks.
const SPEAKING: &[&str] = &[
    "i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'll", "you", "you're", "me", "us", "my", "our",
    "your", "yes", "yeah", "well", "thanks", "thank", "okay", "ok", "sorry", "hello",
];

/// Edits of the colons of datelines; `goes_on` says which lines go on with the one before.
pub(super) fn edits(lines: &[Line], goes_on: &[bool]) -> Vec<Edit> {
    let mut out = Vec::new();
    let turns = lines.iter().zip(goes_on).filter(|(l, g)| !**g && labels::turn(l.text)).count();
    for (i, line) in lines.iter().enumerate().filter(|(i, _)| !goes_on[*i]) {
        let Some(colon) = line.text.find(": ").filter(|c| *c <= LONGEST) else { continue };
        let (place, rest) = (&line.text[..colon], line.text[colon + 2..].trim_start());
        if !datelines::is_place_and_more(place) {
            continue;
        }
        let dated = place.split_once(", ").is_some_and(|(_, more)| more.contains(|c: char| c.is_ascii_digit()));
        if dated || turns <= 1 && i < FIRST && !names_somebody(place) && tells(rest) {
            out.push(Edit::new(line.at + colon..line.at + colon + 1, " -"));
        }
    }
    out
}

/// True of a label of somebody or of nothing.
fn names_somebody(label: &str) -> bool {
    let mut words = label.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let first = words.next().unwrap_or("");
    let given = words.next().is_some() && given_names::share_female(first).is_some();
    first.chars().count() < 3
        || label_words::is_heading(first)
        || titles::is_honorific(first)
        || titles_in(label)
        || given
}

/// True if a word of the label is somebody's title or part ("PRESIDENT", "HOST", "OPERATOR").
fn titles_in(label: &str) -> bool {
    label.split(|c: char| !c.is_alphanumeric()).any(|w| label_words::is_part(w) || titles::is_title(w))
}

/// True of a sentence that tells of others, in no quotation.
fn tells(rest: &str) -> bool {
    let words = rest.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).filter(|w| !w.is_empty());
    let mut outside = String::new();
    let mut inside = false;
    for c in rest.chars() {
        match c {
            '"' => inside = !inside,
            '“' => inside = true,
            '”' => inside = false,
            _ if !inside => outside.extend(c.to_lowercase()),
            _ => {}
        }
    }
    let speaks =
        outside.replace('’', "'").split(|c: char| !(c.is_alphanumeric() || c == '\'')).any(|w| SPEAKING.contains(&w));
    rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && rest.contains(char::is_lowercase)
        && words.count() >= WORDS
        && !speaks
        && !rest.trim_end().ends_with('?')
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn datelines_have_a_dash() {
        for (text, read_as) in [
            ("MULTAN: The police said on Monday that", "MULTAN - The police said on Monday that"),
            ("ISLAMABAD, March 3: “No,” he said.", "ISLAMABAD, March 3 - “No,” he said."),
            ("NEW DELHI (NW): Two men died in a storm there.", "NEW DELHI (NW) - Two men died in a storm there."),
            (
                "Two dead.\n\nOSLO: A ferry sank off the coast.\n\nIt was old.",
                "Two dead.\n\nOSLO - A ferry sank off the coast.\n\nIt was old.",
            ),
        ] {
            assert_eq!(read(text), read_as);
        }
    }

    #[test]
    fn labels_stay() {
        for text in [
            "MS SUND: The police said on Monday that it ran.",
            "BERG: We will not go to the port.",
            "BERG: The boat is ready to leave now.\n\nLUND: The boat is not ready to leave.",
            "UPDATE: The police said on Monday that it ran.",
            "HOST: The police said on Monday that it ran.",
            "ADA LUND: The police said on Monday that it ran.",
            "OSLO: “The ferry sank off the coast.”",
            "Oslo: The police said on Monday that it ran.",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
