//! Tokens into the word pieces of an uncased BERT vocabulary.
//!
//! The same steps as BERT's own tokeniser: what shows nothing is dropped, marks are stripped, letters are lowered,
//! punctuation and ideographs are cut apart, and each basic word is matched greedily from the left.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::char::decompose_canonical;

use super::chars::{is_bert_punctuation, is_cjk, is_combining_mark, is_invisible, is_kept_mark};

/// Most pieces that are kept of one token.
const MOST: usize = 16;

/// Longest basic word in characters; a longer one is unknown.
const LONGEST: usize = 100;

/// FNV-1a: short keys, and the same in every run.
#[derive(Clone, Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // The table takes its tag from the high bits, which FNV mixes least.
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut hash = if self.0 == 0 { 0xcbf2_9ce4_8422_2325 } else { self.0 };
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self.0 = hash;
    }
}

type Ids = HashMap<Box<str>, u32, BuildHasherDefault<Fnv>>;

/// A vocabulary of word pieces.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Pieces that begin a word.
    heads: Ids,
    /// Pieces that go on with one, without their "##".
    tails: Ids,
    /// Longest piece in bytes.
    longest: usize,
    unknown: u32,
    size: usize,
}

impl Vocabulary {
    /// A vocabulary of `pieces`, whose ids are their indices. Without "[UNK]" the unknown piece is id 0.
    pub fn new<S: AsRef<str>>(pieces: &[S]) -> Self {
        let mut heads = Ids::default();
        let mut tails = Ids::default();
        let mut longest = 0;
        let mut unknown = 0;
        for (id, piece) in pieces.iter().enumerate() {
            let piece = piece.as_ref();
            let id = id as u32;
            if piece == "[UNK]" {
                unknown = id;
            }
            let tail = piece.strip_prefix("##").filter(|tail| !tail.is_empty());
            longest = longest.max(tail.unwrap_or(piece).len());
            match tail {
                Some(tail) => tails.insert(tail.into(), id),
                None => heads.insert(piece.into(), id),
            };
        }
        Self { heads, tails, longest, unknown, size: pieces.len() }
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.size
    }

    /// True of a vocabulary of no pieces.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Id of a piece as the vocabulary spells it ("[CLS]", "##ing").
    pub fn id(&self, piece: &str) -> Option<u32> {
        let tail = piece.strip_prefix("##").filter(|tail| !tail.is_empty());
        match tail {
            Some(tail) => self.tails.get(tail).copied(),
            None => self.heads.get(piece).copied(),
        }
    }

    /// Id of the unknown piece.
    pub fn unknown(&self) -> u32 {
        self.unknown
    }

    /// Adds the pieces of one token to `out`: at least one, at most 16.
    pub fn pieces(&self, token: &str, out: &mut Vec<u32>) {
        let before = out.len();
        let limit = before + MOST;
        let mut word = Word::default();
        if token.len() <= LONGEST && token.bytes().all(|b| b.is_ascii_alphanumeric()) {
            for b in token.bytes() {
                word.push(b.to_ascii_lowercase() as char);
            }
        } else {
            for c in token.chars() {
                if out.len() >= limit {
                    break;
                }
                self.normal(c, &mut word, out);
            }
        }
        self.flush(&mut word, out);
        out.truncate(limit);
        if out.len() == before {
            out.push(self.unknown);
        }
    }

    /// Takes one character of a token: into the word under way, or a word of its own.
    fn normal(&self, c: char, word: &mut Word, out: &mut Vec<u32>) {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
            return;
        }
        if c.is_whitespace() {
            self.flush(word, out);
            return;
        }
        if is_invisible(c) || c == '\u{fffd}' || is_private(c) || stripped(c) {
            return;
        }
        // Ideographs are told before decomposition, as BERT does.
        let alone = is_cjk(c);
        if alone {
            self.flush(word, out);
        }
        decompose_canonical(c, |d| {
            if stripped(d) {
                return;
            }
            for d in d.to_lowercase() {
                if stripped(d) {
                    continue;
                }
                if is_bert_punctuation(d) {
                    self.flush(word, out);
                    word.push(d);
                    self.flush(word, out);
                } else {
                    word.push(d);
                }
            }
        });
        if alone {
            self.flush(word, out);
        }
    }

    /// Adds the pieces of the word under way and empties it.
    fn flush(&self, word: &mut Word, out: &mut Vec<u32>) {
        if word.chars == 0 {
            return;
        }
        if word.chars > LONGEST {
            out.push(self.unknown);
        } else {
            self.split(&word.text, out);
        }
        word.text.clear();
        word.chars = 0;
    }

    /// Greedy longest match from the left; a word with a rest that no piece matches is unknown as a whole.
    fn split(&self, word: &str, out: &mut Vec<u32>) {
        let first = out.len();
        let mut at = 0;
        while at < word.len() {
            let ids = if at == 0 { &self.heads } else { &self.tails };
            let mut end = word.len().min(at + self.longest);
            let found = loop {
                while !word.is_char_boundary(end) {
                    end -= 1;
                }
                if end <= at {
                    break None;
                }
                if let Some(id) = ids.get(&word[at..end]) {
                    break Some(*id);
                }
                end -= 1;
            };
            match found {
                Some(id) => out.push(id),
                None => {
                    out.truncate(first);
                    out.push(self.unknown);
                    return;
                }
            }
            at = end;
        }
    }
}

/// A basic word under way: its text up to one character more than counts.
#[derive(Default)]
struct Word {
    text: String,
    chars: usize,
}

impl Word {
    fn push(&mut self, c: char) {
        if self.chars <= LONGEST {
            self.text.push(c);
            self.chars += 1;
        }
    }
}

/// True of a mark that BERT strips: those that neither take space nor enclose.
fn stripped(c: char) -> bool {
    !c.is_ascii() && is_combining_mark(c) && !is_kept_mark(c)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    static PIECES: &[&str] =
        &["[PAD]", "[UNK]", "un", "##aff", "##able", "the", "e", "##te", "ete", "!", "'", "s", "中", "##a", "a"];

    fn of(token: &str) -> Vec<&'static str> {
        let mut out = Vec::new();
        Vocabulary::new(PIECES).pieces(token, &mut out);
        out.iter().map(|id| PIECES[*id as usize]).collect()
    }

    #[test]
    fn greedy_from_the_left() {
        assert_eq!(of("unaffable"), ["un", "##aff", "##able"]);
        assert_eq!(of("The"), ["the"]);
        assert_eq!(of("thex"), ["[UNK]"]);
        assert_eq!(of("'s!!"), ["'", "s", "!", "!"]);
    }

    #[test]
    fn marks_are_stripped_and_nothing_is_unknown() {
        assert_eq!(of("été"), ["ete"]);
        assert_eq!(of("e\u{301}t\u{ad}e\u{301}"), ["ete"]);
        assert_eq!(of("中中a"), ["中", "中", "a"]);
        assert_eq!(of("\u{200b}"), ["[UNK]"]);
        assert_eq!(of(""), ["[UNK]"]);
    }

    #[test]
    fn long_tokens_are_cut_short() {
        assert_eq!(of(&"a".repeat(100)).len(), 16);
        assert_eq!(of(&"a".repeat(101)), ["[UNK]"]);
        assert_eq!(of(&"a".repeat(1 << 20)), ["[UNK]"]);
        assert_eq!(of(&"!".repeat(1 << 20)).len(), 16);
        assert_eq!(of(&"\u{301}".repeat(1 << 20)), ["[UNK]"]);
    }

    #[test]
    fn ids_by_name() {
        let vocabulary = Vocabulary::new(PIECES);
        assert_eq!((vocabulary.id("##te"), vocabulary.id("te"), vocabulary.unknown()), (Some(7), None, 1));
        assert_eq!(vocabulary.len(), PIECES.len());
    }
}
