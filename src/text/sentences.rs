//! Tokens into sentences, inside each paragraph.
//!
//! A sentence ends at a point, question or exclamation mark, or dots, with the closing marks and brackets after it,
//! unless what follows goes on with it: a lower-case word, a comma, a reporting clause after a quoted question
//! ("Stop!" Lund said.), or whatever an abbreviation leads to. Inside quotation marks the same holds.

use super::datelines;
use super::dots::is_starter;
use super::marks::Role;
use super::{Paragraph, Sentence, Token};
use crate::lexicon::abbreviations;
use crate::span::Tokens;

/// Verbs of reporting clauses that follow a quoted question or exclamation.
#[rustfmt::skip]
static REPORTING: &[&str] = &[
    "added", "adds", "admitted", "agreed", "announced", "answer", "answered", "ask", "asked", "asks", "barked",
    "began", "bellowed", "blurted", "call", "called", "calls", "commented", "complained", "concluded", "continued",
    "cried", "cries", "cry", "declared", "demanded", "echoed", "exclaimed", "exclaims", "explained", "gasped",
    "growled", "hissed", "howled", "inquired", "insisted", "interrupted", "joked", "laughed", "murmured", "mused",
    "muttered", "noted", "observed", "offered", "persisted", "pleaded", "posted", "pressed", "protested", "queried",
    "quipped", "read", "reads", "recalled", "remarked", "repeated", "replied", "replies", "reply", "reported",
    "responded", "retorted", "roared", "said", "say", "says", "screamed", "shout", "shouted", "shouts", "shrieked",
    "sighed", "snapped", "started", "stated", "suggested", "thought", "told", "tweeted", "urged", "wailed", "warned",
    "went", "whisper", "whispered", "wondered", "wonders", "writes", "wrote", "yell", "yelled", "yells",
];

/// Abbreviations that something always follows, without their last dot.
static NEVER: &[&str] = &["approx", "ca", "cf", "e.g", "eg", "i.e", "p.s", "v", "viz", "vs"];

/// Cuts each paragraph into sentences and tells each token its sentence.
pub(super) fn sentences(
    text: &str,
    tokens: &mut [Token],
    roles: &[Role],
    paragraphs: &[Tokens],
) -> (Vec<Sentence>, Vec<Paragraph>) {
    let mut sentences = Vec::new();
    let mut whole = Vec::with_capacity(paragraphs.len());
    for (p, paragraph) in paragraphs.iter().enumerate() {
        let range = paragraph.range();
        let first = sentences.len() as u32;
        let mut start = range.start;
        let mut at = range.start;
        let line = Line { text, tokens, roles, end: range.end };
        let mut ends = Vec::new();
        if let Some(end) = line.dateline(range.start) {
            ends.push(end);
            at = end;
        }
        while at < range.end {
            let begun = ends.last().copied().unwrap_or(range.start);
            let Some(end) = line.end_of_sentence(at, begun) else {
                at += 1;
                continue;
            };
            ends.push(end);
            at = end;
        }
        if ends.last() != Some(&range.end) {
            ends.push(range.end);
        }
        for end in ends {
            for token in &mut tokens[start..end] {
                token.sentence = sentences.len() as u32;
            }
            sentences.push(Sentence { tokens: Tokens::new(start, end), paragraph: p as u32 });
            start = end;
        }
        whole.push(Paragraph { tokens: *paragraph, sentences: first..sentences.len() as u32 });
    }
    (sentences, whole)
}

/// The tokens of one paragraph.
struct Line<'a> {
    text: &'a str,
    tokens: &'a [Token],
    roles: &'a [Role],
    /// One past the last token.
    end: usize,
}

impl<'a> Line<'a> {
    fn word(&self, i: usize) -> &'a str {
        self.tokens[i].span.of(self.text)
    }

    /// One past the last token of a dateline that begins at `start` and has a sentence after it.
    fn dateline(&self, start: usize) -> Option<usize> {
        let from = self.tokens[start].span.start;
        let to = self.tokens[self.end - 1].span.end;
        let end = from + datelines::length(&self.text[from as usize..to as usize])? as u32;
        (start..self.end - 1).take(40).find(|i| self.tokens[*i].span.end == end).map(|i| i + 1)
    }

    /// If the sentence that began with token `begun` ends with the token at `at`, one past its last token.
    fn end_of_sentence(&self, at: usize, begun: usize) -> Option<usize> {
        let word = self.word(at);
        if self.caption_ends(at, begun) {
            return Some(at + 1);
        }
        let last = word.chars().next_back()?;
        if !matches!(last, '.' | '!' | '?' | '…' | '。') {
            return None;
        }
        let mark = !word.starts_with(char::is_alphanumeric);
        let mut end = at + 1;
        let mut quote = false;
        while end < self.end && self.closes(end) {
            quote |= self.roles[end] == Role::Close;
            end += 1;
        }
        while let Some(note) = self.note(end) {
            end = note;
        }
        if end == self.end {
            return Some(end);
        }
        let next = self.word(end);
        let spaced = self.tokens[end].spaced;
        if !mark {
            return (spaced && self.abbreviation_ends(word, end, quote)).then_some(end);
        }
        // "3. Then" in a list that runs on in one paragraph.
        if word == "." && at == begun + 1 && self.word(begun).len() <= 2 && number(self.word(begun)) {
            return None;
        }
        let dots = word.len() > 1 && matches!(last, '.' | '…') || word == "…";
        // What else ends a sentence will end it: ". . ."
        if matches!(next, "." | "!" | "?" | "..." | "…") {
            return None;
        }
        if next.starts_with([',', ';', ':', '/', '%', ')', ']', '}']) || dash(next) && (last != '.' || dots) {
            return None;
        }
        let first = self.first_word(end)?;
        let lower = first.starts_with(char::is_lowercase) && !first.contains(char::is_uppercase);
        if lower {
            return None;
        }
        if !spaced && !quote && !first.starts_with(char::is_uppercase) {
            return None;
        }
        if quote && (last != '.' || dots) && self.reports(end) {
            return None;
        }
        Some(end)
    }

    /// True if a caption or its credit parts at `at` without a mark: "Obama in 2015 | Image: Reuters", "Figure 1.3 | The".
    fn caption_ends(&self, at: usize, begun: usize) -> bool {
        if at + 2 >= self.end || !self.tokens[at + 1].spaced {
            return false;
        }
        if self.word(at + 2) == ":" {
            return matches!(self.word(at + 1), "Image" | "Photo" | "Photograph" | "Picture")
                && !self.tokens[at + 2].spaced
                && self.roles[at] != Role::Open
                && !matches!(self.word(at), "(" | "[" | "The" | "File");
        }
        at == begun + 1
            && matches!(self.word(begun), "Figure" | "Table")
            && self.word(at).starts_with(|c: char| c.is_ascii_digit())
            && self.word(at).contains('.')
            && self.word(at + 1).starts_with(char::is_uppercase)
    }

    /// If a note in brackets stands at `i`, its end: "said.[12] Then", "went. [citation needed]".
    fn note(&self, i: usize) -> Option<usize> {
        if i < self.end && matches!(self.word(i), "[...]" | "[…]") {
            return Some(i + 1);
        }
        if i + 2 >= self.end || self.word(i) != "[" {
            return None;
        }
        let first = self.word(i + 1);
        let digit = first.starts_with(|c: char| c.is_ascii_digit());
        let close = (i + 2..self.end.min(i + if digit { 3 } else { 5 })).find(|j| self.word(*j) == "]")?;
        (digit || first.starts_with(char::is_lowercase)).then_some(close + 1)
    }

    /// True of a token that belongs to the end of the sentence before it.
    fn closes(&self, i: usize) -> bool {
        match self.roles[i] {
            Role::Close => true,
            Role::Open => false,
            Role::None => {
                !self.tokens[i].spaced
                    && matches!(self.word(i), ")" | "]" | "}" | "”" | "’" | "\"" | "'" | "''" | "’’" | "»")
                    && (i + 1 == self.end || self.tokens[i + 1].spaced || self.roles[i + 1] == Role::Close)
            }
        }
    }

    /// The first word at or after `i` behind opening marks and brackets.
    fn first_word(&self, i: usize) -> Option<&'a str> {
        (i..self.end.min(i + 4))
            .map(|i| self.word(i))
            .find(|w| !w.starts_with(['(', '[', '"', '“', '‘', '\'', '`', '«', '„']))
            .or(Some(""))
    }

    /// True if a reporting clause of a name and a verb stands at `i`: "Lund said", "I asked".
    fn reports(&self, i: usize) -> bool {
        for j in i..self.end.min(i + 6) {
            let word = self.word(j);
            if j > i && REPORTING.binary_search(&word).is_ok() {
                return true;
            }
            let part = word.starts_with(char::is_uppercase)
                || word.ends_with("ly")
                || matches!(word, "de" | "van" | "von" | "bin" | "al" | "-" | "also" | "then");
            if !part {
                return false;
            }
        }
        false
    }

    /// True if the abbreviation `word` ends its sentence; the next one would begin at `end`.
    fn abbreviation_ends(&self, word: &str, end: usize, quote: bool) -> bool {
        let next = self.word(end);
        let Some(first) = self.first_word(end) else { return false };
        let short = &word[..word.len() - 1];
        if !word.ends_with('.') || next.starts_with([',', ';', ':', ')', ']']) || dash(next) {
            return false;
        }
        if first.starts_with(char::is_lowercase) {
            return false;
        }
        if number(short) || NEVER.iter().any(|never| never.eq_ignore_ascii_case(short)) {
            return false;
        }
        let kind = abbreviations::find(short);
        if kind.is_some_and(|kind| kind.prepositive || kind.number && first.starts_with(|c: char| c.is_ascii_digit())) {
            return false;
        }
        if short.chars().count() == 1 {
            // An initial: words has looked at what follows.
            return quote;
        }
        if quote || self.roles[end] == Role::Open {
            return true;
        }
        is_starter(first) || short == "etc" && first.starts_with(char::is_uppercase)
    }
}

fn number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn dash(word: &str) -> bool {
    word.starts_with(['-', '–', '—'])
}

#[cfg(test)]
mod tests {
    use crate::span::Span;
    use crate::text::read;

    fn cut(text: &str) -> Vec<&str> {
        let read = read(text);
        let of = |range: std::ops::Range<usize>| {
            let (first, last) = (read.tokens[range.start].span, read.tokens[range.end - 1].span);
            Span { start: first.start, end: last.end }.of(text)
        };
        read.sentences.iter().map(|s| of(s.tokens.range())).collect()
    }

    #[test]
    fn points_end_sentences() {
        assert_eq!(cut("One. Two! Three? Four"), ["One.", "Two!", "Three?", "Four"]);
        assert_eq!(cut("Headline\nA line. And (more.) Yes"), ["Headline", "A line.", "And (more.)", "Yes"]);
        assert_eq!(cut("It cost 5.3 million. No. 5 lost."), ["It cost 5.3 million.", "No. 5 lost."]);
        assert_eq!(cut("end.Next one"), ["end.", "Next one"]);
    }

    #[test]
    fn abbreviations_go_on() {
        assert_eq!(
            cut("Mr. Smith met Gen. Lee at 5 p.m. Monday in the U.S. Senate."),
            ["Mr. Smith met Gen. Lee at 5 p.m. Monday in the U.S. Senate."]
        );
        assert_eq!(cut("He left the U.S. The rest stayed."), ["He left the U.S.", "The rest stayed."]);
        assert_eq!(cut("George W. Bush of Acme Inc. said so."), ["George W. Bush of Acme Inc. said so."]);
        assert_eq!(cut("LONDON (Reuters) - Shares fell."), ["LONDON (Reuters) -", "Shares fell."]);
    }

    #[test]
    fn quotations() {
        assert_eq!(cut("\"I came. I saw,\" she said."), ["\"I came.", "I saw,\" she said."]);
        assert_eq!(
            cut("\"Really?\" she asked. \"Yes!\" Lund said. \"No.\" He left."),
            ["\"Really?\" she asked.", "\"Yes!\" Lund said.", "\"No.\"", "He left."]
        );
        assert_eq!(cut("“Why?” The crowd left."), ["“Why?”", "The crowd left."]);
        assert_eq!(cut("“I just…” and … so on"), ["“I just…” and … so on"]);
    }

    #[test]
    fn verbs_are_sorted() {
        assert!(super::REPORTING.is_sorted());
    }
}
