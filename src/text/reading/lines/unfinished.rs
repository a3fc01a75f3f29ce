//! Ends of lines at which no paragraph can end: a word that needs another, half a name.

use crate::lexicon::{abbreviations, given_names, titles};

/// Words that something follows in the same sentence.
const LEADING: &[&str] = &[
    "a",
    "against",
    "among",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "between",
    "but",
    "by",
    "could",
    "despite",
    "during",
    "every",
    "for",
    "former",
    "from",
    "had",
    "has",
    "have",
    "her",
    "his",
    "if",
    "in",
    "including",
    "into",
    "is",
    "its",
    "mr",
    "my",
    "nor",
    "of",
    "on",
    "onto",
    "or",
    "our",
    "should",
    "than",
    "that",
    "the",
    "their",
    "these",
    "this",
    "those",
    "to",
    "toward",
    "towards",
    "upon",
    "via",
    "was",
    "were",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whose",
    "will",
    "with",
    "would",
    "your",
];

/// First words of names of places.
const PLACES: &[&str] = &["New", "Saint", "St", "San", "Santa", "Los", "Las", "Fort", "Mount", "El", "Port"];

/// Last words of names of bodies and buildings.
const BODIES: &[&str] = &[
    "Academy",
    "Agency",
    "Airport",
    "Association",
    "Authority",
    "Bank",
    "Board",
    "Centre",
    "Center",
    "Club",
    "College",
    "Commission",
    "Committee",
    "Company",
    "Corporation",
    "Council",
    "Court",
    "Department",
    "Foundation",
    "Group",
    "Hall",
    "Hospital",
    "House",
    "Institute",
    "Ministry",
    "Museum",
    "Office",
    "Organisation",
    "Organization",
    "Parliament",
    "Party",
    "School",
    "Service",
    "Society",
    "Trust",
    "Union",
    "University",
];

/// Capitalised words that begin sentences rather than end names.
const STARTERS: &[&str] = &[
    "A",
    "According",
    "After",
    "All",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Every",
    "Experts",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "However",
    "Hundreds",
    "I",
    "If",
    "In",
    "Instead",
    "It",
    "Its",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "No",
    "Officials",
    "On",
    "One",
    "Only",
    "Our",
    "People",
    "Police",
    "Rather",
    "Residents",
    "She",
    "Since",
    "So",
    "Some",
    "Such",
    "That",
    "The",
    "Their",
    "There",
    "These",
    "They",
    "This",
    "Thousands",
    "Two",
    "Under",
    "We",
    "What",
    "When",
    "While",
    "With",
    "You",
];

/// True if `before` ends in what `after` must go on with, by its last word and the first of `after`.
pub(super) fn unfinished(before: &str, after: &str) -> bool {
    let mut words = before.rsplit(|c: char| c.is_whitespace() || c == '—');
    let (Some(last), previous) = (words.next(), words.next().unwrap_or("")) else { return false };
    let begins = previous.is_empty() || previous.trim_end_matches(['"', '”', '’']).ends_with(['.', '!', '?']);
    if LEADING.contains(&last) || begins && LEADING.contains(&&*last.to_lowercase()) {
        return true;
    }
    if !after.starts_with(char::is_uppercase) {
        return false;
    }
    if leading_abbreviation(last) {
        return true;
    }
    if !last.starts_with(char::is_uppercase) {
        return false;
    }
    let first = first_word(after);
    let alone = after[first.len()..].trim_start_matches(['\'', '’', 's']).trim_start().chars().next();
    // the next word is none of the name
    let alone = alone.is_none_or(|c| !c.is_uppercase());
    if titles::is_honorific(last) || PLACES.contains(&last) {
        return true;
    }
    if starts(after) {
        return false;
    }
    let given = |w: &str| w.starts_with(char::is_uppercase) && given_names::share_female(w).is_some();
    if given(last) && alone && !given(previous) {
        return true;
    }
    ends_in_body(after) && matches!(previous, "the" | "The" | "of" | "at" | "from" | "in" | "by")
}

/// True of a line whose first word rather begins a sentence.
pub(super) fn starts(line: &str) -> bool {
    STARTERS.contains(&first_word(line))
}

/// True of a line that begins with a sentence, by its first two words, whatever stands before it.
pub(super) fn begins_sentence(line: &str) -> bool {
    let bare = line.trim_start_matches(['"', '“', '‘', '\'']);
    let mut words = bare.split(' ').map(first_word);
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    // "I" has a capital wherever it stands
    STARTERS.contains(&first) && second.starts_with(char::is_lowercase) && (first != "I" || bare.len() < line.len())
}

/// True of an abbreviation that stands before a name ("Sen.", "then-Sen."), or of an initial.
pub(super) fn leading_abbreviation(word: &str) -> bool {
    let word = word.rsplit('-').next().unwrap_or(word);
    let Some(short) = word.trim_start_matches(['(', '"', '“', '\'', '‘']).strip_suffix('.') else { return false };
    let initial = short.chars().count() == 1 && short.chars().all(char::is_uppercase);
    initial || abbreviations::find(short).is_some_and(|a| a.prepositive)
}

/// True of a word that is short for another ("Aug.").
pub(super) fn abbreviation(word: &str) -> bool {
    word.trim_start_matches(['(', '[']).strip_suffix('.').is_some_and(|short| abbreviations::find(short).is_some())
}

/// True if the capitalised words that a line begins with, three at most, are the rest of a body's name.
fn ends_in_body(line: &str) -> bool {
    let names = line.split(' ').take(4).map(first_word);
    let run: Vec<&str> = names.take_while(|w| w.starts_with(char::is_uppercase)).collect();
    run.len() < 4 && run.last().is_some_and(|w| BODIES.contains(w))
}

fn first_word(text: &str) -> &str {
    text.find(|c: char| !c.is_alphanumeric() && c != '-').map_or(text, |i| &text[..i])
}

#[cfg(test)]
mod tests {
    use super::{begins_sentence, unfinished};

    #[test]
    fn half_a_name() {
        assert!(unfinished("Transport Secretary Mary", "Quell said the line would reopen."));
        assert!(unfinished("“I have never,” said Tom", "Aldous, a fisherman."));
        assert!(unfinished("Police in Saint", "Petersburg said") && unfinished("and Ms", "Tarn agreed"));
        assert!(
            unfinished("heard from Fitch of Leith", "Hospital, who said so")
                && unfinished("told the Harbour", "Board that")
        );
        assert!(
            unfinished("The European", "Central Bank said") && !unfinished("in the Netherlands", "Central Bank Of All")
        );
        assert!(unfinished("The Ministry of", "Fisheries said") && unfinished("told residents on", "Monday that"));
        assert!(unfinished("25 towns, including", "Cray and") && unfinished("by then-Sen.", "Lund on"));
        assert!(unfinished("said Sen.", "Lund on Monday") && unfinished("said George W.", "Lund on Monday"));
    }

    #[test]
    fn sentences_begin() {
        assert!(begins_sentence("The ferry ran.") && begins_sentence("“We’re glad") && begins_sentence("\"I am"));
        assert!(!begins_sentence("The Associated Press") && !begins_sentence("I am") && !begins_sentence("Lund said"));
    }

    #[test]
    fn whole_lines() {
        assert!(!unfinished("Storm closes harbour", "Police said on Friday that it would open."));
        assert!(!unfinished("Anna Ruiz", "Peter Maas said the bill was dead."));
        assert!(!unfinished("Royals welcome Mary", "The palace said so."));
        assert!(!unfinished("Mayor Quits, Says Tom Aldous", "Mayor Ada Lund has left."));
        assert!(!unfinished("What the Mayor Is Up To", "Ada Lund has left."));
        assert!(!unfinished("Fire Destroys Old Mill", "Council officials said so."));
    }
}
