//! Scaled dot-product attention, a few word pieces at a time: their scores never leave the nearest cache.

use super::vector::{LANES, Lanes, exp, tile, vectorised};

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
    /// What one of them attends to.
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
        let (n, size) = (self.qkv.len() / (3 * self.d), self.d / self.heads);
        s.keys.resize(size * n.div_ceil(LANES), [0.0; LANES]);
        s.values.resize(n * size.div_ceil(LANES), [0.0; LANES]);
        s.queries.resize(size, [0.0; LANES]);
        s.shares.resize(n.next_multiple_of(LANES), [0.0; LANES]);
        for head in 0..self.heads {
            self.keys_and_values(head, s);
            for (block, rows) in self.rows.chunks(LANES).enumerate() {
                for (i, row) in rows.iter().enumerate() {
                    let query = &self.qkv[*row as usize * 3 * self.d + head * size..][..size];
                    s.queries.iter_mut().zip(query).for_each(|(to, v)| to[i] = *v);
                }
                scores(&s.queries, &s.keys, &mut s.shares);
                let totals = shares(&mut s.shares[..n], 1.0 / (size as f32).sqrt());
                for (part, values) in s.values.chunks_exact(n).enumerate() {
                    let means = means(&s.shares[..n], values, &totals);
                    let (from, to) = (part * LANES, size.min((part + 1) * LANES));
                    for (i, mean) in means.iter().enumerate().take(rows.len()) {
                        let at = (block * LANES + i) * self.d + head * size;
                        out[at + from..at + to].copy_from_slice(&mean[..to - from]);
                    }
                }
                if heard(head) {
                    for (i, total) in totals.iter().enumerate().take(rows.len()) {
                        s.seen.clear();
                        s.seen.extend(s.shares[..n].iter().map(|v| v[i] * total));
                        see(head, block * LANES + i, &s.seen);
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

vectorised! {
    /// Products of queries with all keys.
    fn scores(queries: &[Lanes], keys: &[Lanes], out: &mut [Lanes]) {
        for (keys, out) in keys.chunks_exact(queries.len()).zip(out.as_chunks_mut::<LANES>().0) {
            tile::<WIDE>(keys, queries.iter(), out);
        }
    }
}

vectorised! {
    /// Softmax but for the division: what to multiply by.
    fn shares(scores: &mut [Lanes], scale: f32) -> Lanes {
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
}

vectorised! {
    /// Means of the values, weighted by the shares.
    fn means(shares: &[Lanes], values: &[Lanes], totals: &Lanes) -> [Lanes; LANES] {
        let mut out = [[0.0; LANES]; LANES];
        tile::<WIDE>(shares, values.iter(), &mut out);
        for (row, total) in out.iter_mut().zip(totals) {
            row.iter_mut().for_each(|v| *v *= total);
        }
        out
    }
}
