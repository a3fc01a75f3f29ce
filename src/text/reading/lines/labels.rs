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
