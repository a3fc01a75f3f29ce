//! The `text` stage: a text into tokens, sentences, paragraphs and quotations, all by position.
//!
//! [`Reading`] is the text as it was meant; all else is found in it, and a span of it is one of the text as given.
//! [`read`] never fails, whatever the text, and takes time linear in its length. Every character that is not white
//! space belongs to exactly one token, tokens ascend and never overlap, and nothing is folded or altered.

mod addresses;
mod bylines;
mod chars;
mod clitics;
mod datelines;
mod dots;
mod language;
mod marks;
mod paragraphs;
mod pieces;
mod reading;
mod repeats;
mod sentences;
mod words;

use std::ops::Range;

pub use language::Language;
pub use pieces::Vocabulary;
pub use reading::Reading;
pub use repeats::runs_of_repeats;

use crate::rule::RuleName;
use crate::span::{Span, Tokens};

/// The names of the declared rules, in the order in which they are applied.
pub fn rules() -> impl Iterator<Item = RuleName> {
    reading::rules()
}

/// True of a line that is a byline: "By Ada Lund, Northwire".
pub fn is_byline(line: &str) -> bool {
    bylines::is(line)
}

/// Bytes of the dateline that a paragraph begins with, its dash included: "LEEDS (Northwire) -".
pub fn dateline(paragraph: &str) -> Option<usize> {
    datelines::length(paragraph)
}

/// A text, cut into its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segmentation {
    /// Tokens of the title that stands over the text, a paragraph of its own; 0 without one.
    pub title: u32,
    /// Words and punctuation, in order.
    pub tokens: Vec<Token>,
    /// Sentences, in order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Paragraphs, in order; together they hold every sentence.
    pub paragraphs: Vec<Paragraph>,
    /// Quotations, by their opening mark.
    pub quotations: Vec<Quotation>,
    /// The language of the text.
    pub language: Language,
    /// For each paragraph, the earlier one that it repeats word for word.
    pub repeats: Vec<Option<u32>>,
}

/// A word, a part of one ("do|n't"), or a mark of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// It stands inside a quotation, double or outermost single; the marks themselves are inside.
    pub quoted: bool,
    /// White space stands before it.
    pub spaced: bool,
    /// It is a later part of a surface token that the treebanks write as one: "n't" of "don't", "'s", a possessive "'".
    pub joined: bool,
}

/// A sentence, or what stands for one: a headline, an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens: at least one.
    pub tokens: Tokens,
    /// Index of its paragraph.
    pub paragraph: u32,
}

/// A paragraph; see `paragraphs.rs` for where one ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its tokens: at least one.
    pub tokens: Tokens,
    /// Its sentences, by index: at least one.
    pub sentences: Range<u32>,
}

/// Text between quotation marks, inside one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Token of the opening mark.
    pub open: u32,
    /// Token of the closing mark, if there is one.
    pub close: Option<u32>,
    /// One past the last token: past the closing mark, or, without one, where the paragraph or the next quotation
    /// takes over.
    pub end: u32,
    /// Quotations around it.
    pub depth: u8,
    /// Its marks are single.
    pub single: bool,
    /// Index of the quotation in the paragraph before that this one goes on with: that one has no closing mark, and
    /// this paragraph begins with an opening one.
    pub continues: Option<u32>,
}

/// Reads a text.
pub fn read(text: &str) -> Segmentation {
    let mut tokens = words::words(text);
    let paragraphs = paragraphs::paragraphs(text, &tokens);
    let marks = marks::marks(text, &mut tokens, &paragraphs);
    for quotation in marks.quotations.iter().filter(|q| q.depth == 0) {
        for token in &mut tokens[quotation.open as usize..quotation.end as usize] {
            token.quoted = true;
        }
    }
    let (sentences, paragraphs) = sentences::sentences(text, &mut tokens, &marks.roles, &paragraphs);
    let language = language::language(text, &tokens);
    let repeats = repeats::repeats(text, &tokens, &paragraphs);
    Segmentation { title: 0, tokens, sentences, paragraphs, quotations: marks.quotations, language, repeats }
}

/// The same of a reading that may have a title over it.
pub fn under_title(reading: &Reading) -> Segmentation {
    let mut out = read(&reading.text);
    let first = out.tokens.first().filter(|t| reading.titled && reading.restore(t.span).is_empty());
    if first.is_some() {
        out.title = out.paragraphs[0].tokens.end;
        // a text may well repeat its title
        out.repeats.iter_mut().filter(|r| **r == Some(0)).for_each(|r| *r = None);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rules;
    use proptest::prelude::*;
    use proptest::{collection, sample};
    use std::time::{Duration, Instant};

    /// What [`read`] promises of any text.
    fn check(text: &str) {
        let read = read(text);
        let mut end = 0;
        for (i, token) in read.tokens.iter().enumerate() {
            let (s, e) = (token.span.start as usize, token.span.end as usize);
            assert!(end <= s && s < e && e <= text.len(), "token {i} of {:?}", head(text));
            assert!(text.is_char_boundary(s) && text.is_char_boundary(e));
            let gap = &text[end..s];
            assert!(gap.chars().all(char::is_whitespace), "{gap:?} lies in no token of {:?}", head(text));
            assert_eq!(token.spaced, !gap.is_empty(), "token {i} of {:?}", head(text));
            assert!(!text[s..e].contains(char::is_whitespace));
            assert!(!token.joined || i > 0 && !token.spaced);
            end = e;
        }
        assert!(text[end..].chars().all(char::is_whitespace));
        let n = read.tokens.len() as u32;
        let mut next = 0;
        for (s, sentence) in read.sentences.iter().enumerate() {
            assert!(sentence.tokens.start == next && sentence.tokens.end > next);
            assert!(read.tokens[sentence.tokens.range()].iter().all(|t| t.sentence == s as u32));
            next = sentence.tokens.end;
        }
        assert_eq!(next, n);
        let (mut next, mut nth) = (0, 0);
        for (p, paragraph) in read.paragraphs.iter().enumerate() {
            assert!(paragraph.tokens.start == next && paragraph.sentences.start == nth);
            assert!(paragraph.sentences.end > nth);
            for s in paragraph.sentences.clone() {
                assert_eq!(read.sentences[s as usize].paragraph, p as u32);
                assert!(paragraph.tokens.holds(read.sentences[s as usize].tokens));
            }
            next = paragraph.tokens.end;
            nth = paragraph.sentences.end;
        }
        assert_eq!((next, nth), (n, read.sentences.len() as u32));
        for (i, q) in read.quotations.iter().enumerate() {
            assert!(q.open < q.end && q.end <= n);
            assert!(q.close.is_none_or(|close| q.open < close && close + 1 == q.end));
            assert!(i == 0 || read.quotations[i - 1].open < q.open);
            let paragraph = |t: u32| read.sentences[read.tokens[t as usize].sentence as usize].paragraph;
            assert_eq!(paragraph(q.open), paragraph(q.end - 1));
            assert!(q.continues.is_none_or(|before| {
                let before = &read.quotations[before as usize];
                before.close.is_none() && paragraph(before.open) + 1 == paragraph(q.open)
            }));
            assert!(read.tokens[q.open as usize..q.end as usize].iter().all(|t| t.quoted));
        }
    }

    /// What [`Reading`] promises of any text: spans of the reading are spans of the text, in the same order.
    fn check_reading(text: &str) {
        let reading = Reading::new(text.into(), &no_words(), &Rules::default());
        let mut last = Span::new(0, 0);
        for token in read(&reading.text).tokens {
            let span = reading.restore(token.span);
            assert!(last.start <= span.start && last.end <= span.end, "{:?}", head(text));
            // a full stop may be read where none is written
            assert!(span.start < span.end || token.span.of(&reading.text) == ".", "{:?}", head(text));
            assert!(span.end as usize <= text.len() && text.get(span.start as usize..span.end as usize).is_some());
            last = span;
        }
    }

    fn no_words() -> Vocabulary {
        Vocabulary::new::<&str>(&[])
    }

    fn head(text: &str) -> String {
        text.chars().take(60).collect()
    }

    /// Short texts that are hard to read.
    fn nasty() -> Vec<String> {
        let mut texts: Vec<String> = [
            "",
            " ",
            "\0",
            "a\0b \0 c\0",
            "\r",
            "a\rb\r\r\nc\n\rd",
            "\u{feff}London \u{200b}now\u{200b}. So\u{ad}ft\u{ad} \u{200d}",
            "👩\u{200d}👩\u{200d}👧\u{200d} 🏴\u{e0067}\u{e007f} 1\u{fe0f}\u{20e3} #\u{fe0f}\u{20e3} 🇬🇧🇬 👍🏽",
            "\u{301}a\u{301} \"\u{301}x\u{301}\" e\u{301}\u{301}'s",
            "שלום “עולם” مرحبا, \u{202b}hello\u{202c}. 中文。日本「語」 ไทย",
            "“‘\"'``«„‹›”’''»\"'",
            "' ' \" \" '\"' \"'\" ''''''' \"\"\"\"\" ``` ‘‘ ’’",
            "'s 't n't 'nt ’s' 's's 'n' 'n don't't can'tn't",
            "1-800-494-TIPS. 1-2-3-4- 1--2 5- -5 1/2/3/4/ 1/ /1 1:2: 1,000, ,5 .5 5. 5.. 5...",
            "Jr.. U.S... U.S.. a.b.c.d.e.f. A.B. .A .. ... …. . . .",
            "http:// http://. www. www.a www.a... a@b a@ @a @ @@ #a # ## a@b@c a.b@c.d.",
            "$5 US$5 US$ $ £5m 5km 5 km² $5.5bn 10PM 10:30pm 5'6\" 6' 7\"",
            "a-b -a a- - -- --- a--b co- co-a non-a-b",
            "(s) a(s) a(s)b a(s [1] [a] [ ] [...] [… […] ([)]",
            "f**k f** **f * ** a*b*c R&D A&B&C & && &amp; AT&T's",
            "\u{85}a\u{2028}b\u{2029}c\u{a0}d\u{3000}e\u{b}f\u{c}g",
            "Wait.[12] Then.[a b c] And.(x) No.” Yes.\"",
        ]
        .map(String::from)
        .to_vec();
        // Every pair and triple of a few signs.
        let signs = ["\"", "'", "’", "“", "”", ".", ",", " ", "\n", "a", "s", "5", "-", "(", "\u{ad}", "\u{301}"];
        for a in signs {
            for b in signs {
                for c in signs {
                    texts.push(format!("x{a}{b}{c}y {a}{b}{c}"));
                    texts.push(format!("{a}{b}{c}"));
                }
            }
        }
        texts
    }

    #[test]
    fn any_text_is_read_whole() {
        for text in nasty() {
            check(&text);
            check(&text.repeat(3));
            check_reading(&text.repeat(3));
        }
    }

    /// Mostly ASCII, with some characters of other scripts and of none.
    fn noise() -> impl Strategy<Value = String> {
        let sign = prop_oneof![3 => proptest::char::range(' ', '~'), 1 => proptest::char::range('\0', '\u{2fff}')];
        proptest::collection::vec(sign, 0..80).prop_map(String::from_iter)
    }

    /// What the reading mends, in parts.
    const DAMAGED: &[&str] = &[
        "&quot;",
        "&amp;",
        "&#39;",
        "&shy;",
        "&",
        "<p>",
        "</p>",
        "<b",
        ">",
        "â€œ",
        "â€",
        "\u{9d}",
        "Ã©",
        "\u{93}",
        "\u{85}",
        "\u{fffd}",
        "\u{ad}",
        "\u{ad}\n",
        "\u{a0}",
        "e\u{301}",
        "ﬁ",
        "„",
        "“",
        "«",
        "»",
        "\n",
        "\n\n",
        "\r\n",
        "-\n",
        "Advertisement",
        "By Ada Lund",
        "LEEDS (NW) - ",
        "THE END OF IT",
        "Ada Lund said ",
        "that the ferry ",
        "would run. ",
        "Photo: X/AFP",
        "1. ",
        "Q: ",
        "OSLO: ",
        "> ",
        "On 3 May, Ada Lund wrote:",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn noise_is_read_whole(text in noise()) {
            check(&text);
            check(&text.repeat(3));
        }

        #[test]
        fn noise_is_mended_in_order(parts in collection::vec(prop_oneof![sample::select(DAMAGED).prop_map(String::from), noise()], 0..12)) {
            check_reading(&parts.concat());
        }
    }

    #[test]
    fn time_is_linear() {
        let mut units: Vec<String> = [
            "a",
            "5",
            ".",
            "\"",
            "'",
            "“",
            "”",
            "‘",
            "’",
            " \"a",
            " 'a",
            "a' ",
            "s' ",
            "' ",
            "\" ",
            "“ ",
            " “a” ",
            "“‘",
            "'\" ",
            "('\"",
            " '\"a",
            "a.",
            "A.",
            "a. ",
            "A. B",
            "1/",
            "1-",
            "1:",
            "1,000,",
            "1.",
            "a-",
            "co-",
            "a@",
            "@a",
            "a@b.",
            "a/",
            "a'",
            "a'b",
            "a*",
            "a&",
            "\u{ad}",
            "a\u{ad}",
            "\u{301}",
            "\u{200d}",
            "👩\u{200d}",
            "🇬🇧",
            "\n",
            "\na",
            "a\n",
            "\r",
            "a \n",
            "(",
            "[",
            "[1]",
            " [1",
            "! ",
            "!\" A ",
            "?\" A",
            ". [",
            "www.a)",
            "http://a ",
            "cnn.com/",
            "中",
            "中 ",
            "\0",
            "no. ",
            "Mr. ",
            "U.S. ",
            "U.S.",
            "- ",
            "--",
            "#",
            "#a",
            "$5",
            "5m ",
            "``",
            "''",
            ",,",
            "'s",
            " 's",
            "n't",
            "I. ",
            "A quite long line of lower case words that somebody or other has\n",
        ]
        .map(String::from)
        .to_vec();
        units.extend(DAMAGED.iter().flat_map(|d| [format!("{d} "), format!("{d}\n")]));
        units.push(format!("{}\n\n", "\"".repeat(50)));
        for unit in units {
            let small = unit.repeat((32 << 10) / unit.len());
            let large = small.repeat(8);
            let time = |text: &str| {
                let start = Instant::now();
                std::hint::black_box(read(&Reading::new(text.into(), &no_words(), &Rules::default()).text));
                start.elapsed()
            };
            // Quadratic time would be 64 times as long, and seconds. A busy machine gets a few tries.
            let linear = || time(&large) < time(&small) * 32 + Duration::from_millis(100);
            assert!((0..5).any(|_| linear()), "{unit:?}: {:?}, eight times it {:?}", time(&small), time(&large));
        }
    }

    #[test]
    fn large_texts_are_read_whole() {
        check(&"x".repeat(1 << 20));
        check(&"\"".repeat(100_000));
        check(&"“".repeat(100_000));
        check(&" 'a".repeat(100_000));
        check(&"'\"a ".repeat(100_000));
        check(&"a\"b'c. ".repeat(50_000));
    }
}
