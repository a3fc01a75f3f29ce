//! Signs that stand for others: each kind a file, asked by the sign that it begins with.

macro_rules! signs {
    ($($rule:ident,)*) => {
        $(mod $rule;)*
        /// The names of all rules.
        pub(super) const RULES: &[RuleName] = &[$(stringify!($rule)),*];
    };
}

signs! {
    accents,
    control_codes,
    entities,
    foreign_marks,
    invisible,
    ligatures,
    mojibake,
    replaced,
    tags,
}

use std::borrow::Cow;

use super::{Edit, next_of};
use crate::rule::{RuleName, Rules};

/// What is read in place of the bytes up to `end`.
struct Found {
    end: usize,
    with: Cow<'static, str>,
}

impl Found {
    fn new(end: usize, with: impl Into<Cow<'static, str>>) -> Self {
        Self { end, with: with.into() }
    }
}

/// A kind of damage that the user is told of: its number of signs and the first one.
struct Damage {
    what: &'static str,
    count: usize,
    first: String,
}

/// Edits that mend the signs of `text`; `warnings` is told of what was damaged.
pub(super) fn mend(text: &str, rules: &Rules, warnings: &mut Vec<String>) -> Vec<Edit> {
    let mut scan = Scan {
        rules,
        html: rules.has("tags") && tags::is_html(text),
        codes: control_codes::Seen::default(),
        mojibake: mojibake::Evidence::default(),
        marks: foreign_marks::Open::default(),
        replaced: replaced::Open::default(),
        edits: Vec::new(),
        damage: Vec::new(),
    };
    let mut at = 0;
    let begins = |b: u8| (b >= 0x80) | (b == b'&') | (b == b'<') | (b == b'\n') | (b == b'\r');
    while let Some(found) = next_of(text.as_bytes(), at, begins) {
        at = match text.as_bytes()[found] {
            b'\n' | b'\r' => scan.line_end(found),
            _ => scan.sign(text, found),
        };
    }
    for damage in scan.damage {
        let Damage { what, count, first } = damage;
        warnings.push(format!("{what}: {count} read as what they stand for (the first: {first})"));
    }
    scan.edits
}

/// A text under way.
struct Scan<'a> {
    rules: &'a Rules,
    /// Line ends are mere white space.
    html: bool,
    codes: control_codes::Seen,
    mojibake: mojibake::Evidence,
    marks: foreign_marks::Open,
    replaced: replaced::Open,
    edits: Vec<Edit>,
    damage: Vec<Damage>,
}

impl Scan<'_> {
    /// Reads the sign at `at`; gives where the next stands.
    fn sign(&mut self, text: &str, at: usize) -> usize {
        let Some(c) = text[at..].chars().next() else { return text.len() };
        let after = at + c.len_utf8();
        let (rule, what, found) = match c {
            '&' => ("entities", "HTML entities", entities::at(text, at)),
            '<' => ("tags", "HTML tags", tags::at(text, at)),
            '\u{80}'..='\u{9f}' => ("control_codes", "control codes of Windows", self.codes.at(text, at, c)),
            '\u{fffd}' => ("replaced", "replacement characters", self.replaced.at(text, at)),
            '\u{300}'..='\u{36f}' if self.rules.has("accents") => return self.accent(text, at, after),
            _ if mojibake::leads(c) => ("mojibake", "signs of a wrong encoding", self.mojibake.at(text, at)),
            _ if ligatures::is(c) => ("ligatures", "", Some(ligatures::at(at, c))),
            _ if invisible::is(c) => ("invisible", "", invisible::at(text, at, c)),
            _ => ("foreign_marks", "", self.marks.at(text, at, c)),
        };
        let Some(Found { end, with }) = found.filter(|_| self.rules.has(rule)) else { return after };
        if !what.is_empty() {
            match self.damage.iter_mut().find(|d| d.what == what) {
                Some(damage) => damage.count += 1,
                None => {
                    let first = text[at..end].chars().take(20).collect::<String>().escape_default().to_string();
                    self.damage.push(Damage { what, count: 1, first });
                }
            }
        }
        self.edits.push(Edit::new(at..end, with));
        end
    }

    /// A line end of the text as given.
    fn line_end(&mut self, at: usize) -> usize {
        self.marks = foreign_marks::Open::default();
        self.replaced = replaced::Open::default();
        if self.html {
            self.edits.push(Edit::new(at..at + 1, " "));
        }
        at + 1
    }

    /// A mark on the letter before becomes one with it.
    fn accent(&mut self, text: &str, at: usize, after: usize) -> usize {
        // The letter may have got a mark before, or may stand where something was mended.
        match self.edits.last_mut().filter(|e| e.range.end == at) {
            Some(last) => {
                if let Some(one) = accents::compose(&last.with, text, at) {
                    last.with = one.into();
                    last.range.end = after;
                }
            }
            None => {
                let start = text[..at].char_indices().next_back().map_or(at, |(i, _)| i);
                if let Some(one) = accents::compose(&text[start..at], text, at) {
                    self.edits.push(Edit::new(start..after, one));
                }
            }
        }
        after
    }
}

/// The sign before `at`, and the one from `end` on.
fn around(text: &str, at: usize, end: usize) -> (Option<char>, Option<char>) {
    (text[..at].chars().next_back(), text[end..].chars().next())
}

#[cfg(test)]
fn read(text: &str) -> String {
    let edits = mend(text, &Rules::default(), &mut Vec::new());
    super::Edits::apply(text, &edits).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_told_by_kind() {
        let mut warnings = Vec::new();
        mend("&quot;Yes,&quot; said Ada Lund. â€œNo.â€\u{9d}", &Rules::default(), &mut warnings);
        assert_eq!(
            warnings,
            [
                "HTML entities: 2 read as what they stand for (the first: &quot;)",
                "signs of a wrong encoding: 2 read as what they stand for (the first: \\u{e2}\\u{20ac}\\u{153})"
            ]
        );
        warnings.clear();
        assert!(mend("R&D, a < b, “naïve”; AT&T’s café – 5 €", &Rules::default(), &mut warnings).is_empty());
        assert!(warnings.is_empty());
    }
}
