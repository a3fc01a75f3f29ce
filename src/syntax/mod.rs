//! Parts of speech, dependency heads and relations (Universal Dependencies).

mod parser;

use std::ops::Range;

use crate::encode::Vectors;
use crate::encode::kernels::{self, Then};
use crate::error::Error;
use crate::model::{Labels, Map, Matrix, SyntaxWeights};
use crate::stop::Stop;
use crate::text::Segmentation;

macro_rules! tags {
    ($(#[$doc:meta])* $name:ident: $($variant:ident = $text:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($variant,)* Other }

        impl $name {
            pub(crate) fn parse(text: &str) -> Self {
                match text { $($text => Self::$variant,)* _ => Self::Other }
            }

            /// As the treebanks write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* Self::Other => "X" }
            }
        }
    };
}

tags!(
    /// Universal part of speech.
    Upos: Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
    Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ",
    Sym = "SYM", Verb = "VERB"
);
tags!(
    /// Universal dependency relation, without subtypes.
    Relation: Root = "root", Nsubj = "nsubj", Obj = "obj", Iobj = "iobj", Obl = "obl", Ccomp = "ccomp", Xcomp = "xcomp",
    Advcl = "advcl", Advmod = "advmod", Acl = "acl", Amod = "amod", Appos = "appos", Aux = "aux", Case = "case",
    Cc = "cc", Compound = "compound", Conj = "conj", Cop = "cop", Csubj = "csubj", Dep = "dep", Det = "det",
    Fixed = "fixed", Flat = "flat", List = "list", Mark = "mark", Nmod = "nmod", Nummod = "nummod",
    Parataxis = "parataxis", Punct = "punct", Vocative = "vocative"
);

/// No head: the root of its sentence.
pub const ROOT: u32 = u32::MAX;

/// The syntax of an article; every vector has one entry a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// Universal part of speech.
    pub upos: Vec<Upos>,
    /// Plural noun or name (Penn tags NNS, NNPS).
    pub plural: Vec<bool>,
    /// Past participle or gerund (VBN, VBG): a verb that may lack its own subject.
    pub participle: Vec<bool>,
    /// Token index of the head, or [`ROOT`].
    pub head: Vec<u32>,
    /// Relation to the head.
    pub relation: Vec<Relation>,
    /// First token of the subtree under each token.
    pub left: Vec<u32>,
    /// One past the last token of the subtree under each token.
    pub right: Vec<u32>,
}

impl Syntax {
    /// The head's index, if there is one.
    pub fn head(&self, i: usize) -> Option<usize> {
        (self.head[i] != ROOT).then(|| self.head[i] as usize)
    }

    /// Sets the extents of the subtrees of some tokens, whose heads are all among them.
    pub(crate) fn measure(&mut self, tokens: Range<usize>) {
        for i in tokens.clone() {
            let (mut h, mut steps) = (self.head[i], 0);
            while h != ROOT && steps <= tokens.len() {
                self.left[h as usize] = self.left[h as usize].min(i as u32);
                self.right[h as usize] = self.right[h as usize].max(i as u32 + 1);
                (h, steps) = (self.head[h as usize], steps + 1);
            }
        }
    }

    /// The direct dependents of `i`, in order, looked for in the subtree under it.
    pub fn dependents(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        (self.left[i] as usize..self.right[i] as usize).filter(move |j| self.head[*j] as usize == i)
    }

    /// The first dependent of `i` by that relation.
    pub fn dependent(&self, i: usize, relation: Relation) -> Option<usize> {
        self.dependents(i).find(|j| self.relation[*j] == relation)
    }
}

/// Longest stretch parsed as one, in tokens; a longer sentence is cut.
pub const LONGEST: usize = 128;

/// Tags and parses an article.
pub fn parse(
    segmentation: &Segmentation,
    vectors: &Vectors,
    weights: &SyntaxWeights,
    labels: &Labels,
    stop: &Stop,
) -> Result<Syntax, Error> {
    let n = segmentation.tokens.len();
    let upos_of: Vec<Upos> = labels.upos.iter().map(|l| Upos::parse(l)).collect();
    let relation_of: Vec<Relation> = labels.relation.iter().map(|l| Relation::parse(l)).collect();
    let forms = |label: &String| ["NNS", "NNPS", "VBN", "VBG", "VBD"].map(|form| label == form);
    let forms_of: Vec<[bool; 5]> = labels.xpos.iter().map(forms).collect();
    let xpos: Vec<[bool; 5]> = tags(&vectors.words, &weights.xpos).map(|k| forms_of[k]).collect();
    let mut syntax = Syntax {
        upos: tags(&vectors.words, &weights.upos).map(|k| upos_of[k]).collect(),
        plural: xpos.iter().map(|[nns, nnps, ..]| *nns || *nnps).collect(),
        participle: xpos.iter().map(|[_, _, vbn, vbg, _]| *vbn || *vbg).collect(),
        head: vec![ROOT; n],
        relation: vec![Relation::Root; n],
        left: (0..n as u32).collect(),
        right: (1..=n as u32).collect(),
    };
    for sentence in &segmentation.sentences {
        for start in sentence.tokens.range().step_by(LONGEST) {
            stop.check()?;
            let end = (start + LONGEST).min(sentence.tokens.end as usize);
            stretch(start, end, vectors, weights, &relation_of, &mut syntax);
        }
        // "Asked about it, Lund ...": what opens a clause without a subject is a participle, whatever its tag
        let first = sentence.tokens.start as usize;
        let finite = |j: usize| matches!(syntax.relation[j], Relation::Nsubj | Relation::Mark);
        let [.., past] = xpos[first];
        if past && syntax.relation[first] == Relation::Advcl && !syntax.dependents(first).any(finite) {
            syntax.participle[first] = true;
        }
    }
    Ok(syntax)
}

/// Heads and relations of tokens `start..end`.
fn stretch(
    start: usize,
    end: usize,
    vectors: &Vectors,
    weights: &SyntaxWeights,
    relations: &[Relation],
    out: &mut Syntax,
) {
    let words = rows(&vectors.words, start, end);
    let arcs = arcs(&words, weights);
    let heads = parser::tree(&arcs);
    for (i, h) in heads.iter().enumerate() {
        out.head[start + i] = if *h == 0 { ROOT } else { (start + h - 1) as u32 };
    }
    let mut head_vectors = Matrix::zeros(words.rows, words.cols);
    for (i, h) in heads.iter().enumerate() {
        let row = if *h == 0 { &weights.root } else { words.row(h - 1) };
        head_vectors.row_mut(i).copy_from_slice(row);
    }
    for (i, k) in best(&relation_scores(&words, &head_vectors, weights)).enumerate() {
        out.relation[start + i] = if heads[i] == 0 { Relation::Root } else { relations[k] };
    }
    out.measure(start..end);
}

fn rows(m: &Matrix, start: usize, end: usize) -> Matrix {
    Matrix { rows: end - start, cols: m.cols, data: m.data[start * m.cols..end * m.cols].to_vec() }
}

/// The likeliest tag of each word; only so many rows of scores are held at a time.
fn tags<'a>(words: &'a Matrix, map: &'a Map) -> impl Iterator<Item = usize> + 'a {
    words.data.chunks(kernels::HEAD_ROWS * words.cols).flat_map(|rows| {
        let mut scores = Matrix::zeros(rows.len() / words.cols, map.outputs());
        kernels::linear_to(rows, map, Then::Linear, &mut scores.data);
        best(&scores).collect::<Vec<_>>()
    })
}

/// Index of the largest value of each row.
fn best(scores: &Matrix) -> impl Iterator<Item = usize> + '_ {
    scores.data.chunks_exact(scores.cols).map(|row| {
        let mut best = 0;
        for (k, v) in row.iter().enumerate() {
            if *v > row[best] {
                best = k;
            }
        }
        best
    })
}

/// Scores `[dependent, 1 + head]`; column 0 is the root.
pub fn arcs(words: &Matrix, weights: &SyntaxWeights) -> Matrix {
    let mut with_root = Matrix { rows: words.rows + 1, cols: words.cols, data: weights.root.clone() };
    with_root.data.extend_from_slice(&words.data);
    let dependents = kernels::linear(words, &weights.arc_dep, Then::Gelu);
    let heads = kernels::linear(&with_root, &weights.arc_head, Then::Gelu);
    let scale = 1.0 / (heads.cols as f32).sqrt();
    kernels::pairs(&kernels::linear(&dependents, &weights.arc, Then::Linear), &heads, scale)
}

/// Scores of all relations of each dependent to its head.
pub fn relation_scores(dependents: &Matrix, heads: &Matrix, weights: &SyntaxWeights) -> Matrix {
    let a = kernels::linear(dependents, &weights.rel_dep, Then::Gelu);
    let b = kernels::linear(heads, &weights.rel_head, Then::Gelu);
    let pair = kernels::linear(&a, &weights.rel, Then::Linear);
    let (n, size) = (weights.rel_bias.outputs(), a.cols);
    let mut both = Matrix::zeros(a.rows, 2 * size);
    for i in 0..a.rows {
        both.row_mut(i)[..size].copy_from_slice(a.row(i));
        both.row_mut(i)[size..].copy_from_slice(b.row(i));
    }
    let mut out = kernels::linear(&both, &weights.rel_bias, Then::Linear);
    let scale = 1.0 / (size as f32).sqrt();
    for i in 0..a.rows {
        for k in 0..n {
            out.row_mut(i)[k] += kernels::dot(&pair.row(i)[k * size..(k + 1) * size], b.row(i)) * scale;
        }
    }
    out
}
