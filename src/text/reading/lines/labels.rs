//! Lines that begin something of their own: an item of a list, a turn of a conversation, a byline, a dateline.

use crate::text::{bylines, datelines};

/// True if a line is no going on of the one before, whatever that one ends in.
pub(super) fn begins_anew(line: &str) -> bool {
    bullet(line) || turn(line) || bylines::is(line) || datelines::length(line).is_some()
}

/// An item of a list: "• Two", "3. Then". In a sentence a number may stand at the start of a line too.
pub(super) fn bullet(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    let sign = matches!(first, "•" | "*" | "·" | "▪" | "◦" | "‣" | "●" | "■" | "+" | ">");
    let dash =
        matches!(first, "-" | "–" | "—") && line[first.len()..].trim_start().starts_with(|c: char| !c.is_lowercase());
    sign || dash || numbered(line)
}

/// An item of a numbered list.
pub(super) fn numbered(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    let number = first.strip_suffix(['.', ')']);
    number.is_some_and(|n| (1..3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()))
}

/// True of a line that greets or takes leave ("Dear Ada,", "Best regards,"), or is one word and a comma ("John,").
pub(super) fn salutation(line: &str) -> bool {
    let Some(words) = line.strip_suffix(',').filter(|l| l.starts_with(char::is_uppercase)) else { return false };
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    !words.contains(' ') || SALUTATIONS.contains(&&*first) && words.split(' ').count() <= 4
}

/// First words of greetings and farewells.
const SALUTATIONS: &[&str] = &[
    "all",
    "best",
    "cheers",
    "dear",
    "hello",
    "hey",
    "hi",
    "kind",
    "love",
    "many",
    "regards",
    "sincerely",
    "thank",
    "thanks",
    "warm",
    "yours",
];

/// True of a line that is an address of the web and nothing else.
pub(super) fn address(line: &str) -> bool {
    (line.starts_with("http") || line.starts_with("www.")) && !line.contains(' ') && line.contains(['/', '.'])
}

/// True of lines that begin with a number, or with the same word and a number: rows of a table ("May 13 Leeds").
pub(super) fn alike(a: &str, b: &str) -> bool {
    let number = |line: &str| line.starts_with(|c: char| c.is_ascii_digit());
    let after_word = |line: &str| line.split_once(' ').filter(|(_, rest)| number(rest)).map(|(word, _)| word.len());
    number(a) && number(b) || after_word(a).is_some_and(|n| after_word(b) == Some(n) && a[..n] == b[..n])
}

/// Longest label of a turn in bytes.
const LABEL: usize = 60;

/// A turn of a conversation: "Marta Leng: ...", "Q: ...", "MS SUND: ...", "Nora Blythe (chief executive): ...".
pub(super) fn turn(line: &str) -> bool {
    let Some(colon) = line.find(':').filter(|i| *i < LABEL) else { return false };
    let (label, rest) = line.split_at(colon);
    if rest.len() < 2 || !rest[1..].starts_with(char::is_whitespace) {
        return false;
    }
    let name = label.split('(').next().unwrap_or("").trim_end();
    let words = name.split(' ').count();
    (1..=5).contains(&words)
        && name.split(' ').all(|w| {
            w.starts_with(|c: char| c.is_uppercase()) && w.chars().all(|c| c.is_alphabetic() || "'’.-".contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_tables() {
        assert!(salutation("Dear Ms Lund,") && salutation("Best regards,") && salutation("John,"));
        assert!(!salutation("Dear Ms Lund said so,") && !salutation("she,") && !salutation("In Leeds,"));
        assert!(address("http://example.org/x") && address("www.example.org") && !address("http://example.org is"));
        assert!(alike("62 Ada Lund", "64 Tom Berg") && alike("May 13 Leeds", "May 14 Hull"));
        assert!(!alike("May 13 Leeds", "June 1 Hull") && !alike("62 Ada Lund", "Tom Berg"));
    }

    #[test]
    fn what_begins_anew() {
        assert!(
            bullet("• Two") && bullet("3. Then") && bullet("- Lund") && !bullet("- she had") && !bullet("2026. Then")
        );
        assert!(
            turn("Marta Leng: No.")
                && turn("MS SUND: No.")
                && turn("Q: Why?")
                && turn("Nora Blythe (chief executive): No.")
        );
        assert!(
            !turn("The plan was this: run.") && !turn("At 10:30 it ended") && !turn("http://x.org") && !turn("Lund:")
        );
    }
}
