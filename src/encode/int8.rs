//! Linear maps in int8: each row of inputs gets a scale and a zero of its own and 7 bits, products are summed in i32, and one
//! pass over the sums makes numbers of them, bias and activation included.

use std::cell::RefCell;

use super::vector::{gelu_of, vectorised};
use crate::model::maps::{BLOCK, Int8};

/// The largest quantised input; with 7 bits no kernel saturates, so all give the same sums.
const TOP: f32 = 126.0;

/// What follows a linear map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Linear,
    /// GELU.
    Gelu,
}

/// What one block of rows needs; each thread keeps its own.
struct Scratch {
    inputs: Vec<u8>,
    rows: Vec<Quantised>,
    sums: Vec<i32>,
}

/// How a row was quantised: `x = scale * (q - zero)`.
#[derive(Clone, Copy, Debug, Default)]
struct Quantised {
    scale: f32,
    zero: i32,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> =
        const { RefCell::new(Scratch { inputs: Vec::new(), rows: Vec::new(), sums: Vec::new() }) };
}

/// The map of each row of `x`, a row of `out` each.
pub(super) fn linear(x: &[f32], map: &Int8, cols: usize, then: Then, out: &mut [f32]) {
    let outputs = map.bias.len();
    SCRATCH.with_borrow_mut(|s| {
        s.inputs.resize(BLOCK[0] * cols, 0);
        s.rows.resize(BLOCK[0], Quantised::default());
        s.sums.resize(BLOCK[0] * BLOCK[1], 0);
        for (x, out) in x.chunks(BLOCK[0] * cols).zip(out.chunks_mut(BLOCK[0] * outputs)) {
            let inputs = &mut s.inputs[..x.len()];
            quantise(x, cols, inputs, &mut s.rows);
            let packed = map.rows(inputs);
            for k in 0..map.panels() {
                let [start, n] = map.products(&packed, k, &mut s.sums);
                finish(&s.sums[..x.len() / cols * n], &s.rows, map, start, then, out);
            }
        }
    });
}

vectorised! {
    fn quantise(x: &[f32], cols: usize, out: &mut [u8], rows: &mut [Quantised]) {
        for ((x, out), row) in x.chunks_exact(cols).zip(out.chunks_exact_mut(cols)).zip(rows) {
            *row = quantise_row(x, out);
        }
    }
}

#[inline(always)]
fn quantise_row(x: &[f32], out: &mut [u8]) -> Quantised {
    const LANES: usize = super::vector::LANES;
    // zero is always among the values
    let (mut low, mut high) = ([0.0f32; LANES], [0.0f32; LANES]);
    let (whole, rest) = x.as_chunks::<LANES>();
    for chunk in whole {
        for l in 0..LANES {
            low[l] = if chunk[l] < low[l] { chunk[l] } else { low[l] };
            high[l] = if chunk[l] > high[l] { chunk[l] } else { high[l] };
        }
    }
    for (l, v) in rest.iter().enumerate() {
        (low[l], high[l]) = (low[l].min(*v), high[l].max(*v));
    }
    let (low, high) = (low.into_iter().fold(0.0, f32::min), high.into_iter().fold(0.0, f32::max));
    let scale = ((high - low) / TOP).max(f32::MIN_POSITIVE);
    let zero = (-low / scale).round();
    // the integer stands in the low bits of its sum with 1.5 * 2^23
    let (inverse, offset) = (1.0 / scale, 12_582_912.0 + zero);
    for (q, v) in out.iter_mut().zip(x) {
        *q = ((v * inverse + offset).to_bits() & 0x7f) as u8;
    }
    Quantised { scale, zero: zero as i32 }
}

vectorised! {
    fn finish(sums: &[i32], rows: &[Quantised], map: &Int8, start: usize, then: Then, out: &mut [f32]) {
        let n = BLOCK[1].min(map.bias.len() - start);
        let (scales, zeros, bias) = (&map.scales[start..][..n], &map.sums[start..][..n], &map.bias[start..][..n]);
        for ((sums, row), out) in sums.chunks_exact(n).zip(rows).zip(out.chunks_exact_mut(map.bias.len())) {
            let out = &mut out[start..][..n];
            let columns = sums.iter().zip(scales).zip(zeros).zip(bias);
            for ((((sum, scale), zero), bias), v) in columns.zip(out.iter_mut()) {
                *v = (sum - row.zero * zero) as f32 * (row.scale * scale) + bias;
            }
            if then == Then::Gelu {
                for v in out {
                    *v = gelu_of(*v);
                }
            }
        }
    }
}
