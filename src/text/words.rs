//! Text into tokens: white space parts chunks, and each chunk is cut from left to right.
//!
//! The cuts are those of the English Universal Dependencies treebanks (GUM, EWT), which follow the later Penn style:
//! punctuation apart, compounds cut at their hyphens unless the first part is a prefix ("non-profit"), numbers, times,
//! dates, addresses and acronyms whole. Clitics are cut too ("do|n't", "Clinton|'s") and marked as joined, because
//! the treebanks write such a pair as one surface token of two words.
//!
//! Every look ahead is either short by a constant or over text that the next token takes whole, so the time is linear.

use super::Token;
use super::addresses::ADDRESS;
use super::chars::{is_apostrophe, is_combining_mark, is_invisible, is_line_end, is_word};
use super::clitics::{CONTRACTIONS, clitic, clitic_at, clitic_like};
use super::dots::Dot;
use crate::span::Span;

/// Prefixes that stay with what their hyphen joins them to (the list of the Penn treebank, by what UD does).
static PREFIXES: &[&str] = &[
    "agro", "ante", "anti", "arch", "be", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "eco", "em", "ex",
    "extra", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "multi", "neo", "non", "over", "pan", "para",
    "peri", "post", "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super", "tri",
    "u", "ultra", "un", "uni",
];

/// Suffixes that stay with what stands before their hyphen.
static SUFFIXES: &[&str] = &["esque", "ette", "fest", "fold", "gate", "itis", "less", "most", "rama", "wise"];

/// Interjections that keep their hyphens.
static INTERJECTIONS: &[&str] = &["hm", "hmm", "m", "mm", "oh", "uh", "um", "whoo"];

/// Units of measure that are cut from a number written with them.
static UNITS: &[&str] = &[
    "AM", "GB", "GHz", "K", "KB", "MB", "MHz", "MM", "MW", "PM", "TB", "am", "bn", "cm", "ft", "g", "gb", "kW", "kb",
    "kg", "km", "kph", "k", "kwh", "lb", "lbs", "m", "mb", "mg", "mi", "ml", "mm", "mph", "oz", "p", "pm", "tn",
];

/// Amounts of money, cut from a number that stands after a sign of currency.
static AMOUNTS: &[&str] = &["B", "BN", "K", "M", "MM", "T", "b", "bn", "k", "m", "mil", "mm", "mn", "t", "tn", "trn"];

/// Words that begin with an apostrophe.
static ELISIONS: &[&str] =
    &["bout", "cause", "coz", "cuz", "em", "n", "neath", "nuff", "round", "til", "till", "tis", "twas"];

/// Cuts `text` into tokens. `sentence` and `quoted` are left for later stages.
pub(super) fn words(text: &str) -> Vec<Token> {
    let mut scan =
        Scan { text, start: 0, end: 0, line_start: true, at_sign: 0, tokens: Vec::with_capacity(text.len() / 5 + 1) };
    let mut at = 0;
    let mut spaced = false;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            scan.line_start |= is_line_end(c);
            spaced = true;
            at += c.len_utf8();
            continue;
        }
        scan.end = at + chunk_len(&text[at..]);
        scan.start = at;
        scan.at_sign = at;
        scan.chunk(spaced);
        scan.line_start = false;
        spaced = false;
        at = scan.end;
    }
    scan.tokens
}

/// Bytes up to the next white space.
fn chunk_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        if b < 0x80 {
            if b == b' ' || (9..=13).contains(&b) {
                break;
            }
            i += 1;
        } else {
            let c = text[i..].chars().next().unwrap_or('x');
            if c.is_whitespace() {
                break;
            }
            i += c.len_utf8();
        }
    }
    i
}

/// A text on its way to tokens; addresses, full stops and clitics have their own files.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    /// Where the chunk under way begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// True of the first chunk of a line.
    pub(super) line_start: bool,
    /// Where the chunk's next `@` stands, or its end; found again once passed.
    pub(super) at_sign: usize,
    pub(super) tokens: Vec<Token>,
}

impl Scan<'_> {
    /// The character at byte `at` of the chunk.
    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.text[at..self.end].chars().next()
    }

    /// The character of the chunk after the one at `at`.
    pub(super) fn second(&self, at: usize) -> Option<char> {
        self.text[at..self.end].chars().nth(1)
    }

    fn push(&mut self, start: usize, end: usize, spaced: bool, joined: bool) {
        self.tokens.push(Token { span: Span::new(start, end), sentence: 0, quoted: false, spaced, joined });
    }

    /// Cuts the chunk.
    fn chunk(&mut self, spaced: bool) {
        let mut at = self.start;
        let mut spaced = spaced;
        while let Some(c) = self.char(at) {
            let next = if let Some(end) = self.address(at, c) {
                self.push(at, end, spaced, false);
                end
            } else if is_word(c) {
                self.word(at, at, spaced)
            } else if let Some(end) = self.led_word(at, c) {
                let end = self.word(at, end, spaced);
                let led = self.tokens.last_mut();
                if let Some(led) = led.filter(|t| !t.spaced && at > self.start && clitic_like(t.span.of(self.text))) {
                    led.joined = true;
                }
                end
            } else {
                let end = self.punctuation(at, c);
                self.push(at, end, spaced, false);
                end
            };
            debug_assert!(next > at);
            at = next;
            spaced = false;
        }
    }

    /// End of the run of characters from `at` that satisfy `test`.
    pub(super) fn run(&self, at: usize, test: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[at..self.end];
        rest.find(|c| !test(c)).map_or(self.end, |i| at + i)
    }

    /// A word that begins with a sign at `at`: "'90s", "'em", ".5", "+44". Gives where its letters begin.
    fn led_word(&self, at: usize, c: char) -> Option<usize> {
        let first = at == self.start;
        let after = at + c.len_utf8();
        let next = self.char(after)?;
        if matches!(c, '\'' | '’' | '‘') {
            let end = self.run(after, is_word);
            let word = &self.text[after..end];
            if next.is_ascii_digit() {
                let digits = word.trim_end_matches(['s', 'S']);
                return (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(after);
            }
            if word.len() <= 5 && ELISIONS.iter().any(|e| e.eq_ignore_ascii_case(word)) {
                // "'Til" may open a quotation, "'til" does not.
                return next.is_lowercase().then_some(after);
            }
            // "'s" by itself in text that is cut already, or after what no word holds: "U.S.'s".
            let hosted = first || self.text[..at].ends_with(['.', ')', '"', '”', '%']);
            return (hosted && clitic(word)).then_some(after);
        }
        let open = first || self.text[..at].ends_with(['(', '[', '$', '£', '€', '~']);
        ((c == '.' && open || c == '+' && first) && next.is_ascii_digit()).then_some(after)
    }

    /// The word at `start`, whose letters begin at `from`; gives where it ends.
    fn word(&mut self, start: usize, from: usize, spaced: bool) -> usize {
        let mut at = from;
        // "'n'" takes its second apostrophe along.
        let elided_and = from > start
            && self.text[from..self.end].starts_with(['n', 'N'])
            && self.char(from + 1).is_some_and(is_apostrophe);
        loop {
            at = self.letters(at);
            let Some(c) = self.char(at) else { break };
            let word = &self.text[from..at];
            let after = at + c.len_utf8();
            let next = self.char(after);
            let follows = next.is_some_and(is_word);
            let digits = follows
                && next.is_some_and(|c| c.is_ascii_digit())
                && word.as_bytes().last().is_some_and(u8::is_ascii_digit);
            let to = match c {
                '.' => match self.dot(from, at, next) {
                    Dot::Inside => after,
                    Dot::Last => {
                        at = after;
                        break;
                    }
                    Dot::Apart => match self.host(from, at) {
                        Some(end) => {
                            at = end;
                            break;
                        }
                        None => break,
                    },
                },
                ',' if digits && self.thousands(after) => after,
                ':' if digits => after,
                '/' if digits => match self.slashes(from, at) {
                    Some(end) => end,
                    None => break,
                },
                '/' if word.eq_ignore_ascii_case("s") && self.text[after..self.end].starts_with("he") => after,
                '/' if matches!(word, "w" | "W") && next.is_none_or(|c| c == 'o') => after,
                '-' | '‐' | '‑' => match self.hyphen(from, at, after) {
                    Some(end) => end,
                    None => break,
                },
                '&' if follows && word.len() <= 3 && self.run(after, is_word) - after <= 3 => after,
                '*' if word.ends_with(char::is_alphabetic) => {
                    let end = self.run(at, |c| c == '*');
                    match self.char(end) {
                        Some(c) if c.is_alphabetic() => end,
                        _ => break,
                    }
                }
                '(' if self.text[after..self.end].starts_with("s)") && word.ends_with(char::is_alphabetic) => after + 2,
                '$' if next.is_some_and(|c| c.is_ascii_digit())
                    && word.len() <= 3
                    && word.bytes().all(|b| b.is_ascii_uppercase()) =>
                {
                    at = after;
                    break;
                }
                c if is_apostrophe(c) && elided_and && at == from + 1 => {
                    at = after;
                    break;
                }
                c if is_apostrophe(c) && next.is_some_and(char::is_alphabetic) => {
                    // "D'Or" goes on, "said`hello`" does not.
                    if matches!(c, '`' | '´') && !clitic(&self.text[after..self.run(after, is_word)]) {
                        break;
                    }
                    after
                }
                c if is_invisible(c) => {
                    // Inside a word it stays; at the end of one it is a token of its own.
                    let end = self.run(at, is_invisible);
                    if self.char(end).is_some_and(is_word) { end } else { break }
                }
                _ => break,
            };
            debug_assert!(to > at, "a word goes on at a later byte");
            at = to;
        }
        self.cut(start, at, spaced);
        at
    }

    /// End of the plain letters, digits and marks from `at`.
    fn letters(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut i = at;
        while i < self.end {
            let b = bytes[i];
            if b < 0x80 {
                if !(b.is_ascii_alphanumeric() || b == b'_') {
                    break;
                }
                i += 1;
            } else {
                match self.text[i..self.end].chars().next() {
                    Some(c) if is_word(c) => i += c.len_utf8(),
                    _ => break,
                }
            }
        }
        i
    }

    /// True if three digits and no more stand at `at`.
    fn thousands(&self, at: usize) -> bool {
        let bytes = &self.text.as_bytes()[at..self.end];
        bytes.iter().take(4).take_while(|b| b.is_ascii_digit()).count() == 3
    }

    /// Dates and fractions: end of the digits and slashes of which `from..at` are the first digits.
    fn slashes(&self, from: usize, at: usize) -> Option<usize> {
        if at - from > ADDRESS {
            return None;
        }
        let end =
            at + self.text[at..self.end].bytes().take(24).take_while(|b| b.is_ascii_digit() || *b == b'/').count();
        let whole = self.text[from..end].trim_end_matches('/');
        let parts = whole.split('/');
        let longest = parts.clone().map(str::len).max().unwrap_or(0);
        // "10/100" and "2003/04" are two numbers, "9/11" and "1/12/2001" one.
        (longest <= 2 || parts.count() == 3).then_some(from + whole.len())
    }

    /// What becomes of the hyphen at `at` after the word that begins at `from`: where the token goes on, if it does.
    fn hyphen(&self, from: usize, at: usize, after: usize) -> Option<usize> {
        let word = &self.text[from..at];
        if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return self.hyphened_digits(from, at);
        }
        let prefix = word.len() <= 7 && PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(word));
        match self.char(after) {
            // "pre- and post-war"
            None => (prefix && word.len() > 1).then_some(after),
            Some(c) if !is_word(c) => None,
            Some(_) if prefix => Some(after),
            Some(_) => {
                let end = self.run(after, is_word);
                let second = &self.text[after..end];
                let is = |list: &[&str], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
                let whole = is(SUFFIXES, second) || (is(INTERJECTIONS, word) && second.len() <= 4);
                whole.then_some(after)
            }
        }
    }

    /// Telephone numbers, dates and codes: end of the groups of digits from `from`, if they go on at the hyphen `at`.
    fn hyphened_digits(&self, from: usize, at: usize) -> Option<usize> {
        let shape = |b: &u8| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/');
        let run = self.text.as_bytes()[from..self.end].iter().take(40).take_while(|b| shape(b)).count();
        let whole = self.text[from..from + run].trim_end_matches(['-', '.', '/']);
        if self.text[from + whole.len()..self.end].starts_with(char::is_alphanumeric) || whole.contains("--") {
            return None;
        }
        let mut groups = 0;
        let mut longest = 0;
        let mut sizes = [0usize; 2];
        for group in whole.split('-') {
            if let Some(size) = sizes.get_mut(groups) {
                *size = group.len();
            }
            if group.contains('.') {
                return None;
            }
            longest = longest.max(group.len());
            groups += 1;
        }
        let telephone = groups == 2 && matches!(sizes, [3, 4] | [5, 4] | [7, 4] | [7, 3]);
        let end = from + whole.len();
        (end > at && (telephone || groups > 2 && longest > 1)).then_some(end)
    }

    /// Pushes the word `start..end`, cut at its clitics and units.
    fn cut(&mut self, start: usize, end: usize, spaced: bool) {
        let word = &self.text[start..end];
        let bytes = word.as_bytes();
        if bytes[0].is_ascii_digit() || bytes[0] == b'.' {
            let number = bytes.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':')).count();
            let unit = &word[number..];
            let money = self.tokens.last().is_some_and(|t| t.span.of(self.text).ends_with(['$', '£', '€', '¥', '₹']));
            if number < word.len() && unit.len() <= 4 && (UNITS.contains(&unit) || money && AMOUNTS.contains(&unit)) {
                self.push(start, start + number, spaced, false);
                self.push(start + number, end, false, false);
                return;
            }
        }
        if word.len() <= 8
            && word.len() >= 4
            && let Some((_, at)) = CONTRACTIONS.iter().find(|(whole, _)| whole.eq_ignore_ascii_case(word))
        {
            self.push(start, start + at, spaced, false);
            self.push(start + at, end, false, true);
            return;
        }
        // At most three clitics: "shouldn't've".
        let mut cuts = [0usize; 3];
        let mut n = 0;
        let mut stop = end;
        while n < cuts.len() {
            let head = &self.text[start..stop];
            let Some(cut) = clitic_at(head) else { break };
            stop = start + cut;
            cuts[n] = stop;
            n += 1;
        }
        let mut from = start;
        for i in (0..n).rev() {
            self.push(from, cuts[i], if from == start { spaced } else { false }, from > start);
            from = cuts[i];
        }
        self.push(from, end, if from == start { spaced } else { false }, from > start);
    }

    /// End of the punctuation or symbol `c` at `at`.
    fn punctuation(&self, at: usize, c: char) -> usize {
        let after = at + c.len_utf8();
        let rest = &self.text[at..self.end];
        let end = match c {
            c if is_invisible(c) => return self.run(at, is_invisible),
            '.' | '…' => self.run(at, |c| c == '.' || c == '…'),
            '!' | '?' => self.run(at, |c| c == '!' || c == '?'),
            '-' | '–' | '—' | '=' | '*' | '~' | '+' | '#' | '<' | '>' | '^' => {
                if let Some(len) = emoticon(rest) {
                    return at + len;
                }
                self.run(at, |d| d == c)
            }
            '`' | '\'' | '‘' | '’' | ',' if self.char(after) == Some(c) => after + c.len_utf8(),
            '[' if rest.starts_with("[...]") || rest.starts_with("[…]") => at + 5,
            ':' | ';' => return emoticon(rest).map_or(after, |len| at + len),
            '\u{1f1e6}'..='\u{1f1ff}' => match self.char(after) {
                // A flag is two letters.
                Some(d @ '\u{1f1e6}'..='\u{1f1ff}') => after + d.len_utf8(),
                _ => after,
            },
            _ => after,
        };
        self.attached(end, !c.is_ascii())
    }

    /// Takes along what is written on or joined to a symbol that ends at `end`: marks, skin tones, and for pictures
    /// whatever a zero-width joiner adds.
    fn attached(&self, end: usize, picture: bool) -> usize {
        let mut end = end;
        while let Some(c) = self.char(end) {
            if c.is_ascii() {
                break;
            }
            let size = c.len_utf8();
            if is_combining_mark(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}') && picture {
                end += size;
            } else if picture && c == '\u{200d}' {
                match self.char(end + size) {
                    Some(d) if !d.is_ascii() && !is_word(d) => end += size + d.len_utf8(),
                    _ => break,
                }
            } else {
                break;
            }
        }
        end
    }
}

/// Length of the emoticon that `text` begins with, if a space or nothing follows it.
fn emoticon(text: &str) -> Option<usize> {
    static FACES: &[&str] =
        &[":)", ":(", ":-)", ":-(", ";)", ";-)", "=)", "=(", ":D", ":-D", ":P", ":-P", ":p", ":/", "<3", "^_^", ":'("];
    FACES.iter().find(|face| text == **face).map(|face| face.len())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).iter().map(|t| t.span.of(text)).collect()
    }

    /// Asserts the tokens of `text`, written with spaces between.
    pub(in crate::text) fn same(text: &str, tokens: &str) {
        assert_eq!(cut(text).join(" "), tokens, "{text}");
    }

    #[test]
    fn punctuation_stands_apart() {
        same("Well, he (Bob) said: \"No!\"", "Well , he ( Bob ) said : \" No ! \"");
        same("$5.3 million, 40% and £3m", "$ 5.3 million , 40 % and £ 3 m");
        same("wait... what…no--yes—maybe", "wait ... what … no -- yes — maybe");
        same("``Yes,'' she said", "`` Yes , '' she said");
    }

    #[test]
    fn clitics_are_cut_and_joined() {
        same("Don't, he's can't Clinton's they’ve cannot", "Do n't , he 's ca n't Clinton 's they ’ve can not");
        same("she'd've O'Brien's rock 'n' roll '90s o'clock", "she 'd 've O'Brien 's rock 'n' roll '90s o'clock");
        let text = "don't I";
        assert_eq!(words(text).iter().map(|t| t.joined).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(words(text).iter().map(|t| t.spaced).collect::<Vec<_>>(), [false, false, true]);
    }

    #[test]
    fn hyphens_cut_compounds_but_not_prefixes() {
        same("state-of-the-art Eye-Tracking", "state - of - the - art Eye - Tracking");
        same("non-profit co-founder e-mail anti-Trump", "non-profit co-founder e-mail anti-Trump");
        same("non-English-speaking 1990-1995", "non-English - speaking 1990 - 1995");
        same("555-1234 713-853-3989 pre- and post-war", "555-1234 713-853-3989 pre- and post-war");
    }

    #[test]
    fn numbers_and_addresses_stay_whole() {
        same("1,000.50 at 10:30 on 12/03/2016, 5km", "1,000.50 at 10:30 on 12/03/2016 , 5 km");
        same("see http://a.b/c?d=e. Or www.x.org, x@y.com.", "see http://a.b/c?d=e . Or www.x.org , x@y.com .");
        same("@POTUS #tag #1 cnn.com AT&T and/or", "@POTUS #tag # 1 cnn.com AT&T and / or");
    }

    #[test]
    fn odd_characters_stay_with_their_base() {
        same("e\u{301}te\u{301} co\u{ad}op", "e\u{301}te\u{301} co\u{ad}op");
        same("👩\u{200d}👩\u{200d}👧 🇬🇧! 👍🏽", "👩\u{200d}👩\u{200d}👧 🇬🇧 ! 👍🏽");
        same("a\u{a0}b\u{2003}c", "a b c");
    }
}
