//! A line all in capitals, in a text that is not, is read as it would be written in small letters: a headline.
//!
//! A word is read as the rest of the text writes it; one that stands nowhere else is small if the vocabulary has it and it is
//! no given name.

use crate::rule::RuleName;
use std::collections::HashMap;

/// The rule's name.
pub(super) const NAME: RuleName = "capitals";

use super::super::Edit;
use super::Line;
use crate::lexicon::given_names;
use crate::text::{Vocabulary, datelines};

/// Longest line in bytes that is taken for a headline.
const LONGEST: usize = 200;
/// Fewest letters of a line in capitals.
const FEWEST: usize = 8;

/// How the rest of the text writes a word.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Case {
    Capitals,
    Capital,
    Small,
}

/// Edits of the lines in capitals; `goes_on` says which lines go on with the one before.
pub(super) fn edits(lines: &[Line], goes_on: &[bool], vocabulary: &Vocabulary) -> Vec<Edit> {
    let capitals: Vec<bool> = lines.iter().map(|l| in_capitals(l.text)).collect();
    let all: usize = lines.iter().map(|l| l.text.len()).sum();
    let shouted: usize = lines.iter().zip(&capitals).filter(|(_, c)| **c).map(|(l, _)| l.text.len()).sum();
    if shouted == 0 || shouted * 2 > all {
        return Vec::new();
    }
    let mut cases: HashMap<String, Case> = HashMap::new();
    for line in lines.iter().zip(&capitals).filter(|(_, c)| !**c).map(|(l, _)| l) {
        for (_, word) in words(line.text) {
            let case = cases.entry(word.to_lowercase()).or_insert(Case::Capitals);
            let own = case_of(word);
            if own > *case {
                *case = own;
            }
        }
    }
    let mut out = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(i, _)| capitals[*i]) {
        let mut begins = !goes_on[i];
        for (at, word) in words(line.text) {
            let lower = word.to_lowercase();
            let known = cases.get(&lower).copied().unwrap_or_else(|| guess(&lower, vocabulary));
            let with = match known {
                Case::Capitals => word.to_owned(),
                Case::Small if !begins => lower,
                Case::Small | Case::Capital => capitalised(&lower),
            };
            if with != word {
                out.push(Edit::new(line.at + at..line.at + at + word.len(), with));
            }
            begins = false;
        }
    }
    out
}

/// True of a line of three words and more, all in capitals, that is no dateline.
fn in_capitals(line: &str) -> bool {
    line.len() <= LONGEST
        && line.starts_with(|c: char| !c.is_lowercase())
        && !line.contains(char::is_lowercase)
        && line.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST
        && line.split(' ').count() > 2
        && datelines::length(line).is_none()
}

/// The words of a line and where they stand; a short form with its stops is one.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '.'));
    line.split(part).filter_map(move |w| {
        let word = if w.trim_end_matches('.').contains('.') { w } else { w.trim_matches(['\'', '’', '.']) };
        let at = word.as_ptr() as usize - line.as_ptr() as usize;
        word.contains(char::is_alphabetic).then_some((at, word))
    })
}

fn case_of(word: &str) -> Case {
    match word {
        _ if word.starts_with(char::is_lowercase) => Case::Small,
        _ if word.contains(char::is_lowercase) || word.chars().count() == 1 => Case::Capital,
        _ => Case::Capitals,
    }
}

fn guess(lower: &str, vocabulary: &Vocabulary) -> Case {
    let stem = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(lower);
    let known = |w: &str| vocabulary.id(w).is_some();
    let inflected = || ["s", "es", "ed", "d", "ing"].iter().any(|end| stem.strip_suffix(end).is_some_and(known));
    match stem {
        _ if lower.contains('.') => Case::Capitals,
        _ if given_names::share_female(stem).is_some() => Case::Capital,
        _ if known(stem) || inflected() => Case::Small,
        _ => Case::Capital,
    }
}

fn capitalised(lower: &str) -> String {
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn headlines_are_read_small() {
        let body = "The ferry from Cray will run until March, the minister, Una Voss, said in the U.S. on Monday.";
        let first = |text: &str| read(text).lines().next().unwrap_or("").to_owned();
        assert_eq!(
            first(&format!("FERRY WILL RUN UNTIL MARCH, MINISTER SAYS\n\n{body}")),
            "Ferry will run until March, minister Says."
        );
        assert_eq!(
            first(&format!("UNA VOSS: FERRY IN THE U.S. DANGEROUS\n\n{body}")),
            "Una Voss: ferry in the U.S. dangerous"
        );
    }

    #[test]
    fn other_capitals_stay() {
        for text in [
            "CALDER (NW) - The ferry ran.\n\nIt ran.",
            "NATO\n\nIt said so.",
            "ALL OF IT IS SHOUTED.\n\nEVEN THIS, says it",
            "Cray, UK.\n\nNo.",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
