//! Full stops: part of a word or a token of their own.

use super::addresses::ADDRESS;
use super::chars::{is_line_end, is_word};
use super::words::Scan;
use crate::lexicon::abbreviations;

/// Degrees and the like with a dot inside.
static DOTTED: &[&str] = &[
    "b.ed", "b.phil", "b.sc", "d.phil", "ed.d", "ll.b", "ll.d", "ll.m", "m.ed", "m.phil", "m.sc", "ph.d", "ph.ds",
    "pharm.d", "ps.d", "psy.d",
];

/// Capitalised words that open a sentence rather than go on a name or an abbreviation.
#[rustfmt::skip]
static STARTERS: &[&str] = &[
    "A", "About", "According", "Across", "Additionally", "After", "All", "Almost", "Along", "Also", "Although",
    "Among", "An", "And", "Another", "Any", "Anyone", "Are", "Around", "As", "Asked", "At", "Because", "Before",
    "Between", "Both", "But", "By", "Can", "Critics", "Democrats", "Despite", "Did", "Do", "Does", "During", "Each",
    "Earlier", "Even", "Every", "Everyone", "Everything", "Few", "Finally", "First", "Following", "For", "From",
    "Further", "Furthermore", "Given", "Had", "Has", "Have", "He", "Her", "Here", "His", "How", "However", "I", "If",
    "In", "Indeed", "Instead", "Investigators", "Is", "It", "Its", "Just", "Last", "Later", "Let", "Like", "Many",
    "Maybe", "Meanwhile", "More", "Moreover", "Most", "Much", "My", "Nearly", "Neither", "Never", "Nevertheless",
    "Next", "No", "Nobody", "None", "Nor", "Not", "Nothing", "Now", "Of", "Officials", "On", "Once", "One", "Only",
    "Or", "Other", "Others", "Our", "Over", "People", "Perhaps", "Please", "Police", "Prosecutors", "Rather",
    "Recently", "Republicans", "Several", "She", "Similarly", "Since", "So", "Some", "Somebody", "Someone",
    "Something", "Sometimes", "Soon", "Specifically", "Still", "Such", "Than", "That", "The", "Their", "Then",
    "There", "Therefore", "These", "They", "This", "Those", "Though", "Through", "Thus", "To", "Today", "Together",
    "Two", "Under", "Unless", "Unlike", "Until", "Upon", "Voters", "Was", "We", "Well", "Were", "What", "Whatever",
    "When", "Where", "Whether", "Which", "While", "Who", "Why", "With", "Within", "Without", "Would", "Yes", "Yet",
    "You", "Your",
];

/// What becomes of a full stop after a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dot {
    /// It stands inside the word, which goes on.
    Inside,
    /// It ends the word and belongs to it.
    Last,
    /// It is a token of its own.
    Apart,
}

/// What stands after a full stop at the end of a chunk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Nothing,
    Lower,
    Capital,
    Digit,
    Other,
}

impl Scan<'_> {
    /// What becomes of the dot at `at` after the word `from..at`; `next` is the character after it in the chunk.
    pub(super) fn dot(&self, from: usize, at: usize, next: Option<char>) -> Dot {
        let word = &self.text[from..at];
        let last_digit = word.as_bytes().last().is_some_and(u8::is_ascii_digit);
        match next {
            Some('.') if self.second(at + 1) != Some('.') && self.full(word) => Dot::Last,
            Some('.' | '…') => Dot::Apart,
            Some(c) if c.is_ascii_digit() => {
                if last_digit {
                    Dot::Inside
                } else if abbreviations::find(word).is_some_and(|a| a.number) {
                    Dot::Last
                } else {
                    Dot::Apart
                }
            }
            Some(c) if is_word(c) => self.inner_dot(from, at, word),
            _ => self.final_dot(from, at, word, next),
        }
    }

    /// True if `word` takes a dot for certain: in "Jr.." the second one is the sentence's.
    fn full(&self, word: &str) -> bool {
        word.contains('.') && acronym(word) || abbreviations::find(word).is_some_and(|a| !a.word)
    }

    /// A dot with a letter after it.
    fn inner_dot(&self, from: usize, at: usize, word: &str) -> Dot {
        let second = at + 1;
        let end = second
            + self.text[second..self.end]
                .chars()
                .take(8)
                .take_while(|c| is_word(*c))
                .map(char::len_utf8)
                .sum::<usize>();
        let label = self.text[second..end].chars().count();
        if acronym(word) && label == 1 {
            return Dot::Inside;
        }
        if word.len() <= 5 && DOTTED.iter().any(|d| d.eq_ignore_ascii_case(&self.text[from..end])) {
            return Dot::Inside;
        }
        let initial = acronym(word) && word.starts_with(char::is_uppercase);
        let known =
            abbreviations::find(word).is_some_and(|a| !a.word || a.prepositive && word.starts_with(char::is_uppercase));
        if (initial || known) && self.text[second..].starts_with(char::is_uppercase) && self.host(from, at).is_none() {
            return Dot::Last;
        }
        Dot::Apart
    }

    /// A dot with no letter or digit after it.
    fn final_dot(&self, from: usize, at: usize, word: &str, next: Option<char>) -> Dot {
        let keep = |yes: bool| if yes { Dot::Last } else { Dot::Apart };
        let after = match next {
            None => self.after(at + 1),
            Some(_) => Next::Other,
        };
        let goes_on = matches!(next, Some(',' | ';' | ':')) || after == Next::Lower;
        let opens_line = self.line_start && from == self.start;
        if word.as_bytes()[0].is_ascii_digit() {
            // "1." heads an item of a list, "2.1." a section.
            let heads = word.len() <= 3 || word.len() <= 6 && word.as_bytes()[1..].contains(&b'.');
            let plain = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            return keep(opens_line && heads && plain && next.is_none() && after != Next::Nothing);
        }
        let dotted = word.contains('.');
        if dotted && (acronym(word) || DOTTED.iter().any(|d| d.eq_ignore_ascii_case(word))) {
            return Dot::Last;
        }
        let mut chars = word.chars();
        let first = chars.next().unwrap_or(' ');
        if chars.next().is_none() && first.is_alphabetic() {
            return keep(self.initial(at, first, goes_on, opens_line, next, after));
        }
        let capital = first.is_uppercase();
        let Some(kind) = abbreviations::find(word) else {
            // An abbreviation that no list has: "refrig. and".
            let vowel = |b: u8| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
            return keep(
                matches!(next, Some(',')) && word.is_ascii() && word.len() <= 6 && !dotted
                    || after == Next::Lower && word.len() <= 5 && !word.bytes().any(vowel),
            );
        };
        if word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()) && !kind.prepositive && !kind.number {
            // "PA" and "OK" by themselves want no dot.
            return keep(goes_on);
        }
        if kind.number && after == Next::Digit {
            return Dot::Last;
        }
        if !kind.word {
            // "a sales asst." at the end keeps its dot, as the treebanks have it.
            return Dot::Last;
        }
        let number_before = self.tokens.last().is_some_and(|t| {
            self.text[t.span.start as usize..t.span.end as usize].starts_with(|c: char| c.is_ascii_digit())
        });
        if !capital {
            let et = self.tokens.last().is_some_and(|t| t.span.of(self.text).eq_ignore_ascii_case("et"));
            return keep(number_before && word.len() <= 3 && word != "is" && word != "no" || et && word == "al");
        }
        if kind.prepositive {
            return keep(after == Next::Capital || goes_on);
        }
        keep(goes_on && word != "No" || after == Next::Digit && !kind.number)
    }

    /// True if the dot after the one letter `letter` belongs to it.
    fn initial(
        &self,
        at: usize,
        letter: char,
        goes_on: bool,
        opens_line: bool,
        next: Option<char>,
        after: Next,
    ) -> bool {
        let before = self.tokens.last().map_or("", |t| t.span.of(self.text));
        let after_initial = before.len() > 1
            && before.ends_with('.')
            && before.chars().nth(1) == Some('.')
            && before.starts_with(char::is_uppercase);
        if opens_line {
            return next.is_none() && after != Next::Nothing;
        }
        if letter.is_lowercase() {
            return after == Next::Digit
                || matches!(letter, 'v' | 'p' | 'c' | 'b' | 'd' | 'm') && after != Next::Nothing && next.is_none()
                || goes_on && matches!(next, Some(','));
        }
        if letter == 'I' {
            return after_initial && after == Next::Capital;
        }
        let named = before.starts_with(char::is_uppercase);
        match after {
            Next::Capital => after_initial || !(self.starter(at + 1)),
            Next::Lower | Next::Digit => true,
            Next::Nothing => after_initial,
            Next::Other => {
                matches!(next, Some(',' | ';' | ':')) || named && matches!(next, Some(')' | '-' | '’' | '\''))
            }
        }
    }

    /// What stands after the white space at `at`.
    fn after(&self, at: usize) -> Next {
        for c in self.text[at..].chars() {
            if is_line_end(c) {
                return Next::Nothing;
            }
            if !c.is_whitespace() {
                return match c {
                    c if c.is_lowercase() => Next::Lower,
                    c if c.is_uppercase() => Next::Capital,
                    c if c.is_numeric() => Next::Digit,
                    _ => Next::Other,
                };
            }
        }
        Next::Nothing
    }

    /// True if the word after the white space at `at` commonly opens a sentence.
    fn starter(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start();
        let len = rest.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
        // "Wayne A. I. Frederick" goes on.
        is_starter(&rest[..len]) && !(len == 1 && rest[1..].starts_with('.'))
    }
}

/// True if `word` commonly opens a sentence.
pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.binary_search(&word).is_ok()
}

/// True of single letters with dots between: "U", "U.S", "a.m".
fn acronym(word: &str) -> bool {
    if word.len() > ADDRESS {
        return false;
    }
    let mut letter = false;
    for c in word.chars() {
        if letter == (c == '.') && (c == '.' || c.is_alphabetic()) {
            letter = !letter;
        } else {
            return false;
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use super::STARTERS;
    use crate::text::words::tests::same;

    #[test]
    fn dots_of_abbreviations() {
        same("Mr. Smith of the U.S. met J. K. Rowling.", "Mr. Smith of the U.S. met J. K. Rowling .");
        same("No. 5, at 5 p.m., i.e. late, etc.", "No. 5 , at 5 p.m. , i.e. late , etc.");
        same("She said no. He was ill. Plan B. The end.", "She said no . He was ill . Plan B . The end .");
        same(
            "Sen. Ted Cruz of Springfield, Ill., said so did I. Then",
            "Sen. Ted Cruz of Springfield , Ill. , said so did I . Then",
        );
        same("end.Next one", "end . Next one");
    }

    #[test]
    fn starters_are_sorted() {
        assert!(STARTERS.is_sorted());
    }
}
