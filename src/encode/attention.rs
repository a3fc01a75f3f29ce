//! Scaled dot-product attention, a few word pieces at a time: their scores never leave the nearest cache. Queries, keys, values
//! and shares are integers of up to 16 bits, so that sums of products are exact, whatever the processor.

// keeps the compiler from gathering one lane of many panels, where it is to take the lanes of one
use std::hint::black_box;

use super::dots::{self, PAIR_ROWS, Pairs};
use super::kernels;
use super::vector::{LANES, Lanes, folded, lanes, largest, transpose, vectorised};
use crate::model::Matrix;

/// What shares sum to, and the largest number of a value: a sum of their products has 31 bits.
const WHOLE: f32 = 32_767.0;
/// Word pieces, or dimensions, of a panel of [`dots::pairs`].
const PANEL: usize = 2 * LANES;
/// Powers of two from here down count as nothing.
const LEAST: f32 = -40.0;
/// Added to a number, it leaves the nearest integer in the lower half of the bits.
const MAGIC: f32 = 12_582_912.0;

/// What one head needs; kept from window to window.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Keys: for each [`PANEL`] word pieces the pairs of each two dimensions.
    keys: Vec<[Pairs; 2]>,
    /// Values: for each [`PANEL`] dimensions the pairs of each two word pieces.
    values: Vec<[Pairs; 2]>,
    /// Pairs of the queries that are asked together, a row after another.
    queries: Vec<i32>,
    /// Their scores of all word pieces.
    scores: Vec<[Pairs; 2]>,
    /// Of one row of scores the powers.
    powers: Vec<[Lanes; 2]>,
    /// The shares, a row for each query.
    shares: Vec<Pairs>,
    /// One row of shares.
    seen: Vec<f32>,
}

/// Queries, keys and values of word pieces, in one row each; the pieces that attend.
#[derive(Clone, Copy)]
pub(super) struct Attention<'a> {
    /// `[pieces, 3 * d]`.
    pub(super) qkv: &'a [f32],
    /// Numbers a query, key or value of all heads.
    pub(super) d: usize,
    /// Heads.
    pub(super) heads: usize,
    /// Rows of the pieces that attend.
    pub(super) rows: &'a [u32],
}

/// Who is shown what a piece sees: head, place in `rows`, shares.
pub(super) type See<'a> = &'a mut dyn FnMut(usize, usize, &[f32]);

impl Attention<'_> {
    /// Of each piece that attends the mean of the values, `[rows, d]`. `see` is shown the shares, if `heard` says that the head
    /// counts.
    pub(super) fn run(&self, s: &mut Scratch, out: &mut [f32], heard: &dyn Fn(usize) -> bool, see: See<'_>) {
        let (n, panels) = (self.pieces(), self.pieces().div_ceil(PANEL));
        let pairs = self.size().div_ceil(PANEL) * LANES;
        s.keys.resize(panels * pairs, [[0; LANES]; 2]);
        s.values.resize(panels * pairs, [[0; LANES]; 2]);
        s.queries.resize(PAIR_ROWS * pairs, 0);
        s.scores.resize(PAIR_ROWS * panels, [[0; LANES]; 2]);
        s.powers.resize(panels, [[0.0; LANES]; 2]);
        s.shares.resize(PAIR_ROWS * panels, [0; LANES]);
        s.seen.resize(panels * PANEL, 0.0);
        for head in 0..self.heads {
            let steps = steps(self, head);
            keys_and_values(self, head, steps, s);
            for (block, rows) in self.rows.chunks(PAIR_ROWS).enumerate() {
                let first = block * PAIR_ROWS;
                queries(self, head, rows, steps[0], s);
                for (panel, keys) in s.keys.chunks_exact(pairs).enumerate() {
                    dots::pairs(&s.queries, keys, panels, &mut s.scores[panel..]);
                }
                shares(s, n, steps[0] * steps[1] / (self.size() as f32).sqrt());
                if heard(head) {
                    for (i, shares) in s.shares.chunks_exact(panels).enumerate().take(rows.len()) {
                        seen(shares, &mut s.seen);
                        see(head, first + i, &s.seen[..n]);
                    }
                }
                let out = &mut out[first * self.d..];
                for (part, values) in s.values.chunks_exact(panels * LANES).enumerate() {
                    let mut means = [[[0; LANES]; 2]; PAIR_ROWS];
                    dots::pairs(s.shares.as_flattened(), values, 1, &mut means);
                    for (means, out) in means.iter().zip(out.chunks_mut(self.d)).take(rows.len()) {
                        let out = &mut out[head * self.size()..][..self.size()][part * PANEL..];
                        for (v, mean) in out.iter_mut().zip(means.as_flattened()) {
                            *v = *mean as f32 * (steps[2] / WHOLE);
                        }
                    }
                }
            }
        }
    }

    /// The same in f32, without haste: the reference.
    pub(super) fn exact(&self, out: &mut [f32], heard: &dyn Fn(usize) -> bool, see: See<'_>) {
        let (d, size) = (self.d, self.size());
        let all: Vec<u32> = (0..self.pieces() as u32).collect();
        for head in 0..self.heads {
            let part = |of: usize, rows: &[u32]| {
                let row = |row: &u32| &self.qkv[(*row as usize * 3 + of) * d + head * size..][..size];
                Matrix { rows: rows.len(), cols: size, data: rows.iter().flat_map(row).copied().collect() }
            };
            let mut shares = kernels::pairs(&part(0, self.rows), &part(1, &all), 1.0 / (size as f32).sqrt());
            for i in 0..shares.rows {
                kernels::softmax(shares.row_mut(i));
                if heard(head) {
                    see(head, i, shares.row(i));
                }
            }
            let means = kernels::times(&shares, &part(2, &all));
            for (mean, out) in means.data.chunks_exact(size).zip(out.chunks_exact_mut(d)) {
                out[head * size..][..size].copy_from_slice(mean);
            }
        }
    }

    fn pieces(&self) -> usize {
        self.qkv.len() / (3 * self.d)
    }

    /// Numbers a query, key or value of one head.
    fn size(&self) -> usize {
        self.d / self.heads
    }
}

/// The numbers of a panel from `from` on, zeros beyond the last.
#[inline(always)]
fn halves(row: &[f32], from: usize) -> [Lanes; 2] {
    [lanes(row.get(from..).unwrap_or_default()), lanes(row.get(from + LANES..).unwrap_or_default())]
}

/// Each two numbers in steps of one size.
#[inline(always)]
fn pack(halves: &[Lanes; 2], inverse: f32) -> Pairs {
    let mut out = [0; LANES];
    for l in 0..LANES {
        let (low, high) = ((halves[0][l] * inverse + MAGIC).to_bits(), (halves[1][l] * inverse + MAGIC).to_bits());
        out[l] = (low & 0xffff | high << 16) as i32;
    }
    out
}

vectorised! {
    /// Sizes of the steps of one head's queries, keys and values.
    fn steps(a: &Attention<'_>, head: usize) -> [f32; 3] {
        let (d, size) = (a.d, a.size());
        let (mut queries, mut keys, mut values) = ([0.0f32; LANES], [0.0f32; LANES], [0.0f32; LANES]);
        for row in a.qkv.chunks_exact(3 * d) {
            let row = &row[head * size..];
            larger(&mut queries, &row[..size]);
            larger(&mut keys, &row[d..][..size]);
            larger(&mut values, &row[2 * d..][..size]);
        }
        let step = |largest: f32, most: f32| (largest / most).max(f32::MIN_POSITIVE);
        // so that a score has 31 bits
        let most = (i32::MAX as f32 / size as f32).sqrt().floor().min(WHOLE) - 1.0;
        [step(largest(&queries), most), step(largest(&keys), most), step(largest(&values), WHOLE)]
    }
}

/// Keeps the larger numbers, whatever their sign.
#[inline(always)]
fn larger(most: &mut Lanes, row: &[f32]) {
    let (whole, rest) = row.as_chunks::<LANES>();
    for chunk in whole {
        for l in 0..LANES {
            let v = chunk[l].abs();
            most[l] = if v > most[l] { v } else { most[l] };
        }
    }
    for (most, v) in most.iter_mut().zip(rest) {
        *most = most.max(v.abs());
    }
}

/// One row of queries, keys or values of a head, zeros for a word piece beyond the last.
#[inline(always)]
fn part<'a>(a: &Attention<'a>, row: usize, part: usize, head: usize) -> &'a [f32] {
    let row = a.qkv.get((row * 3 + part) * a.d..(row * 3 + part + 1) * a.d).unwrap_or_default();
    row.get(head * a.size()..(head + 1) * a.size()).unwrap_or_default()
}

vectorised! {
    /// Keys and values of one head, where the products read them in order.
    fn keys_and_values(a: &Attention<'_>, head: usize, steps: [f32; 3], s: &mut Scratch) {
        let (key, value) = (1.0 / steps[1], 1.0 / steps[2]);
        let groups = a.size().div_ceil(PANEL);
        let panels = a.pieces().div_ceil(PANEL);
        for panel in 0..panels {
            for group in 0..groups {
                for half in 0..2 {
                    let mut block = [[0; LANES]; LANES];
                    for (i, to) in block.iter_mut().enumerate() {
                        let row = part(a, panel * PANEL + half * LANES + i, 1, head);
                        *to = pack(&halves(row, group * PANEL), key);
                    }
                    transpose(&mut block);
                    for (step, block) in s.keys[(panel * groups + group) * LANES..].iter_mut().zip(block) {
                        step[half] = block;
                    }
                }
                for (i, step) in s.values[(group * panels + panel) * LANES..][..LANES].iter_mut().enumerate() {
                    let first = halves(part(a, panel * PANEL + i, 2, head), group * PANEL);
                    let second = halves(part(a, panel * PANEL + LANES + i, 2, head), group * PANEL);
                    *step = [pack(&[first[0], second[0]], value), pack(&[first[1], second[1]], value)];
                }
            }
        }
    }
}

vectorised! {
    /// Queries of up to [`PAIR_ROWS`] word pieces.
    fn queries(a: &Attention<'_>, head: usize, rows: &[u32], step: f32, s: &mut Scratch) {
        let inverse = 1.0 / step;
        let groups = a.size().div_ceil(PANEL);
        for (row, to) in rows.iter().zip(s.queries.chunks_exact_mut(groups * LANES)) {
            for (group, to) in to.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                *to = pack(&halves(part(a, *row as usize, 0, head), group * PANEL), inverse);
            }
        }
    }
}

vectorised! {
    /// Shares of `n` word pieces from scores, of which a step counts `scale`.
    fn shares(s: &mut Scratch, n: usize, scale: f32) {
        let panels = n.div_ceil(PANEL);
        // the last panel's places beyond the last word piece
        let mut beyond = [[0.0; LANES]; 2];
        beyond.as_flattened_mut()[n - (panels - 1) * PANEL..].fill(f32::MIN);
        let rows = s.scores.chunks_exact(panels).zip(s.shares.chunks_exact_mut(panels));
        for (scores, shares) in rows {
            row_shares(scores, &beyond, scale * std::f32::consts::LOG2_E, &mut s.powers, shares);
        }
    }
}

#[inline(always)]
fn row_shares(scores: &[[Pairs; 2]], beyond: &[Lanes; 2], scale: f32, row: &mut [[Lanes; 2]], out: &mut [Pairs]) {
    let last = scores.len() - 1;
    // in f32: the largest of integers would be looked for across the lanes
    let mut most = [f32::MIN; LANES];
    for half in scores[..last].as_flattened() {
        for l in 0..LANES {
            let score = half[l] as f32;
            most[l] = if score > most[l] { score } else { most[l] };
        }
    }
    for half in 0..2 {
        for l in 0..LANES {
            let score = scores[last][half][l] as f32 + beyond[half][l];
            most[l] = if score > most[l] { score } else { most[l] };
        }
    }
    let offset = -largest(&most) * scale;
    let (mut offsets, mut totals) = ([[offset; LANES]; 2], [0.0; LANES]);
    for (scores, out) in scores[..last].iter().zip(&mut *row) {
        powers(scores, scale, &offsets, &mut totals, out);
    }
    for half in 0..2 {
        for l in 0..LANES {
            offsets[half][l] += beyond[half][l];
        }
    }
    powers(&scores[last], scale, &offsets, &mut totals, &mut row[last]);
    let scale = WHOLE / folded(totals);
    for (powers, out) in row.iter().zip(out) {
        *black_box(out) = pack(powers, scale);
    }
}

/// `2^(scale * score + offset)`, to within 1e-4 of the value, and their sums.
#[inline(always)]
fn powers(scores: &[Pairs; 2], scale: f32, offsets: &[Lanes; 2], totals: &mut Lanes, out: &mut [Lanes; 2]) {
    for half in 0..2 {
        for l in 0..LANES {
            let x = scores[half][l] as f32 * scale + offsets[half][l];
            let x = if x > LEAST { x } else { LEAST };
            let n = x + MAGIC;
            let f = x - (n - MAGIC);
            // fitted to 2^f between -1/2 and 1/2
            let p = 0.999_928_1 + f * (0.693_261 + f * (0.242_611_17 + f * 0.055_171_69));
            let power = f32::from_bits(p.to_bits().wrapping_add(n.to_bits() << 23));
            totals[l] += power;
            out[half][l] = power;
        }
    }
}

vectorised! {
    /// A row of shares as numbers.
    fn seen(shares: &[Pairs], out: &mut [f32]) {
        for (shares, out) in shares.iter().zip(out.as_chunks_mut::<LANES>().0.as_chunks_mut::<2>().0) {
            let out = black_box(out);
            for l in 0..LANES {
                out[0][l] = (shares[l] & 0xffff) as f32 * (1.0 / WHOLE);
                out[1][l] = (shares[l] >> 16) as f32 * (1.0 / WHOLE);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_near_f32() {
        for (n, size) in [(1usize, 32usize), (37, 32), (254, 32), (400, 20), (64, 48)] {
            let (heads, d) = (2, 2 * size);
            let qkv: Vec<f32> = (0..n * 3 * d).map(|i| ((i * 7919 % 1009) as f32 - 504.0) / 400.0).collect();
            let rows: Vec<u32> = (0..n as u32).filter(|r| r % 3 != 1).collect();
            let a = Attention { qkv: &qkv, d, heads, rows: &rows };
            let (mut got, mut want) = (vec![0.0; rows.len() * d], vec![0.0; rows.len() * d]);
            let (mut some, mut all) = (Vec::new(), Vec::new());
            a.run(&mut Scratch::default(), &mut got, &|h| h == 1, &mut |_, i, s| some.push((i, s.to_vec())));
            a.exact(&mut want, &|h| h == 1, &mut |_, i, s| all.push((i, s.to_vec())));
            for (got, want) in got.iter().zip(&want) {
                assert!((got - want).abs() < 2e-3, "{n} {size}: {got} {want}");
            }
            assert_eq!(some.len(), rows.len());
            for ((i, got), (k, want)) in some.iter().zip(&all) {
                assert_eq!((i, got.len()), (k, n));
                assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-3));
            }
        }
    }
}
