//! Source and content of one cue: every token near it gets a tag from its vector, the cue's, their distance and the
//! quotation marks, smoothed by three dilated convolutions and a CRF.

use super::crf::Crf;
use super::{Cue, Frame};
use crate::encode::Vectors;
use crate::encode::kernels::{self, Then};
use crate::model::{Matrix, Model};
use crate::span::Tokens;
use crate::text::Text;

/// Tokens to each side of the cue that are looked at.
const REACH: usize = 150;
/// Words of a cue that its vector is the mean of.
const CUE_WORDS: usize = 8;
const EPSILON: f32 = 1e-5;

/// What all cues of an article share.
pub struct Arguments<'a> {
    text: &'a Text,
    vectors: &'a Vectors,
    model: &'a Model,
    words: Matrix,
    crf: Crf,
}

impl<'a> Arguments<'a> {
    /// Projects the word vectors once.
    pub fn new(text: &'a Text, vectors: &'a Vectors, model: &'a Model) -> Self {
        let w = &model.frames;
        let words = kernels::linear(&vectors.words, &w.word, Then::Linear);
        Self { text, vectors, model, words, crf: Crf::new(&w.step, &w.first, &model.labels.frame) }
    }

    /// Source and content of a cue; none if nothing is its content.
    pub fn frame(&self, cue: Cue) -> Option<Frame> {
        let at = cue.tokens.start as usize;
        let start = at.saturating_sub(REACH);
        let end = (cue.tokens.end as usize + REACH).min(self.text.tokens.len());
        let scores = self.scores(cue.tokens, start, end);
        let tags = self.crf.best(&scores);
        let posterior = self.crf.posterior(&scores);
        let runs = |begin: usize| runs(&tags, begin, start);
        let content = runs(3);
        if content.is_empty() {
            return None;
        }
        // the source is one run of words: the likeliest
        let weight = |t: &Tokens| {
            t.range().map(|i| posterior.row(i - start)[1] + posterior.row(i - start)[2]).sum::<f32>() / t.len() as f32
        };
        let source = runs(1).into_iter().max_by(|a, b| weight(a).total_cmp(&weight(b)));
        let tokens: Vec<usize> = content.iter().flat_map(|c| c.range()).collect();
        let said: f32 = tokens.iter().map(|i| posterior.row(i - start)[3] + posterior.row(i - start)[4]).sum();
        let none = || (0..scores.rows).map(|t| 1.0 - posterior.row(t)[1]).product::<f32>();
        Some(Frame {
            cue: Some(cue),
            source_probability: source.as_ref().map_or_else(none, weight),
            source,
            content,
            content_probability: said / tokens.len() as f32,
            verbatim: false,
        })
    }

    /// Scores `[token, tag]` of tokens `start..end`, before the CRF.
    pub fn scores(&self, cue: Tokens, start: usize, end: usize) -> Matrix {
        let (w, size) = (&self.model.frames, self.words.cols);
        let cue_vector = self.cue_vector(cue);
        let at = cue.start as usize;
        let quoted = |i: usize| self.text.tokens[i].quoted;
        let paragraph = |i: usize| self.text.sentences[self.text.tokens[i].sentence as usize].paragraph;
        let mut x = Matrix::zeros(end - start, size);
        for i in start..end {
            let place = match i64::from(paragraph(i)) - i64::from(paragraph(at)) {
                0 => 0,
                -1 => 1,
                1 => 2,
                _ => 3,
            };
            let relation = place * 4 + 2 * usize::from(quoted(i)) + usize::from(quoted(at));
            let distance = bucket(i as i64 - at as i64, self.model.distance_side);
            let parts = [self.words.row(i), &cue_vector, w.distance.row(distance), w.relation.row(relation)];
            let row = x.row_mut(i - start);
            for part in parts {
                for (a, b) in row.iter_mut().zip(part) {
                    *a += b;
                }
            }
        }
        kernels::gelu(&mut x.data);
        for (k, (conv, norm)) in w.conv.iter().zip(&w.norm).enumerate() {
            let step = 1 << k;
            let mut around = Matrix::zeros(x.rows, 3 * size);
            for i in 0..x.rows {
                let row = around.row_mut(i);
                if i >= step {
                    row[..size].copy_from_slice(x.row(i - step));
                }
                row[size..2 * size].copy_from_slice(x.row(i));
                if i + step < x.rows {
                    row[2 * size..].copy_from_slice(x.row(i + step));
                }
            }
            let y = kernels::linear(&around, conv, Then::Gelu);
            kernels::add_norm(&mut x.data, &y.data, size, norm, EPSILON);
        }
        kernels::linear(&x, &w.out, Then::Linear)
    }

    fn cue_vector(&self, cue: Tokens) -> Vec<f32> {
        let n = cue.len().min(CUE_WORDS);
        let mut mean = Matrix::zeros(1, self.vectors.words.cols);
        for i in cue.range().take(n) {
            for (a, b) in mean.data.iter_mut().zip(self.vectors.words.row(i)) {
                *a += b / n as f32;
            }
        }
        kernels::times(&mean, &self.model.frames.cue).data
    }
}

/// Maximal runs of the tag `begin` and the one after it.
fn runs(tags: &[usize], begin: usize, offset: usize) -> Vec<Tokens> {
    let mut out: Vec<Tokens> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        let at = offset + i;
        if *tag == begin {
            out.push(Tokens::new(at, at + 1));
        } else if *tag == begin + 1
            && let Some(last) = out.last_mut()
        {
            last.end = at as u32 + 1;
        }
    }
    out
}

/// Signed bucket of a distance: exact up to four words, then two to each doubling.
fn bucket(distance: i64, side: usize) -> usize {
    let a = distance.unsigned_abs() as usize;
    let b = if a <= 4 { a } else { 5 + (2.0 * (a as f64 / 5.0).log2()) as usize }.min(side);
    if distance > 0 { side + b } else { side - b }
}
