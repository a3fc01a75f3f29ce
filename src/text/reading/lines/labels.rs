//! Lines that begin something of their own: an item of a list, a turn of a conversation, a byline, a dateline.

use crate::text::datelines;

/// True if a line is no going on of the one before, whatever that one ends in.
pub(super) fn begins_anew(line: &str) -> bool {
    bullet(line) || turn(line) || byline(line) || datelines::length(line).is_some()
}

/// An item of a list: "• Two", "3. Then".
pub(super) fn bullet(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    let number = first
        .strip_suffix(['.', ')'])
        .is_some_and(|n| n.len() < 3 && n.bytes().all(|b| b.is_ascii_digit()) && !n.is_empty());
    let sign = matches!(first, "•" | "*" | "·" | "▪" | "◦" | "‣" | "●" | "■" | "+" | ">");
    let dash =
        matches!(first, "-" | "–" | "—") && line[first.len()..].trim_start().starts_with(|c: char| !c.is_lowercase());
    sign || dash || number
}

/// A turn of a conversation: "Marta Leng: ...", "Q: ...", "MS SUND: ...", "Nora Blythe (chief executive): ...".
pub(super) fn turn(line: &str) -> bool {
    let Some((label, rest)) = line.split_at_checked(line.find(':').unwrap_or(line.len())) else { return false };
    if label.len() > 60 || rest.len() < 2 || !rest[1..].starts_with(char::is_whitespace) {
        return false;
    }
    let name = label.split('(').next().unwrap_or("").trim_end();
    let words = name.split(' ').count();
    (1..=5).contains(&words)
        && name.split(' ').all(|w| {
            w.starts_with(|c: char| c.is_uppercase()) && w.chars().all(|c| c.is_alphabetic() || "'’.-".contains(c))
        })
}

/// A byline: "By Ada Lund", "By Ada Lund and Omar Keel, Northwire".
pub(super) fn byline(line: &str) -> bool {
    let Some(names) =
        line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")).or_else(|| line.strip_prefix("by "))
    else {
        return false;
    };
    let mut words = names.split([' ', ',']).filter(|w| !w.is_empty());
    let capital = |w: &str| {
        w.starts_with(char::is_uppercase)
            || matches!(w, "and" | "&" | "in" | "for" | "of" | "at" | "de" | "van" | "von")
    };
    names.len() <= 100 && !names.ends_with(['.', '!', '?']) && names.split(' ').count() > 1 && words.all(capital)
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
        assert!(byline("By Ada Lund") && byline("By Ada Lund and Omar Keel, Northwire") && byline("BY ADA LUND"));
        assert!(
            !byline("By the river, Lund said so.")
                && !byline("By Monday")
                && !byline("By Ada Lund's own account it ran.")
        );
    }
}
