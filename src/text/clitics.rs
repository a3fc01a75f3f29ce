//! Clitics: the parts of "do|n't", "Clinton|'s", "can|not".

use super::chars::is_apostrophe;

/// Words written without an apostrophe, and where the second word begins.
pub(super) static CONTRACTIONS: &[(&str, usize)] = &[
    ("arent", 3),
    ("cannot", 3),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("isnt", 2),
    ("lemme", 3),
    ("shouldnt", 6),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("wouldnt", 5),
];

/// Clitics, as they stand by themselves in text that is cut already.
static CLITICS: &[&str] = &["d", "ll", "m", "re", "s", "t", "ve"];

/// True of a clitic without its apostrophe.
pub(super) fn clitic(word: &str) -> bool {
    CLITICS.iter().any(|c| c.eq_ignore_ascii_case(word))
}

/// True of a clitic with its apostrophe.
pub(super) fn clitic_like(word: &str) -> bool {
    word.strip_prefix(is_apostrophe).is_some_and(clitic)
}

/// Where the last clitic of `word` begins, if it has one.
pub(super) fn clitic_at(word: &str) -> Option<usize> {
    // The longest clitic is an apostrophe of three bytes and two letters.
    let mut tail = word.char_indices().rev();
    let mut letters = 0;
    while let Some((at, c)) = tail.next() {
        if is_apostrophe(c) {
            let second = &word[at + c.len_utf8()..];
            if at == 0 || !clitic(second) {
                return None;
            }
            if second.eq_ignore_ascii_case("t") {
                return match tail.next() {
                    Some((n, 'n' | 'N')) if n > 0 => Some(n),
                    _ => None,
                };
            }
            return Some(at);
        }
        letters += 1;
        if letters > 2 || !c.is_ascii_alphabetic() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_clitics_begin() {
        assert_eq!(clitic_at("don't"), Some(2));
        assert_eq!(clitic_at("he’s"), Some(2));
        assert_eq!(clitic_at("THEY'VE"), Some(4));
        assert_eq!(clitic_at("O'Brien"), None);
        assert_eq!(clitic_at("o'clock"), None);
        assert_eq!(clitic_at("'s"), None);
        assert!(clitic_like("'ll") && !clitic_like("ll") && !clitic_like("'em"));
    }
}
