//! Scaled dot-product attention, a few word pieces at a time: their scores never leave the nearest cache.

use super::vector::{LANES, exp, largest, sum, vectorised};

/// Word pieces that attend together.
const TOGETHER: usize = 4;

/// What one head needs; kept from window to window.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Keys: for each [`LANES`] word pieces the numbers of each dimension.
    keys: Vec<[f32; LANES]>,
    /// Values: for each [`LANES`] dimensions the numbers of each word piece.
    values: Vec<[f32; LANES]>,
    /// Queries of the word pieces that attend together, a row each.
    queries: Vec<f32>,
    /// A row for each of them.
    shares: Vec<f32>,
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

impl Attention<'_> {
    /// Of each piece that attends the mean of the values, `[rows, d]`. `see` is shown head, place in `rows` and shares, if
    /// `heard` says that the head counts.
    pub(super) fn run(
        &self,
        s: &mut Scratch,
        out: &mut [f32],
        heard: &dyn Fn(usize) -> bool,
        see: &mut dyn FnMut(usize, usize, &[f32]),
    ) {
        let (n, size) = (self.qkv.len() / (3 * self.d), self.d / self.heads);
        let wide = n.next_multiple_of(LANES);
        s.keys.resize(size * wide / LANES, [0.0; LANES]);
        s.values.resize(n * size.div_ceil(LANES), [0.0; LANES]);
        s.queries.resize(TOGETHER * size, 0.0);
        s.shares.resize(TOGETHER * wide, 0.0);
        for head in 0..self.heads {
            self.keys_and_values(head, s);
            for (block, rows) in self.rows.chunks(TOGETHER).enumerate() {
                for (i, row) in rows.iter().enumerate() {
                    let query = &self.qkv[*row as usize * 3 * self.d + head * size..][..size];
                    s.queries[i * size..][..size].copy_from_slice(query);
                }
                scores(&s.queries, &s.keys, &mut s.shares);
                let totals = shares(&mut s.shares, wide, n, 1.0 / (size as f32).sqrt());
                for (part, values) in s.values.chunks_exact(n).enumerate() {
                    let means = mean(&s.shares, wide, values, totals);
                    let (from, to) = (part * LANES, size.min((part + 1) * LANES));
                    for (i, mean) in means.iter().enumerate().take(rows.len()) {
                        let at = (block * TOGETHER + i) * self.d + head * size;
                        out[at + from..at + to].copy_from_slice(&mean[..to - from]);
                    }
                }
                if heard(head) {
                    for (i, total) in totals.iter().enumerate().take(rows.len()) {
                        let row = &mut s.shares[i * wide..][..n];
                        row.iter_mut().for_each(|v| *v *= total);
                        see(head, block * TOGETHER + i, row);
                    }
                }
            }
        }
    }

    /// Keys and values of one head, where the products read them in order.
    fn keys_and_values(&self, head: usize, s: &mut Scratch) {
        let (d, size) = (self.d, self.d / self.heads);
        let n = self.qkv.len() / (3 * d);
        for (i, row) in self.qkv.chunks_exact(3 * d).enumerate() {
            let (key, value) = (&row[d + head * size..][..size], &row[2 * d + head * size..][..size]);
            for (to, v) in s.keys[i / LANES * size..][..size].iter_mut().zip(key) {
                to[i % LANES] = *v;
            }
            for (part, value) in value.chunks(LANES).enumerate() {
                s.values[part * n + i][..value.len()].copy_from_slice(value);
            }
        }
    }
}

/// For each of the rows the sum of the vectors, weighted by its numbers.
#[inline(always)]
fn weighted(rows: &[f32], cols: usize, vectors: &[[f32; LANES]]) -> [[f32; LANES]; TOGETHER] {
    let n = vectors.len();
    let rows: [&[f32]; TOGETHER] = std::array::from_fn(|i| &rows[i * cols..][..n]);
    let mut sums = [[0.0f32; LANES]; TOGETHER];
    for k in 0..n {
        for i in 0..TOGETHER {
            for l in 0..LANES {
                sums[i][l] += rows[i][k] * vectors[k][l];
            }
        }
    }
    sums
}

vectorised! {
    /// Products of queries with all keys.
    fn scores(queries: &[f32], keys: &[[f32; LANES]], out: &mut [f32]) {
        let (size, wide) = (queries.len() / TOGETHER, out.len() / TOGETHER);
        for (at, keys) in keys.chunks_exact(size).enumerate() {
            let sums = weighted(queries, size, keys);
            for (i, sum) in sums.iter().enumerate() {
                out[i * wide + at * LANES..][..LANES].copy_from_slice(sum);
            }
        }
    }
}

vectorised! {
    /// Softmax but for the division: what to multiply each row by.
    fn shares(rows: &mut [f32], wide: usize, n: usize, scale: f32) -> [f32; TOGETHER] {
        let mut out = [0.0; TOGETHER];
        for (row, out) in rows.chunks_exact_mut(wide).zip(&mut out) {
            let row = &mut row[..n];
            let max = largest(row);
            for v in row.iter_mut() {
                *v = exp((*v - max) * scale);
            }
            *out = 1.0 / sum(row, |v| v);
        }
        out
    }
}

vectorised! {
    /// Means of the values, weighted by the shares.
    fn mean(shares: &[f32], wide: usize, values: &[[f32; LANES]], totals: [f32; TOGETHER]) -> [[f32; LANES]; TOGETHER] {
        let mut sums = weighted(shares, wide, values);
        for (sum, total) in sums.iter_mut().zip(totals) {
            sum.iter_mut().for_each(|v| *v *= total);
        }
        sums
    }
}
