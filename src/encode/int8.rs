//! Linear maps in int8: each row of inputs gets a scale and a zero of its own and 7 bits, products are summed in i32, and one
//! pass over the sums makes numbers of them, bias and activation included.
//!
//! One or two inputs of a row are often twenty times as large as all others (Dettmers et al. 2022), which would then have
//! but a few steps; what such an input exceeds the others by is multiplied in f32.

use std::cell::RefCell;

use super::vector::{LANES, gelu_of, largest, vectorised};
use crate::model::maps::{BLOCK, Int8};

/// The largest quantised input; with 7 bits no kernel saturates, so all give the same sums.
const TOP: f32 = 126.0;

/// Inputs whose places differ by a multiple of this are looked at together for large ones.
const GROUPS: usize = 32;
/// An input is large if it is so many times the largest of the groups but two.
const LARGE: f32 = 2.0;

/// Outputs of a row that are made together.
const TOGETHER: usize = 4 * LANES;

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
    excess: Vec<(usize, f32)>,
    sums: Vec<i32>,
}

/// How a row was quantised: `x = scale * (q - zero)`.
#[derive(Clone, Copy, Debug, Default)]
struct Quantised {
    scale: f32,
    zero: i32,
    /// Of the block's large inputs those before this one's, and those up to it: place, and what it exceeds the limit by.
    excess: [usize; 2],
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = const {
        RefCell::new(Scratch { inputs: Vec::new(), rows: Vec::new(), excess: Vec::new(), sums: Vec::new() })
    };
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
            quantise(x, cols, inputs, &mut s.rows, &mut s.excess);
            let packed = map.rows(inputs);
            for k in 0..map.panels() {
                map.products(&packed, k, &mut s.sums);
                finish(s, map, k * BLOCK[1], then, out);
            }
        }
    });
}

vectorised! {
    fn quantise(x: &[f32], cols: usize, out: &mut [u8], rows: &mut [Quantised], excess: &mut Vec<(usize, f32)>) {
        excess.clear();
        for ((x, out), row) in x.chunks_exact(cols).zip(out.chunks_exact_mut(cols)).zip(rows) {
            *row = quantise_row(x, out, excess);
        }
    }
}

#[inline(always)]
fn quantise_row(x: &[f32], out: &mut [u8], excess: &mut Vec<(usize, f32)>) -> Quantised {
    // zero is always among the values
    let (mut low, mut high) = ([0.0f32; GROUPS], [0.0f32; GROUPS]);
    let (whole, rest) = x.as_chunks::<GROUPS>();
    for chunk in whole {
        for l in 0..GROUPS {
            low[l] = if chunk[l] < low[l] { chunk[l] } else { low[l] };
            high[l] = if chunk[l] > high[l] { chunk[l] } else { high[l] };
        }
    }
    for (l, v) in rest.iter().enumerate() {
        (low[l], high[l]) = (low[l].min(*v), high[l].max(*v));
    }
    let limit = limit(&low, &high);
    let first = excess.len();
    for l in (0..GROUPS).filter(|l| high[*l].max(-low[*l]) > limit) {
        let large = x.iter().enumerate().skip(l).step_by(GROUPS).filter(|(_, v)| v.abs() > limit);
        excess.extend(large.map(|(i, v)| (i, v - v.clamp(-limit, limit))));
    }
    let low = -largest(&low.map(|v| -v)).min(limit);
    let high = largest(&high).min(limit);
    let scale = ((high - low) / TOP).max(f32::MIN_POSITIVE);
    let zero = (-low / scale).round();
    // the integer stands in the low bits of its sum with 1.5 * 2^23
    let (inverse, offset) = (1.0 / scale, 12_582_912.0 + zero);
    for (q, v) in out.iter_mut().zip(x) {
        *q = ((v.clamp(low, high) * inverse + offset).to_bits() & 0x7f) as u8;
    }
    Quantised { scale, zero: zero as i32, excess: [first, excess.len()] }
}

/// The largest input but for those of two groups, if these are far larger.
#[inline(always)]
fn limit(low: &[f32; GROUPS], high: &[f32; GROUPS]) -> f32 {
    let mut sizes = [0.0f32; GROUPS];
    for l in 0..GROUPS {
        sizes[l] = if high[l] > -low[l] { high[l] } else { -low[l] };
    }
    let mut top = [0.0f32; 3];
    for top in &mut top {
        *top = largest(&sizes);
        sizes = sizes.map(|size| if size == *top { 0.0 } else { size });
    }
    if top[0] > LARGE * top[2] && top[2] > 0.0 { top[2] } else { f32::MAX }
}

/// A row of sums of one panel, and what makes numbers of them.
struct Row<'a> {
    sums: &'a [i32],
    quantised: Quantised,
    excess: &'a [(usize, f32)],
    map: &'a Int8,
    /// The panel's first output.
    start: usize,
}

impl Row<'_> {
    /// `N` numbers from the one at `at` on; they never leave the registers before they are done.
    #[inline(always)]
    fn numbers<const N: usize>(&self, at: usize, gelu: bool) -> [f32; N] {
        let (map, from) = (self.map, self.start + at);
        let (sums, zeros) = (&self.sums[at..][..N], &map.sums[from..][..N]);
        let (scales, bias) = (&map.scales[from..][..N], &map.bias[from..][..N]);
        let Quantised { scale, zero, .. } = self.quantised;
        let mut out = [0.0; N];
        for l in 0..N {
            out[l] = (sums[l] - zero * zeros[l]) as f32 * scale;
        }
        for (input, more) in self.excess {
            let weights = &map.transposed[input * map.bias.len() + from..][..N];
            for l in 0..N {
                out[l] += more * f32::from(weights[l]);
            }
        }
        for l in 0..N {
            out[l] = out[l] * scales[l] + bias[l];
        }
        if gelu {
            for v in &mut out {
                *v = gelu_of(*v);
            }
        }
        out
    }

    /// All of them.
    #[inline(always)]
    fn write(&self, gelu: bool, out: &mut [f32]) {
        let (many, rest) = out[..self.sums.len()].as_chunks_mut::<TOGETHER>();
        let (some, rest) = rest.as_chunks_mut::<LANES>();
        let (first, last) = (many.len() * TOGETHER, many.len() * TOGETHER + some.len() * LANES);
        // plain loops: a closure would be compiled for any processor
        for (k, to) in many.iter_mut().enumerate() {
            *to = self.numbers(k * TOGETHER, gelu);
        }
        for (k, to) in some.iter_mut().enumerate() {
            *to = self.numbers(first + k * LANES, gelu);
        }
        for (k, to) in rest.iter_mut().enumerate() {
            [*to] = self.numbers(last + k, gelu);
        }
    }
}

vectorised! {
    /// Numbers from the sums of the outputs from `start` on.
    fn finish(s: &Scratch, map: &Int8, start: usize, then: Then, out: &mut [f32]) {
        let (outputs, n) = (map.bias.len(), BLOCK[1].min(map.bias.len() - start));
        for ((sums, quantised), out) in s.sums.chunks_exact(n).zip(&s.rows).zip(out.chunks_exact_mut(outputs)) {
            let [first, last] = quantised.excess;
            let row = Row { sums, quantised: *quantised, excess: &s.excess[first..last], map, start };
            // two loops, so that each is compiled for what it does
            if then == Then::Gelu {
                row.write(true, &mut out[start..]);
            } else {
                row.write(false, &mut out[start..]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_input_leaves_the_others_their_steps() {
        let (inputs, outputs) = (96usize, 130usize);
        let weights: Vec<i8> = (0..inputs * outputs).map(|i| ((i * 37 % 255) as i32 - 127) as i8).collect();
        let bias: Vec<f32> = (0..outputs).map(|j| j as f32 / 10.0).collect();
        let map = Int8::new(&weights, vec![0.01; outputs], bias.clone());
        for large in [1.0f32, 40.0, -900.0] {
            let mut x: Vec<f32> = (0..inputs).map(|i| ((i * 29 % 97) as f32 - 48.0) / 50.0).collect();
            x[17] *= large;
            let mut out = vec![0.0; outputs];
            linear(&x, &map, inputs, Then::Linear, &mut out);
            let length = |v: &mut dyn Iterator<Item = f32>| v.map(|v| v * v).sum::<f32>().sqrt();
            for (j, got) in out.iter().enumerate() {
                let row = &weights[j * inputs..][..inputs];
                let want = x.iter().zip(row).map(|(x, w)| x * f32::from(*w) * 0.01).sum::<f32>() + bias[j];
                // half a step of each input, and the rounding of the large one
                let weight = length(&mut row.iter().map(|w| f32::from(*w) * 0.01));
                assert!((got - want).abs() < 0.02 * weight + want.abs() * 1e-5, "{large} {j}: {got} {want}");
            }
        }
    }
}
