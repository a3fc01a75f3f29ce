//! Linear maps in int8: each row of inputs gets a scale and a zero of its own and 7 bits, products are summed in i32, and one
//! pass over the sums makes numbers of them, bias and activation included.
//!
//! One or two inputs of a row are often twenty times as large as all others (Dettmers et al. 2022), which would then have
//! but a few steps; what such an input exceeds the others by is multiplied in f32.

use std::cell::RefCell;

use super::dots::{self, BYTE_ROWS};
use super::vector::{LANES, largest, quick_gelu, vectorised};
use crate::model::maps::{BLOCK, INPUTS, Int8, OUTPUTS, Rows, Weights};

/// The largest quantised input; with 7 bits no kernel saturates, so all give the same sums.
const TOP: f32 = 126.0;

/// Inputs whose places differ by a multiple of this are looked at together for large ones.
const GROUPS: usize = 32;
/// An input is large if it is so many times the largest of the groups but two.
const LARGE: f32 = 2.0;

/// Outputs of a row that are made together.
const TOGETHER: usize = 4 * LANES;

/// Rows that are quantised together: between two maps they stay in the nearer caches.
pub(super) const ROWS: usize = 48;

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
        s.rows.resize(ROWS.max(BLOCK[0]), Quantised::default());
        match &map.weights {
            Weights::Steps(steps) => {
                let stride = cols.next_multiple_of(INPUTS);
                s.inputs.resize(ROWS * stride, 0);
                s.sums.resize(BYTE_ROWS * OUTPUTS, 0);
                for (x, out) in x.chunks(ROWS * cols).zip(out.chunks_mut(ROWS * outputs)) {
                    quantise(x, cols, stride, s);
                    for (k, panel) in steps.chunks_exact(stride / INPUTS).enumerate() {
                        for (tile, out) in out.chunks_mut(BYTE_ROWS * outputs).enumerate() {
                            let first = tile * BYTE_ROWS;
                            dots::bytes(&s.inputs[first * stride..][..BYTE_ROWS * stride], panel, &mut s.sums);
                            finish(&s.done(OUTPUTS, first), map, k * OUTPUTS, then, out);
                        }
                    }
                }
            }
            Weights::Library(panels) => {
                s.inputs.resize(BLOCK[0] * cols, 0);
                s.sums.resize(BLOCK[0] * BLOCK[1], 0);
                for (x, out) in x.chunks(BLOCK[0] * cols).zip(out.chunks_mut(BLOCK[0] * outputs)) {
                    quantise(x, cols, cols, s);
                    let rows = Rows::new(&s.inputs[..x.len()], cols);
                    for (k, panel) in panels.iter().enumerate() {
                        rows.products(panel, &mut s.sums);
                        finish(&s.done(panel.cols(), 0), map, k * BLOCK[1], then, out);
                    }
                }
            }
        }
    });
}

impl Scratch {
    /// The sums of a panel of so many outputs, of the rows from `first` on.
    fn done(&self, outputs: usize, first: usize) -> Sums<'_> {
        Sums { sums: &self.sums, outputs, rows: &self.rows[first..], excess: &self.excess }
    }
}

/// Sums of some rows, of the outputs of one panel.
struct Sums<'a> {
    sums: &'a [i32],
    outputs: usize,
    rows: &'a [Quantised],
    excess: &'a [(usize, f32)],
}

vectorised! {
    /// Inputs of up to [`ROWS`] rows, each as long as `stride`.
    fn quantise(x: &[f32], cols: usize, stride: usize, s: &mut Scratch) {
        s.excess.clear();
        for ((x, out), row) in x.chunks_exact(cols).zip(s.inputs.chunks_exact_mut(stride)).zip(&mut s.rows) {
            *row = quantise_row(x, &mut out[..cols], &mut s.excess);
            out[cols..].fill(0);
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
    let mut sizes = [0.0f32; GROUPS];
    for l in 0..GROUPS {
        low[l] = -low[l];
        sizes[l] = if high[l] > low[l] { high[l] } else { low[l] };
    }
    let limit = limit(&sizes);
    let first = excess.len();
    let mut large = 0u32;
    for (l, size) in sizes.iter().enumerate() {
        large |= u32::from(*size > limit) << l;
    }
    while large != 0 {
        let group = large.trailing_zeros() as usize;
        let members = x.iter().enumerate().skip(group).step_by(GROUPS).filter(|(_, v)| v.abs() > limit);
        excess.extend(members.map(|(i, v)| (i, v - v.clamp(-limit, limit))));
        large &= large - 1;
    }
    let (low, high) = (-largest(&low).min(limit), largest(&high).min(limit));
    let scale = ((high - low) / TOP).max(f32::MIN_POSITIVE);
    let zero = (-low / scale).round();
    // the integer stands in the low bits of its sum with 1.5 * 2^23
    let (inverse, offset) = (1.0 / scale, 12_582_912.0 + zero);
    for (q, v) in out.iter_mut().zip(x) {
        *q = ((v.clamp(low, high) * inverse + offset).to_bits() & 0x7f) as u8;
    }
    Quantised { scale, zero: zero as i32, excess: [first, excess.len()] }
}

/// The largest input but for those of two groups, if these are far larger; from the largest of each group.
#[inline(always)]
fn limit(sizes: &[f32; GROUPS]) -> f32 {
    let (mut sizes, mut top) = (*sizes, [0.0f32; 3]);
    for top in &mut top {
        *top = largest(&sizes);
        for size in &mut sizes {
            *size = if *size == *top { 0.0 } else { *size };
        }
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
                *v = quick_gelu(*v);
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
    fn finish(done: &Sums<'_>, map: &Int8, start: usize, then: Then, out: &mut [f32]) {
        let (outputs, n) = (map.bias.len(), done.outputs.min(map.bias.len() - start));
        let rows = done.sums.chunks_exact(done.outputs).zip(done.rows);
        for ((sums, quantised), out) in rows.zip(out.chunks_exact_mut(outputs)) {
            let [first, last] = quantised.excess;
            let row = Row { sums: &sums[..n], quantised: *quantised, excess: &done.excess[first..last], map, start };
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

    #[test]
    fn every_kernel_gives_the_same() {
        for (inputs, outputs, rows) in [(96usize, 130usize, 1usize), (30, 64, 7), (384, 200, 101)] {
            let weights: Vec<i8> = (0..inputs * outputs).map(|i| ((i * 37 % 255) as i32 - 127) as i8).collect();
            let x: Vec<f32> = (0..rows * inputs).map(|i| ((i * 29 % 97) as f32 - 48.0) / 50.0).collect();
            let [own, library] = [true, false].map(|dots| {
                let map = Int8::on(&weights, vec![0.01; outputs], vec![0.5; outputs], dots);
                let mut out = vec![0.0; rows * outputs];
                linear(&x, &map, inputs, Then::Gelu, &mut out);
                out
            });
            assert_eq!(own, library, "{inputs} {outputs} {rows}");
        }
    }
}
