//! Scaled dot-product attention, a few word pieces at a time: their scores never leave the nearest cache.

use super::vector::{LANES, Lanes, columns, exp, lanes, tile, transpose, vectorised};

/// What one head needs; kept from window to window.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Keys: for each [`LANES`] word pieces the numbers of each dimension.
    keys: Vec<Lanes>,
    /// Values: for each [`LANES`] dimensions the numbers of each word piece.
    values: Vec<Lanes>,
    /// Of the word pieces that attend together, the queries' numbers of each dimension.
    queries: Vec<Lanes>,
    /// For each word piece, how much each of them attends to it.
    shares: Vec<Lanes>,
    /// The same, a row for each of them.
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
        let (n, size) = (self.pieces(), self.size());
        s.keys.resize(size * n.div_ceil(LANES), [0.0; LANES]);
        s.values.resize(n * size.div_ceil(LANES), [0.0; LANES]);
        s.queries.resize(size, [0.0; LANES]);
        s.shares.resize(n.next_multiple_of(LANES), [0.0; LANES]);
        for head in 0..self.heads {
            keys_and_values(self, head, s);
            for (block, rows) in self.rows.chunks(LANES).enumerate() {
                let totals = attend(self, head, rows, s, &mut out[block * LANES * self.d + head * size..]);
                if heard(head) {
                    s.seen.resize(s.shares.len() * LANES, 0.0);
                    seen(&s.shares, &totals, &mut s.seen);
                    let seen = s.seen.chunks_exact(s.shares.len());
                    seen.take(rows.len()).enumerate().for_each(|(i, seen)| see(head, block * LANES + i, &seen[..n]));
                }
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

vectorised! {
    /// Keys and values of one head, where the products read them in order.
    fn keys_and_values(a: &Attention<'_>, head: usize, s: &mut Scratch) {
        let (d, size, n) = (a.d, a.size(), a.pieces());
        for (rows, keys) in a.qkv.chunks(LANES * 3 * d).zip(s.keys.chunks_exact_mut(size)) {
            columns(rows.chunks_exact(3 * d).map(|row| &row[d + head * size..][..size]), keys);
        }
        for (part, values) in s.values.chunks_exact_mut(n).enumerate() {
            for (row, to) in a.qkv.chunks_exact(3 * d).zip(values) {
                *to = lanes(&row[2 * d + head * size..][..size][part * LANES..]);
            }
        }
    }
}

vectorised! {
    /// What the rows, of up to [`LANES`] word pieces, get of one head; and by what their shares are to be multiplied.
    fn attend(a: &Attention<'_>, head: usize, rows: &[u32], s: &mut Scratch, out: &mut [f32]) -> Lanes {
        let (d, size, n) = (a.d, a.size(), a.pieces());
        columns(rows.iter().map(|row| &a.qkv[*row as usize * 3 * d + head * size..][..size]), &mut s.queries);
        for (keys, out) in s.keys.chunks_exact(size).zip(s.shares.as_chunks_mut::<LANES>().0) {
            tile::<WIDE>(keys, s.queries.iter(), out);
        }
        let totals = softmax(&mut s.shares[..n], 1.0 / (size as f32).sqrt());
        for (part, values) in s.values.chunks_exact(n).enumerate() {
            let mut means = [[0.0; LANES]; LANES];
            tile::<WIDE>(&s.shares[..n], values.iter(), &mut means);
            for ((mean, total), out) in means.iter_mut().zip(&totals).zip(out.chunks_mut(d)).take(rows.len()) {
                for v in mean.iter_mut() {
                    *v *= total;
                }
                let out = &mut out[part * LANES..size];
                match out.first_chunk_mut::<LANES>() {
                    Some(out) => *out = *mean,
                    None => out.copy_from_slice(&mean[..out.len()]),
                }
            }
        }
        totals
    }
}

/// Softmax but for the division: what to multiply by.
#[inline(always)]
fn softmax(scores: &mut [Lanes], scale: f32) -> Lanes {
    let mut most = [f32::NEG_INFINITY; LANES];
    for row in scores.iter() {
        for l in 0..LANES {
            most[l] = if row[l] > most[l] { row[l] } else { most[l] };
        }
    }
    let mut totals = [0.0f32; LANES];
    for row in scores {
        for l in 0..LANES {
            row[l] = exp((row[l] - most[l]) * scale);
            totals[l] += row[l];
        }
    }
    totals.map(|total| 1.0 / total)
}

vectorised! {
    /// A row of shares for each word piece that attends.
    fn seen(shares: &[Lanes], totals: &Lanes, out: &mut [f32]) {
        let n = shares.len();
        for (k, block) in shares.as_chunks::<LANES>().0.iter().enumerate() {
            let mut block = *block;
            for row in &mut block {
                for l in 0..LANES {
                    row[l] *= totals[l];
                }
            }
            transpose(&mut block);
            for (row, out) in block.iter().zip(out.chunks_exact_mut(n)) {
                out[k * LANES..][..LANES].copy_from_slice(row);
            }
        }
    }
}
