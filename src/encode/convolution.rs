//! One vector a token by convolutions over words: a word is its first word piece, the mean of its others and its shape, and
//! sees a few words to each side. `training/convolution.py` is the same in PyTorch.

use std::ops::Range;

use super::features;
use super::kernels::{self, Then};
use crate::error::Error;
use crate::model::{ConvolutionWeights, Matrix};
use crate::stop::Stop;
use crate::text::{Segmentation, Vocabulary};

/// Tokens that go through all layers together: what is between them stays in the nearer caches.
const TOGETHER: usize = 256;
const EPSILON: f32 = 1e-5;

/// What the network reads of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The word pieces of all tokens.
    pub pieces: Vec<u32>,
    /// Where the pieces of each token begin, and where those of the last end.
    pub starts: Vec<usize>,
    /// The feature of each token.
    pub features: Vec<usize>,
}

impl Words {
    /// The words of a text.
    pub fn new(text: &str, segmentation: &Segmentation, vocabulary: &Vocabulary) -> Self {
        let mut out = Self { starts: vec![0], features: features::of(text, segmentation), ..Self::default() };
        for t in &segmentation.tokens {
            vocabulary.pieces(t.span.of(text), &mut out.pieces);
            out.starts.push(out.pieces.len());
        }
        out
    }

    fn len(&self) -> usize {
        self.features.len()
    }
}

/// The vectors of all words; `stop` is asked now and then.
///
/// # Errors
/// [`Error::Stopped`] if `stop` was raised meanwhile.
pub fn convolve(words: &Words, weights: &ConvolutionWeights, stop: &Stop) -> Result<Matrix, Error> {
    let d = weights.feature.cols;
    let mut out = Matrix::zeros(words.len(), d);
    // a word's vector hangs on so many to each side
    let reach: usize = weights.layers.iter().map(|l| l.step).sum();
    let mut scratch = Scratch::default();
    for start in (0..words.len()).step_by(TOGETHER) {
        stop.check()?;
        let end = (start + TOGETHER).min(words.len());
        let around = start.saturating_sub(reach)..(end + reach).min(words.len());
        embed(words, around.clone(), weights, &mut scratch);
        for layer in &weights.layers {
            scratch.around.resize(3 * scratch.x.len(), 0.0);
            scratch.y.resize(scratch.x.len(), 0.0);
            for (i, out) in scratch.around.chunks_exact_mut(3 * d).enumerate() {
                kernels::beside(&scratch.x, 0..around.len(), [i, layer.step], out);
            }
            kernels::linear_to(&scratch.around, &layer.map, Then::Gelu, &mut scratch.y);
            kernels::add_norm(&mut scratch.x, &scratch.y, d, &layer.norm, EPSILON);
        }
        let kept = (start - around.start) * d..(end - around.start) * d;
        out.data[start * d..end * d].copy_from_slice(&scratch.x[kept]);
    }
    Ok(out)
}

/// Rows of some words between the maps.
#[derive(Default)]
struct Scratch {
    pieces: Vec<f32>,
    x: Vec<f32>,
    around: Vec<f32>,
    y: Vec<f32>,
}

/// Each word by itself.
fn embed(words: &Words, run: Range<usize>, weights: &ConvolutionWeights, s: &mut Scratch) {
    let (size, d) = (weights.piece.cols, weights.feature.cols);
    s.pieces.clear();
    s.pieces.resize(run.len() * 2 * size, 0.0);
    let mut piece = vec![0.0; size];
    for (i, row) in run.clone().zip(s.pieces.chunks_exact_mut(2 * size)) {
        let (first, others) = row.split_at_mut(size);
        let Some((id, rest)) = words.pieces[words.starts[i]..words.starts[i + 1]].split_first() else { continue };
        weights.piece.read(*id as usize, first);
        for id in rest {
            weights.piece.read(*id as usize, &mut piece);
            others.iter_mut().zip(&piece).for_each(|(sum, v)| *sum += v / rest.len() as f32);
        }
    }
    s.x.resize(run.len() * d, 0.0);
    kernels::linear_to(&s.pieces, &weights.word, Then::Linear, &mut s.x);
    for (row, feature) in s.x.chunks_exact_mut(d).zip(&words.features[run]) {
        row.iter_mut().zip(weights.feature.row(*feature)).for_each(|(v, f)| *v += f);
    }
    kernels::normalise(&mut s.x, d, &weights.norm, EPSILON);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::maps::Int8;
    use crate::model::{ConvolutionLayer, Map, Norm, Steps};

    fn weights(steps: &[usize]) -> ConvolutionWeights {
        let (vocabulary, size, d) = (50, 8, 16);
        let some = |n: usize, k: usize| (0..n).map(|i| ((i * 37 + k) % 255) as u8 as i8).collect::<Vec<_>>();
        let map = |outputs: usize, inputs: usize, k: usize| {
            Map::Int8(Int8::new(&some(outputs * inputs, k), vec![0.002; outputs], vec![0.1; outputs]))
        };
        let norm = || Norm { weight: vec![1.0; d], bias: vec![0.0; d] };
        let layer = |step: &usize| ConvolutionLayer { step: *step, map: map(d, 3 * d, *step), norm: norm() };
        ConvolutionWeights {
            piece: Steps { cols: size, scales: vec![0.01; vocabulary], values: some(vocabulary * size, 5) },
            word: map(d, 2 * size, 9),
            feature: Matrix::zeros(40, d),
            norm: norm(),
            layers: steps.iter().map(layer).collect(),
        }
    }

    fn words(n: usize) -> Words {
        Words {
            pieces: (0..2 * n).map(|i| (i * i % 50) as u32).collect(),
            starts: (0..=n).map(|i| i + i / 3 + i % 3 / 2).collect(),
            features: (0..n).map(|i| i % 40).collect(),
        }
    }

    #[test]
    fn a_long_text_is_cut_where_nobody_sees_it() {
        let weights = weights(&[1, 4, 2]);
        let n = 3 * TOGETHER + 5;
        let whole = convolve(&words(n), &weights, &Stop::new()).expect("vectors");
        assert!(whole.data.iter().all(|v| v.is_finite()));
        // a shorter text has the same vectors but for the words that see its end
        let shorter = convolve(&words(TOGETHER + 40), &weights, &Stop::new()).expect("vectors");
        let same = (TOGETHER + 40 - 7) * whole.cols;
        assert_eq!(whole.data[..same], shorter.data[..same]);
        assert_ne!(whole.row(TOGETHER + 39), shorter.row(TOGETHER + 39));
    }

    #[test]
    fn a_word_without_pieces_is_nothing_special() {
        let none = Words { pieces: Vec::new(), starts: vec![0, 0], features: vec![3] };
        assert_eq!(convolve(&none, &weights(&[1]), &Stop::new()).expect("vectors").rows, 1);
        assert_eq!(convolve(&words(0), &weights(&[1]), &Stop::new()).expect("no vectors").rows, 0);
    }
}
