//! Documents for unit tests, without weights: a few lines of CoNLL-U with names, cues, sources and contents marked.

use crate::doc::Doc;
use crate::encode::{AttentionEvidence, Vectors};
use crate::entity::{Entities, Resolver};
use crate::extraction::EntityType;
use crate::frame::{Cue, Frame};
use crate::mention::{self, Mention};
use crate::model::{ATTENTION_HEADS, Matrix, RankerWeights};
use crate::rule::Rules;
use crate::span::Tokens;
use crate::syntax::{ROOT, Relation, Syntax, Upos};
use crate::text::{self, Reading};

/// A document, and what its last column marks.
pub(crate) struct Fixture {
    pub(crate) doc: Doc,
    pub(crate) names: Vec<(Tokens, EntityType)>,
    pub(crate) frames: Vec<Frame>,
}

/// Probability of all that a fixture marks.
const MARKED: f32 = 0.9;

impl Fixture {
    /// Reads CoNLL-U Plus with the columns ID FORM UPOS XPOS HEAD DEPREL MISC, parted by white space; `# newpar` begins a
    /// paragraph, an empty line a sentence.
    ///
    /// MISC holds marks joined by `|`: `SpaceAfter=No`; `Name=(PERSON` where a name begins, `Name=)` where it ends,
    /// `Name=(PERSON)` of one token; `Cue=0`, `Source=0`, `Content=0` of each token of the frame with that number. The
    /// tokenizer must cut the text as the lines do.
    pub(crate) fn new(lines: &str) -> Self {
        let mut read = Reader::default();
        lines.lines().map(str::trim).for_each(|line| read.line(line));
        read.finish()
    }

    /// The names marked, and the noun phrases and pronouns that the rules find.
    pub(crate) fn mentions(&self) -> Vec<Mention> {
        mention::with_nominals_and_pronouns(&self.doc, self.names.clone(), &Rules::default())
    }

    /// The entities that names and rules give; of what they leave open each is new.
    pub(crate) fn entities(&self) -> Entities {
        let (weights, rules) = (RankerWeights { people: Vec::new(), others: Vec::new() }, Rules::default());
        Resolver::new(&weights, &rules).entities_by(&self.doc, &self.mentions(), &self.frames, &mut |_, _| None)
    }

    /// The first token written so.
    pub(crate) fn token(&self, word: &str) -> usize {
        let found = (0..self.doc.tokens.len()).find(|i| self.doc.word(*i) == word);
        found.unwrap_or_else(|| panic!("no token {word:?} in {:?}", self.doc.text))
    }

    /// The first run of tokens written so, parted by single spaces or not at all.
    pub(crate) fn run(&self, words: &str) -> Tokens {
        let at = self.doc.text.find(words).unwrap_or_else(|| panic!("no {words:?} in {:?}", self.doc.text));
        let start = self.doc.tokens.partition_point(|t| (t.span.start as usize) < at);
        let end = self.doc.tokens.partition_point(|t| (t.span.start as usize) < at + words.len());
        Tokens::new(start, end)
    }
}

#[derive(Default)]
struct Reader {
    text: String,
    glued: bool,
    /// First token of the sentence that is being read, and of all sentences.
    first: usize,
    starts: Vec<usize>,
    words: Vec<String>,
    upos: Vec<Upos>,
    plural: Vec<bool>,
    participle: Vec<bool>,
    head: Vec<u32>,
    relation: Vec<Relation>,
    names: Vec<(Tokens, EntityType)>,
    /// Role, frame and token of each mark.
    roles: Vec<(&'static str, usize, usize)>,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if line == "# newpar" {
            self.text.push_str(if self.text.is_empty() { "" } else { "\n\n" });
            self.glued = true;
        } else if line.is_empty() {
            self.first = self.words.len();
        } else if !line.starts_with('#') {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let [_, form, upos, xpos, head, relation, misc] = fields[..] else { panic!("seven columns: {line:?}") };
            let i = self.words.len();
            if self.starts.last() != Some(&self.first) {
                self.starts.push(self.first);
            }
            if !self.glued && i > 0 {
                self.text.push(' ');
            }
            self.text.push_str(form);
            self.words.push(form.to_owned());
            self.upos.push(Upos::parse(upos));
            self.plural.push(matches!(xpos, "NNS" | "NNPS"));
            self.participle.push(matches!(xpos, "VBN" | "VBG"));
            let head: usize = head.parse().expect("a head is a number");
            self.head.push(if head == 0 { ROOT } else { (self.first + head - 1) as u32 });
            self.relation.push(Relation::parse(relation));
            self.glued = misc.split('|').any(|m| m == "SpaceAfter=No");
            misc.split('|').filter_map(|m| m.split_once('=')).for_each(|(key, value)| self.mark(i, key, value));
        }
    }

    fn mark(&mut self, i: usize, key: &str, value: &str) {
        let role = match key {
            "Name" => {
                if let Some(kind) = value.strip_prefix('(') {
                    let kind = EntityType::from_name(kind.trim_end_matches(')')).expect("a type");
                    self.names.push((Tokens::new(i, i + 1), kind));
                } else {
                    self.names.last_mut().expect("a name that began").0.end = i as u32 + 1;
                }
                return;
            }
            "Cue" => "cue",
            "Source" => "source",
            "Content" => "content",
            _ => return,
        };
        self.roles.push((role, value.parse().expect("a frame is a number"), i));
    }

    fn finish(self) -> Fixture {
        let n = self.words.len();
        let segmentation = text::read(&self.text);
        let cut: Vec<&str> = segmentation.tokens.iter().map(|t| t.span.of(&self.text)).collect();
        assert_eq!(cut, self.words, "the tokenizer cuts the text otherwise");
        let starts: Vec<usize> = segmentation.sentences.iter().map(|s| s.tokens.start as usize).collect();
        assert_eq!(starts, self.starts, "the sentences begin elsewhere in {:?}", self.text);
        let frames = self.frames();
        let mut syntax = Syntax {
            upos: self.upos,
            plural: self.plural,
            participle: self.participle,
            head: self.head,
            relation: self.relation,
            left: (0..n as u32).collect(),
            right: (1..=n as u32).collect(),
        };
        syntax.measure(0..n);
        let vectors = Vectors { words: Matrix::zeros(n, 1), attention: AttentionEvidence::new(ATTENTION_HEADS) };
        Fixture {
            doc: Doc::new(Reading::as_given(self.text.into()), segmentation, vectors, syntax),
            names: self.names,
            frames,
        }
    }

    fn frames(&self) -> Vec<Frame> {
        let count = self.roles.iter().map(|(_, frame, _)| frame + 1).max().unwrap_or(0);
        let runs = |role: &str, frame: usize| {
            let mut out: Vec<Tokens> = Vec::new();
            for i in self.roles.iter().filter(|(r, f, _)| *r == role && *f == frame).map(|(.., i)| *i) {
                match out.last_mut().filter(|t| t.end as usize == i) {
                    Some(t) => t.end += 1,
                    None => out.push(Tokens::new(i, i + 1)),
                }
            }
            out
        };
        let frame = |k: usize| Frame {
            cue: runs("cue", k).first().map(|tokens| Cue { tokens: *tokens, probability: MARKED }),
            source: runs("source", k).first().copied(),
            content: runs("content", k),
            content_probability: MARKED,
            source_probability: MARKED,
            verbatim: false,
            rules: Vec::new(),
        };
        (0..count).map(frame).collect()
    }
}

#[test]
fn marks_become_names_and_frames() {
    let f = Fixture::new(
        "1 Ada PROPN NNP 3 nsubj Name=(PERSON|Source=0
         2 Lund PROPN NNP 1 flat Name=)|Source=0
         3 said VERB VBD 0 root Cue=0
         4 ferries NOUN NNS 5 nsubj Content=0
         5 run VERB VBP 3 ccomp Content=0|SpaceAfter=No
         6 . PUNCT . 3 punct _",
    );
    assert_eq!(&*f.doc.text, "Ada Lund said ferries run.");
    assert_eq!(f.names, [(f.run("Ada Lund"), EntityType::Person)]);
    assert_eq!(f.frames[0].source, Some(f.run("Ada Lund")));
    assert_eq!(f.frames[0].content, [f.run("ferries run")]);
    assert_eq!(f.doc.subject(f.token("said")), Some(0));
    assert!(f.doc.syntax.plural[f.token("ferries")]);
}
