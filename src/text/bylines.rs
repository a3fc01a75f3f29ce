//! Bylines: lines that name who wrote the article, and no more.

/// Longest byline in bytes.
const LONGEST: usize = 100;

/// Small words inside a byline.
const SMALL: &[&str] = &["and", "&", "at", "de", "for", "in", "of", "the", "van", "von"];

/// True of a line that is a byline: "By Ada Lund", "BY ADA LUND and Omar Keel, Northwire".
pub(super) fn is(line: &str) -> bool {
    let line = line.strip_suffix('.').unwrap_or(line);
    let Some(names) = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")) else { return false };
    let mut words = names.split([' ', ',', '|']).filter(|w| !w.is_empty());
    let first = words.clone().next().is_some_and(|w| w.starts_with(char::is_uppercase));
    let name = |w: &str| {
        let letters = w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        letters && w.starts_with(char::is_uppercase) && !w.ends_with("'s") && !w.ends_with("’s") || SMALL.contains(&w)
    };
    line.len() <= LONGEST && first && names.contains(' ') && !names.ends_with(['!', '?', ':']) && words.all(name)
}

#[cfg(test)]
mod tests {
    use super::is;

    #[test]
    fn bylines() {
        for line in [
            "By Ada Lund",
            "By Ada Lund and Omar Keel, Northwire",
            "BY ADA LUND",
            "By Ada Lund in Leeds",
            "By J. K. Lund-Berg",
        ] {
            assert!(is(line), "{line}");
        }
    }

    #[test]
    fn sentences() {
        for line in [
            "By the river, Lund said so.",
            "By Monday",
            "By Ada Lund's own account it ran",
            "By Friday the port was shut",
            "by Minnesota Assistant",
            "By 3 May",
        ] {
            assert!(!is(line), "{line}");
        }
    }
}
