//! A document: a text with all that the early stages found in it. Every later stage reads it, none changes it.

use std::sync::Arc;

use crate::encode::Vectors;
use crate::lexicon;
use crate::span::{Span, Tokens};
use crate::syntax::{Relation, Syntax, Upos};
use crate::text::{self, Language, Paragraph, Quotation, Reading, Segmentation, Sentence, Token};

/// A text, its tokens, their vectors and their syntax.
#[derive(Clone, Debug)]
pub struct Doc {
    /// The article's text, as it is read: all spans of a document are its.
    pub text: Arc<str>,
    /// How that text comes from the one given.
    pub reading: Reading,
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
    /// What the encoder says of each token.
    pub vectors: Vectors,
    /// Parts of speech, heads and relations of the tokens.
    pub syntax: Syntax,
    /// The tokens in lower case, one after the other, and where each ends.
    lower: (String, Vec<u32>),
}

/// All tokens in lower case, and where each ends.
fn lowered(text: &str, tokens: &[Token]) -> (String, Vec<u32>) {
    let (mut words, mut ends) = (String::with_capacity(text.len()), Vec::with_capacity(tokens.len()));
    for token in tokens {
        words.push_str(&lexicon::lower(token.span.of(text)));
        ends.push(words.len() as u32);
    }
    (words, ends)
}

impl Doc {
    /// Puts the early layers of one text together.
    pub fn new(reading: Reading, segmentation: Segmentation, vectors: Vectors, syntax: Syntax) -> Self {
        let Segmentation { title, tokens, sentences, paragraphs, quotations, language, repeats } = segmentation;
        let text = Arc::clone(&reading.text);
        let lower = lowered(&text, &tokens);
        Self {
            text,
            reading,
            title,
            tokens,
            sentences,
            paragraphs,
            quotations,
            language,
            repeats,
            vectors,
            syntax,
            lower,
        }
    }

    /// True if token `i` is of the title, which is no part of the text.
    pub fn in_title(&self, i: usize) -> bool {
        i < self.title as usize
    }

    /// A run of tokens without marks at its ends that only the reading has; none if it has no others.
    pub fn written(&self, run: Tokens) -> Option<Tokens> {
        let first = run.range().find(|i| self.is_written(*i))?;
        let last = run.range().rev().find(|i| self.is_written(*i))?;
        Some(Tokens::new(first, last + 1))
    }

    /// Token `i` as it is written.
    pub fn word(&self, i: usize) -> &str {
        self.tokens[i].span.of(&self.text)
    }

    /// The same in lower case.
    pub fn lower(&self, i: usize) -> &str {
        let (words, ends) = &self.lower;
        let start = i.checked_sub(1).map_or(0, |before| ends[before]);
        &words[start as usize..ends[i] as usize]
    }

    /// True unless token `i` is a full stop that is read behind a headline and stands nowhere.
    pub fn is_written(&self, i: usize) -> bool {
        !self.reading.restore(self.tokens[i].span).is_empty()
    }

    /// True unless token `i` is punctuation.
    pub fn is_word(&self, i: usize) -> bool {
        self.word(i).chars().any(char::is_alphanumeric)
    }

    /// True if token `i` denies its verb.
    pub fn is_negation(&self, i: usize) -> bool {
        matches!(self.lower(i), "not" | "n't" | "n’t" | "never")
    }

    /// True if token `i` is the ending of a possessive.
    pub fn is_possessive_ending(&self, i: usize) -> bool {
        matches!(self.word(i), "'s" | "’s" | "'" | "’")
    }

    /// True if a possessive ending hangs on token `i` ("Lund's").
    pub fn is_possessive(&self, i: usize) -> bool {
        self.syntax.dependents(i).any(|j| self.is_possessive_ending(j))
    }

    /// True if token `i` begins with a capital letter.
    pub fn is_capital(&self, i: usize) -> bool {
        self.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// The text of a run of tokens.
    pub fn slice(&self, run: Tokens) -> &str {
        self.span(run).of(&self.text)
    }

    /// The bytes of a run of tokens; it must not be empty.
    pub fn span(&self, run: Tokens) -> Span {
        self.tokens[run.start as usize].span.cover(self.tokens[run.end as usize - 1].span)
    }

    /// Index of the sentence of token `i`.
    pub fn sentence(&self, i: usize) -> u32 {
        self.tokens[i].sentence
    }

    /// Index of the paragraph of token `i`.
    pub fn paragraph(&self, i: usize) -> u32 {
        self.sentences[self.sentence(i) as usize].paragraph
    }

    /// The outermost quotation that holds or touches token `i`.
    pub fn quotation(&self, i: usize) -> Option<&Quotation> {
        let k = self.quotations.partition_point(|q| q.open as usize <= i);
        self.quotations[..k].iter().rev().take(64).find(|q| q.depth == 0).filter(|q| (q.end as usize) > i)
    }

    /// True of a paragraph that is a byline.
    pub fn is_byline(&self, paragraph: Tokens) -> bool {
        paragraph.len() < 20 && self.lower(paragraph.start as usize) == "by" && text::is_byline(self.slice(paragraph))
    }

    /// The dateline that a paragraph begins with; it is a sentence of its own.
    pub fn dateline(&self, paragraph: &Paragraph) -> Option<Tokens> {
        let first = self.sentences[paragraph.sentences.start as usize].tokens;
        let dash = self.word(first.end as usize - 1).starts_with(['-', '–', '—']);
        (dash && text::dateline(self.slice(paragraph.tokens)).is_some()).then_some(first)
    }

    /// True if token `i` stands in a paragraph that repeats an earlier one.
    pub fn repeats(&self, i: usize) -> bool {
        self.repeats[self.paragraph(i) as usize].is_some()
    }

    /// The first verb of a run of tokens.
    pub fn verb(&self, run: Tokens) -> Option<usize> {
        run.range().find(|i| self.syntax.upos[*i] == Upos::Verb)
    }

    /// The noun that "by" names as the agent of a passive verb ("was told by the minister").
    pub fn agent(&self, verb: usize) -> Option<usize> {
        let (syntax, passive) = (&self.syntax, self.passive(verb));
        let by = |j: &usize| {
            matches!(syntax.relation[*j], Relation::Obl | Relation::Nsubj)
                && syntax.dependents(*j).any(|k| syntax.relation[k] == Relation::Case && self.word(k) == "by")
        };
        syntax.dependents(verb).filter(|j| passive && *j > verb).find(by)
    }

    /// A past participle with a form of "be" ("was told"), its own or that of the verb that it is joined to ("was arrested
    /// and accused").
    pub fn passive(&self, verb: usize) -> bool {
        let syntax = &self.syntax;
        let be = |j: usize| {
            syntax.relation[j] == Relation::Aux
                && matches!(self.word(j), "is" | "was" | "are" | "were" | "been" | "be" | "being")
        };
        let past = |v: usize| syntax.participle[v] && !self.word(v).ends_with("ing");
        let bare = |v: usize| {
            past(v)
                && syntax.relation[v] == Relation::Conj
                && !syntax.dependents(v).any(|j| matches!(syntax.relation[j], Relation::Aux | Relation::Nsubj))
        };
        let mut verb = verb;
        for _ in 0..4 {
            if past(verb) && syntax.dependents(verb).any(be) {
                return true;
            }
            match syntax.head(verb).filter(|_| bare(verb)) {
                Some(head) => verb = head,
                None => return false,
            }
        }
        false
    }

    /// "When asked", "after pressed": a clause without a subject of its own, whatever the tagger says of its verb.
    pub fn is_reduced(&self, verb: usize) -> bool {
        let opens = |i: usize| matches!(self.lower(i), "when" | "if" | "once" | "while" | "after");
        let past = self.syntax.upos[verb] == Upos::Verb && !self.word(verb).ends_with("ing");
        let hangs = past && self.syntax.relation[verb] == Relation::Advcl && verb > 0 && opens(verb - 1);
        hangs && self.syntax.dependent(verb, Relation::Nsubj).is_none()
    }

    /// The subject of an active verb: its own, or that of the verb that it is joined to or hangs on ("said ... but
    /// would not confirm", "described it as a breach, adding").
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let syntax = &self.syntax;
        let participle = syntax.participle[verb] && !self.word(verb).ends_with("ing");
        if self.passive(verb) || syntax.relation[verb] == Relation::Advcl && participle || self.is_reduced(verb) {
            return None; // its subject is spoken to or of
        }
        let mut verb = verb;
        for _ in 0..4 {
            if let Some(s) = syntax.dependent(verb, Relation::Nsubj) {
                return Some(s);
            }
            if !matches!(syntax.relation[verb], Relation::Conj | Relation::Xcomp | Relation::Advcl) {
                return None;
            }
            let head = syntax.head(verb)?;
            // "forced Berg to admit"
            let object = || syntax.dependent(head, Relation::Iobj).or_else(|| syntax.dependent(head, Relation::Obj));
            if let Some(object) = object().filter(|_| syntax.relation[verb] == Relation::Xcomp) {
                return Some(object);
            }
            verb = head;
        }
        None
    }
}
