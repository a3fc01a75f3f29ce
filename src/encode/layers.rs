//! One window through the layers of the transformer.

use std::cell::RefCell;

use super::attention::{self, Attention};
use super::int8::ROWS;
use super::kernels::{self, Then};
use super::{AttentionEvidence, Input, evidence};
use crate::model::{Block, EncoderWeights, Map, Matrix};

const EPSILON: f32 = 1e-12;

/// Rows of one window between the maps; each thread keeps its own.
#[derive(Default)]
struct Scratch {
    x: Vec<f32>,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    inner: Vec<f32>,
    added: Vec<f32>,
    attention: attention::Scratch,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

/// One window through all layers: a row for each kept token. What the chosen heads look at goes to `seen`.
pub fn window(w: &Input, weights: &EncoderWeights, seen: &mut AttentionEvidence) -> Matrix {
    SCRATCH.with_borrow_mut(|s| {
        embed(w, weights, &mut s.x);
        let all: Vec<u32> = (0..w.ids.len() as u32).collect();
        let least = evidence::least(w);
        let kept: Vec<u32> = w.kept.iter().map(|(_, row)| *row as u32).collect();
        seen.open(kept.len());
        for (l, layer) in weights.layers.iter().enumerate() {
            // of the last layer nothing is read but the kept tokens
            let rows = if l + 1 == weights.layers.len() { &kept } else { &all };
            let heard = |head: usize| weights.attention_heads.contains(&[l, head]);
            let mut see = |head: usize, at: usize, shares: &[f32]| {
                if let Ok(k) = kept.binary_search(&rows[at]) {
                    let chosen = weights.attention_heads.iter().enumerate().filter(|(_, chosen)| **chosen == [l, head]);
                    chosen.for_each(|(number, _)| seen.take(number, w, least, k, shares));
                }
            };
            block(layer, weights.heads, rows, s, &heard, &mut see);
        }
        seen.close(w.kept.first().map_or(0, |(token, _)| *token));
        Matrix { rows: kept.len(), cols: weights.position.cols, data: s.x.clone() }
    })
}

/// Sums of the embeddings of piece, position and feature.
fn embed(w: &Input, weights: &EncoderWeights, x: &mut Vec<f32>) {
    let d = weights.position.cols;
    x.resize(w.ids.len() * d, 0.0);
    for (i, ((id, feature), row)) in w.ids.iter().zip(&w.features).zip(x.chunks_exact_mut(d)).enumerate() {
        weights.piece.read(*id as usize, row);
        for part in [weights.position.row(i), weights.feature.row(*feature)] {
            for (a, b) in row.iter_mut().zip(part) {
                *a += b;
            }
        }
    }
    kernels::normalise(x, d, &weights.norm, EPSILON);
}

/// One layer; of `s.x` the `rows` alone are left.
fn block(
    layer: &Block,
    heads: usize,
    rows: &[u32],
    s: &mut Scratch,
    heard: &dyn Fn(usize) -> bool,
    see: &mut dyn FnMut(usize, usize, &[f32]),
) {
    let (d, n) = (layer.o.outputs(), rows.len());
    s.qkv.resize(s.x.len() * 3, 0.0);
    kernels::linear_to(&s.x, &layer.qkv, Then::Linear, &mut s.qkv);
    s.attended.resize(n * d, 0.0);
    let attention = Attention { qkv: &s.qkv, d, heads, rows };
    match layer.qkv {
        Map::Int8(_) => attention.run(&mut s.attention, &mut s.attended, heard, see),
        Map::Exact(_) => attention.exact(&mut s.attended, heard, see),
    }
    for (to, from) in rows.iter().enumerate().filter(|(to, from)| *to != **from as usize) {
        s.x.copy_within(*from as usize * d..(*from as usize + 1) * d, to * d);
    }
    s.x.truncate(n * d);
    // so many rows at a time as the nearer caches hold
    s.added.resize(ROWS.min(n) * d, 0.0);
    s.inner.resize(ROWS.min(n) * layer.up.outputs(), 0.0);
    for (x, attended) in s.x.chunks_mut(ROWS * d).zip(s.attended.chunks(ROWS * d)) {
        let added = &mut s.added[..x.len()];
        let inner = &mut s.inner[..x.len() / d * layer.up.outputs()];
        kernels::linear_to(attended, &layer.o, Then::Linear, added);
        kernels::add_norm(x, added, d, &layer.n1, EPSILON);
        kernels::linear_to(x, &layer.up, Then::Gelu, inner);
        kernels::linear_to(inner, &layer.down, Then::Linear, added);
        kernels::add_norm(x, added, d, &layer.n2, EPSILON);
    }
}
