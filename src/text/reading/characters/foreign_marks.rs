//! Quotation marks of other traditions as the English ones: „...“, ‚...‘, »...«, «...», ›...‹, 「...」, 『...』.

use super::{Found, around};

/// The low marks that are open in the paragraph.
#[derive(Default)]
pub(super) struct Open {
    double: bool,
    single: bool,
}

impl Open {
    /// What the mark `c` at `at` is read as, if it is one of these.
    pub(super) fn at(&mut self, text: &str, at: usize, c: char) -> Option<Found> {
        let end = at + c.len_utf8();
        let sides = || around(text, at, end);
        let opens = || sides().1.is_some_and(|c| !c.is_whitespace()) && sides().0.is_none_or(|c| !c.is_alphanumeric());
        let word = || sides().1.is_some_and(char::is_alphanumeric);
        let closes = || sides().0.is_some_and(|c| !c.is_whitespace());
        let mark = match c {
            '「' | '『' | '〝' => "“",
            '」' | '』' | '〞' => "”",
            '„' if opens() => {
                self.double = true;
                "“"
            }
            '“' if self.double && closes() => {
                self.double = false;
                "”"
            }
            '”' => {
                self.double = false;
                return None;
            }
            '‚' if opens() => {
                self.single = true;
                "‘"
            }
            '‘' if self.single && closes() && !sides().1.is_some_and(char::is_alphanumeric) => {
                self.single = false;
                "’"
            }
            '«' if word() && opens() || !closes() => "“",
            '»' if closes() || !word() => "”",
            '«' => "”",
            '»' => "“",
            '‹' if word() && opens() || !closes() => "‘",
            '›' if closes() || !word() => "’",
            '‹' => "’",
            '›' => "‘",
            _ => return None,
        };
        Some(Found::new(end, mark))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn marks_of_other_traditions() {
        assert_eq!(read("He said 「it is」 and 『so』."), "He said “it is” and “so”.");
        assert_eq!(read("„Ja“, she said; ‚nein‘, he said."), "“Ja”, she said; ‘nein’, he said.");
        assert_eq!(
            read("»It is finished«, she wrote. «Oui», « non »."),
            "“It is finished”, she wrote. “Oui”, “ non ”."
        );
    }

    #[test]
    fn english_marks_stay() {
        let text = "“Yes,” she said. “The ‘hood’ is the boys’,” he said. “No";
        assert_eq!(read(text), text);
        assert_eq!(read("„Low” and “high”"), "“Low” and “high”");
    }
}
