//! One vector a token: by a transformer over word pieces (MiniLM; Wang et al. 2020), its first piece standing for a token, or by
//! convolutions over words.

mod attention;
mod convolution;
mod dots;
mod evidence;
pub mod features;
mod int8;
pub mod kernels;
mod layers;
mod vector;
mod windows;

use crate::error::Error;
use crate::model::{Encoder, EncoderWeights, Matrix};
use crate::stop::Stop;
use crate::text::{Segmentation, Vocabulary};
pub use convolution::{Words, convolve};
pub use evidence::AttentionEvidence;
pub use layers::window;

/// What the encoder makes of an article.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    /// One row a token.
    pub words: Matrix,
    /// Where the chosen heads of attention look.
    pub attention: AttentionEvidence,
}

/// Encodes an article; `stop` is asked now and then.
///
/// # Errors
/// [`Error::Stopped`] if `stop` was raised meanwhile.
pub fn encode(
    text: &str,
    segmentation: &Segmentation,
    vocabulary: &Vocabulary,
    encoder: &Encoder,
    stop: &Stop,
) -> Result<Vectors, Error> {
    match encoder {
        Encoder::Transformer(weights) => attend(text, segmentation, vocabulary, weights, stop),
        Encoder::Convolution(weights) => {
            let words = convolve(&Words::new(text, segmentation, vocabulary), weights, stop)?;
            Ok(Vectors { attention: AttentionEvidence::new(0), words })
        }
    }
}

/// Window by window.
fn attend(
    text: &str,
    segmentation: &Segmentation,
    vocabulary: &Vocabulary,
    weights: &EncoderWeights,
    stop: &Stop,
) -> Result<Vectors, Error> {
    let mut words = Matrix::zeros(segmentation.tokens.len(), weights.position.cols);
    let mut evidence = AttentionEvidence::new(weights.attention_heads.len());
    for w in inputs(text, segmentation, vocabulary, weights.position.rows) {
        stop.check()?;
        let h = window(&w, weights, &mut evidence);
        for (row, (token, _)) in w.kept.iter().enumerate() {
            words.row_mut(*token).copy_from_slice(h.row(row));
        }
    }
    Ok(Vectors { words, attention: evidence })
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

/// An article as windows of at most `positions` word pieces, made one after another.
pub fn inputs(
    text: &str,
    segmentation: &Segmentation,
    vocabulary: &Vocabulary,
    positions: usize,
) -> impl Iterator<Item = Input> + use<> {
    let mut pieces = Vec::with_capacity(segmentation.tokens.len() * 3 / 2);
    let mut at = Vec::with_capacity(segmentation.tokens.len() + 1);
    for t in &segmentation.tokens {
        at.push(pieces.len());
        vocabulary.pieces(t.span.of(text), &mut pieces);
    }
    at.push(pieces.len());
    let sizes: Vec<u32> = at.windows(2).map(|w| (w[1] - w[0]) as u32).collect();
    let each = features::of(text, segmentation).into_iter().zip(&sizes);
    let features: Vec<u8> = each.flat_map(|(f, size)| std::iter::repeat_n(f as u8, *size as usize)).collect();
    let (cls, sep) = (vocabulary.id("[CLS]").unwrap_or(0), vocabulary.id("[SEP]").unwrap_or(0));
    let windows = windows::windows(segmentation, &sizes, positions - 2);
    windows.into_iter().map(move |w| {
        let (s, e) = (at[w.tokens.start], at[w.tokens.end]);
        let token = |piece: usize| at.partition_point(|first| *first <= piece) as u32 - 1;
        let around = [features::SPECIAL];
        Input {
            ids: [cls].into_iter().chain(pieces[s..e].iter().copied()).chain([sep]).collect(),
            features: around.into_iter().chain(features[s..e].iter().map(|f| usize::from(*f))).chain(around).collect(),
            tokens: [None].into_iter().chain((s..e).map(|p| Some(token(p)))).chain([None]).collect(),
            kept: w.core.map(|i| (i, 1 + at[i] - s)).collect(),
        }
    })
}
