//! What a line end may be, by the two lines beside it alone.

use super::labels;
use super::unfinished::{abbreviation, leading_abbreviation, starts, unfinished};
use super::{Line, captions, hyphens};
use crate::text::bylines;

/// What a line end may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Inside a sentence.
    Inside,
    /// In a sentence that follows another in the line, and has no stop, or after a comma: a headline may have such, running
    /// text often has.
    Running,
    /// There is no telling.
    Open,
    /// The end of a headline, by its looks, if it begins a paragraph.
    Headline,
    /// The end of a caption, or of what stands before a turn.
    Title,
    /// The end of a sentence.
    Sentence,
    /// The next line begins something of its own.
    Paragraph,
}

/// Words of a line from which on a comma at its end says that it is part of a sentence.
const COMMA: usize = 4;

/// What the end of `line` may be. In a text all in `small` letters these tell nothing.
pub(super) fn end(line: &Line, next: &Line, small: bool) -> End {
    let (before, after) = (line.text, next.text);
    if line.quoted.depth != next.quoted.depth {
        return End::Paragraph;
    }
    if hyphens::parts_a_word(before, after) {
        return End::Inside;
    }
    if labels::address(after) && (labels::address(before) || !unfinished(before, after)) {
        return End::Paragraph;
    }
    let lower = !small && goes_on_small(after);
    let closers = |c: char| matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']');
    let bare = before.trim_end_matches(closers);
    let last_word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    if signed(before) && !lower {
        return End::Paragraph;
    }
    if bare.ends_with(':') && lower && !labels::bullet(after) {
        return End::Running;
    }
    let full_stop = bare.ends_with(['.', '!', '?', '…', ':']) || in_brackets(before);
    if full_stop {
        let leads = if after.starts_with(|c: char| c.is_ascii_digit()) { abbreviation } else { leading_abbreviation };
        let short = || abbreviation(last_word) || last_word.trim_end_matches('.').contains('.');
        let inside = if after.starts_with(char::is_lowercase) { lower && short() } else { leads(last_word) };
        return match inside {
            true => End::Inside,
            false if labels::begins_anew(after) || next.indent > line.indent => End::Paragraph,
            false if initials(last_word) && !starts(after) => End::Open,
            false => End::Sentence,
        };
    }
    if lower {
        return if labels::bullet(after) { End::Paragraph } else { End::Inside };
    }
    let item = labels::numbered(after) && !labels::numbered(before);
    if labels::begins_anew(after) && !item || bylines::is(before) {
        // where a line is full, "Harbour Board⏎Chair Una Voss: Ferry ..." may be one sentence
        let only_turn = labels::turn(after) && !labels::turn(before);
        return if only_turn { End::Title } else { End::Paragraph };
    }
    if captions::ends_in_credit(before) {
        return End::Title;
    }
    if unfinished(before, after) {
        return End::Inside;
    }
    let capitals = |l: &str| l.len() > 7 && l.contains(' ') && !l.contains(char::is_lowercase);
    let headline = titled(before, usize::MAX) && before.split(' ').count() > 4 && !titled(after, 5);
    if capitals(before) != capitals(after) || next.indent > line.indent {
        return End::Paragraph;
    }
    let comma = bare.ends_with([',', ';']) && before.split(' ').count() >= COMMA && !labels::salutation(before);
    if headline && !comma {
        return End::Headline;
    }
    if comma || sentences_before(before).next().is_some() { End::Running } else { End::Open }
}

/// True of a short form with a stop after each letter: "U.S.", which ends sentences and stands in them.
fn initials(word: &str) -> bool {
    let bare = word.trim_start_matches(['(', '"', '“', '‘']);
    bare.len() > 3 && bare.as_bytes().chunks(2).all(|pair| pair[0].is_ascii_uppercase() && pair.get(1) == Some(&b'.'))
}

/// True if the first `most` words are written as in a headline: all but short ones with a capital.
fn titled(line: &str, most: usize) -> bool {
    line.split(' ').take(most).all(|w| w.len() < 4 || !w.starts_with(char::is_lowercase))
}

/// True of a quotation that ends in its signature: "“It ran.” — Ada Lund".
fn signed(line: &str) -> bool {
    let Some(dash) = line.rfind(['—', '–', '―']) else { return false };
    let closed = line[..dash].trim_end().ends_with(['”', '"', '’', '»']);
    let name = line[dash..].trim_start_matches(['—', '–', '―', ' ', '\u{a0}']).trim_end();
    let words = name.split_whitespace().count();
    closed && (1..6).contains(&words) && name.split_whitespace().all(|w| w.starts_with(char::is_uppercase))
}

/// True of a line that ends with a sentence in brackets.
fn in_brackets(line: &str) -> bool {
    let open = line.ends_with(')').then(|| line.rfind('(')).flatten();
    open.is_some_and(|i| i == 0 || line[..i].trim_end().ends_with(['.', '!', '?']))
}

/// Where sentences end in the midst of a line.
pub(super) fn sentences_before(line: &str) -> impl Iterator<Item = usize> {
    line.match_indices(' ').map(|(i, _)| i).filter(|i| {
        let word = line[..*i].rsplit(' ').next().unwrap_or("");
        let bare = word.trim_end_matches(['"', '”', '’', '\'', ')']);
        let after = line[*i..].trim_start_matches([' ', '"', '“', '‘', '\'']);
        bare.ends_with(['.', '!', '?'])
            && bare.trim_end_matches(['.', '!', '?']).ends_with(char::is_lowercase)
            && after.starts_with(char::is_uppercase)
            && !abbreviation(bare)
    })
}

/// True of lines whose writer begins sentences with small letters: these tell nothing then.
pub(super) fn careless(lines: &[Line]) -> bool {
    let first = lines.first().is_some_and(|l| l.text.starts_with(char::is_lowercase));
    let (mut small, mut capital) = (usize::from(first), 0);
    for bytes in lines.iter().flat_map(|l| l.text.as_bytes().windows(5)) {
        // behind two letters: no short form, "p.m. on"
        let word = bytes[..2].iter().all(u8::is_ascii_lowercase);
        let begins = word && matches!(&bytes[2..4], b". " | b"! " | b"? ");
        small += usize::from(begins && bytes[4].is_ascii_lowercase() || matches!(&bytes[..3], b" i " | b" i'"));
        capital += usize::from(begins && bytes[4].is_ascii_uppercase());
    }
    small > 1 && small > capital
}

/// True of a line that goes on with a small letter, not one that begins with a name spelt so ("eBay", "de Vries").
fn goes_on_small(line: &str) -> bool {
    let bare = line.trim_start_matches(['(', '"', '“', '‘', '\'', '—', '–', '-', ' ']);
    let end = bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len());
    let (word, rest) = bare.split_at(end);
    let particle = matches!(word, "de" | "van" | "von" | "al" | "bin" | "ibn" | "di" | "del" | "della" | "el")
        && rest.trim_start_matches(['-', ' ']).starts_with(char::is_uppercase);
    word.starts_with(char::is_lowercase) && !word.contains(char::is_uppercase) && !particle
        || bare.len() == line.len() && rest.starts_with([',', ';']) && word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_that_tell_nothing() {
        let of = |text: &str| careless(&super::super::lines(text, true));
        assert!(of("where is the ferry? i wait. it is late\nso am i") && of("it ran. then it sank\nnobody saw it"));
        assert!(!of("It left at 5 p.m. on Monday. Nobody saw\nit") && !of("It is here. it runs. Then it\nsinks. Yes."));
    }

    fn of(text: &str) -> End {
        let lines = super::super::lines(text, true);
        end(&lines[0], &lines[1], false)
    }

    #[test]
    fn ends_of_lines() {
        assert_eq!(of("It ran. Then the Harbour\nBoard left"), End::Inside);
        assert_eq!(of("It ran. Then Ms Lund told the Harbour Museum\nReporters left"), End::Running);
        assert_eq!(of("said that in the port of Cray,\nLund has"), End::Running);
        assert_eq!(of("She said “It ran on Monday,”\nLund recalled"), End::Running);
        assert_eq!(of("There were pictures of this kind:\nempty streets"), End::Running);
        assert_eq!(of("Dear Ada,\nLund said so."), End::Open);
        assert_eq!(of("Ferry runs\nLund said so."), End::Open);
        assert_eq!(of("Ferry Runs Till May, Minister Says\nThe ferry will run."), End::Headline);
        assert_eq!(of("The port on Friday. REUTERS/Jo Doe\nIt is shut."), End::Title);
        assert_eq!(of("said of the Harbour Board\nMayor Lund: It ran"), End::Title);
        assert_eq!(of("It ran. (It sank.)\nLund left."), End::Sentence);
        assert_eq!(of("ships of the U.S.\nMarines"), End::Open);
        assert_eq!(of("“It ran.” ― Ada Lund\n“It sank.” ― Tom Berg"), End::Paragraph);
        assert_eq!(of("> It ran on and\n>> she left"), End::Paragraph);
    }
}
