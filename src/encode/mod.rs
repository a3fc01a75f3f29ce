//! One vector a token: a transformer over word pieces (MiniLM; Wang et al. 2020), its first piece standing for a token.

pub mod features;
pub mod kernels;
mod looks;
mod windows;

use crate::error::Error;
use crate::model::{EncoderWeights, Matrix};
use crate::stop::Stop;
use crate::text::{Segmentation, Vocabulary};
pub use looks::Looks;

const EPSILON: f32 = 1e-12;

/// What the encoder makes of an article.
#[derive(Clone, Debug)]
pub struct Vectors {
    /// One row a token.
    pub words: Matrix,
    /// Where the chosen heads of attention look.
    pub looks: Looks,
}

/// Encodes an article window by window; `stop` is asked between windows.
pub fn encode(
    text: &str,
    segmentation: &Segmentation,
    vocabulary: &Vocabulary,
    weights: &EncoderWeights,
    stop: &Stop,
) -> Result<Vectors, Error> {
    let mut words = Matrix::zeros(segmentation.tokens.len(), weights.piece.cols);
    let mut looks = Looks::new(segmentation.tokens.len(), weights.looks.len());
    for w in inputs(text, segmentation, vocabulary, weights.position.rows) {
        stop.check()?;
        let h = window(&w, weights, &mut looks);
        for (token, row) in &w.kept {
            words.row_mut(*token).copy_from_slice(h.row(*row));
        }
    }
    Ok(Vectors { words, looks })
}

/// What the network reads of one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Word pieces, `[CLS]` first, `[SEP]` last.
    pub ids: Vec<u32>,
    /// Their features.
    pub features: Vec<usize>,
    /// The token of each word piece.
    pub tokens: Vec<Option<u32>>,
    /// Tokens whose vectors are taken from this window, and in which row of it each begins.
    pub kept: Vec<(usize, usize)>,
}

/// An article as windows of at most `positions` word pieces.
pub fn inputs(text: &str, segmentation: &Segmentation, vocabulary: &Vocabulary, positions: usize) -> Vec<Input> {
    let mut pieces = Vec::with_capacity(segmentation.tokens.len() * 3 / 2);
    let mut at = Vec::with_capacity(segmentation.tokens.len() + 1);
    for t in &segmentation.tokens {
        at.push(pieces.len());
        vocabulary.pieces(t.span.of(text), &mut pieces);
    }
    at.push(pieces.len());
    let token = |piece: usize| at.partition_point(|first| *first <= piece) as u32 - 1;
    let sizes: Vec<u32> = at.windows(2).map(|w| (w[1] - w[0]) as u32).collect();
    let mut features = Vec::with_capacity(pieces.len());
    for (i, t) in segmentation.tokens.iter().enumerate() {
        let paragraph = segmentation.sentences[t.sentence as usize].paragraph;
        let opens = segmentation.paragraphs[paragraph as usize].tokens.start as usize == i;
        let f = features::feature(t.span.of(text), t.quoted, opens);
        features.extend(std::iter::repeat_n(f, sizes[i] as usize));
    }
    let (cls, sep) = (vocabulary.id("[CLS]").unwrap_or(0), vocabulary.id("[SEP]").unwrap_or(0));
    let input = |w: windows::Window| {
        let (s, e) = (at[w.tokens.start], at[w.tokens.end]);
        let around = [features::SPECIAL];
        Input {
            ids: [cls].into_iter().chain(pieces[s..e].iter().copied()).chain([sep]).collect(),
            features: around.into_iter().chain(features[s..e].iter().copied()).chain(around).collect(),
            tokens: [None].into_iter().chain((s..e).map(|p| Some(token(p)))).chain([None]).collect(),
            kept: w.core.map(|i| (i, 1 + at[i] - s)).collect(),
        }
    };
    windows::windows(segmentation, &sizes, positions - 2).into_iter().map(input).collect()
}

/// One window through all layers: a row a word piece. What its chosen heads look at goes to `looks`.
pub fn window(w: &Input, weights: &EncoderWeights, looks: &mut Looks) -> Matrix {
    let d = weights.piece.cols;
    let mut x = Matrix::zeros(w.ids.len(), d);
    for (i, (id, feature)) in w.ids.iter().zip(&w.features).enumerate() {
        let parts = [weights.piece.row(*id as usize), weights.position.row(i), weights.feature.row(*feature)];
        let row = x.row_mut(i);
        for part in parts {
            for (a, b) in row.iter_mut().zip(part) {
                *a += b;
            }
        }
        kernels::normalise(row, &weights.norm, EPSILON);
    }
    for (l, layer) in weights.layers.iter().enumerate() {
        let mut see = |head: usize, shares: &[f32]| {
            let chosen = weights.looks.iter().enumerate().filter(|(_, look)| **look == [l, head]);
            chosen.for_each(|(k, _)| looks.take(k, w, shares));
        };
        let [q, k, v] = [&layer.q, &layer.k, &layer.v].map(|map| kernels::linear(&x, map));
        let attended = kernels::linear(&kernels::attention(&q, &k, &v, weights.heads, &mut see), &layer.o);
        kernels::add_norm(&mut x, &attended, &layer.n1, EPSILON);
        let mut inner = kernels::linear(&x, &layer.up);
        kernels::gelu(&mut inner.data);
        kernels::add_norm(&mut x, &kernels::linear(&inner, &layer.down), &layer.n2, EPSILON);
    }
    x
}
