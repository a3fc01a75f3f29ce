//! Dense arithmetic: linear maps, normalisation, activation. All matrices are row-major f32; a linear map may compute in int8.

use std::ops::Range;

use super::int8;
pub use super::int8::Then;
use super::vector;
pub use super::vector::{add_norm, dot, gelu, normalise, softmax};
use crate::model::{Linear, Map, Matrix, Tagger};

/// Rows that go through a head together: what is between its maps stays near.
pub const HEAD_ROWS: usize = 256;

/// `e^x`, to within 5e-7 of the value.
pub fn exp(x: f32) -> f32 {
    vector::exp(x)
}

/// `x W`: one row of outputs for each row of `x`.
pub fn times(x: &Matrix, weight: &Matrix) -> Matrix {
    assert_eq!(x.cols, weight.rows);
    let mut out = Matrix::zeros(x.rows, weight.cols);
    vector::products(&x.data, &weight.data, weight.cols, &mut out.data);
    out
}

/// `x W + b` in f32.
pub fn exact(x: &Matrix, map: &Linear) -> Matrix {
    let mut out = times(x, &map.weight);
    add_bias(&mut out.data, &map.bias);
    out
}

/// Rows that are mostly zeros.
pub struct Sparse {
    /// Place and number.
    entries: Vec<(u32, f32)>,
    /// Where the entries of each row end.
    ends: Vec<usize>,
}

impl Sparse {
    /// The rows of a matrix.
    pub fn new(x: &Matrix) -> Self {
        let (mut entries, mut ends) = (vec![(0, 0.0); x.data.len()], Vec::with_capacity(x.rows));
        let mut n = 0;
        for row in x.data.chunks_exact(x.cols) {
            n += vector::gather(row, &mut entries[n..]);
            ends.push(n);
        }
        Self { entries, ends }
    }

    /// `x W + b` in f32, the same as [`exact`] gives.
    pub fn exact(&self, map: &Linear) -> Matrix {
        let mut out = Matrix::zeros(self.ends.len(), map.weight.cols);
        let mut start = 0;
        for (end, out) in self.ends.iter().zip(out.data.chunks_exact_mut(map.weight.cols)) {
            vector::sparse_products(&self.entries[start..*end], &map.weight.data, map.weight.cols, out);
            start = *end;
        }
        add_bias(&mut out.data, &map.bias);
        out
    }
}

fn add_bias(rows: &mut [f32], bias: &[f32]) {
    for row in rows.chunks_exact_mut(bias.len()) {
        row.iter_mut().zip(bias).for_each(|(v, b)| *v += b);
    }
}

/// A linear map of each row of `x`, and what follows it.
pub fn linear(x: &Matrix, map: &Map, then: Then) -> Matrix {
    let mut out = Matrix::zeros(x.rows, map.outputs());
    linear_to(&x.data, map, then, &mut out.data);
    out
}

/// The same, to rows that are there.
pub fn linear_to(x: &[f32], map: &Map, then: Then, out: &mut [f32]) {
    let (inputs, outputs) = (map.inputs(), map.outputs());
    assert_eq!((x.len() % inputs, out.len()), (0, x.len() / inputs * outputs));
    match map {
        Map::Int8(map) => int8::linear(x, map, inputs, then, out),
        Map::Exact(map) => {
            vector::products(x, &map.weight.data, outputs, out);
            add_bias(out, &map.bias);
            if then == Then::Gelu {
                gelu(out);
            }
        }
    }
}

/// A linear map, a GELU, a linear map, of each row of `x`.
pub fn tags(x: &Matrix, tagger: &Tagger) -> Matrix {
    tags_of(&x.data, tagger)
}

/// The same of rows one after another.
pub fn tags_of(x: &[f32], tagger: &Tagger) -> Matrix {
    let (inputs, rows) = (tagger.hidden.inputs(), x.len() / tagger.hidden.inputs());
    let mut out = Matrix::zeros(rows, tagger.out.outputs());
    let mut hidden = vec![0.0; rows.min(HEAD_ROWS) * tagger.hidden.outputs()];
    for (x, out) in x.chunks(HEAD_ROWS * inputs).zip(out.data.chunks_mut(HEAD_ROWS * out.cols)) {
        let hidden = &mut hidden[..x.len() / inputs * tagger.hidden.outputs()];
        linear_to(x, &tagger.hidden, Then::Gelu, hidden);
        linear_to(hidden, &tagger.out, Then::Linear, out);
    }
    out
}

/// The row `step` before row `i` of `x`, itself, and the row `step` after, zeros beyond `own`, the rows that row `i` may see.
pub fn beside(x: &[f32], own: Range<usize>, [i, step]: [usize; 2], out: &mut [f32]) {
    let size = out.len() / 3;
    for (k, out) in out.chunks_exact_mut(size).enumerate() {
        match (i + k * step).checked_sub(step).filter(|j| own.contains(j)) {
            Some(j) => out.copy_from_slice(&x[j * size..][..size]),
            None => out.fill(0.0),
        }
    }
}

/// `a b^T * alpha`.
pub fn pairs(a: &Matrix, b: &Matrix, alpha: f32) -> Matrix {
    let mut out = times(a, &b.transposed());
    out.data.iter_mut().for_each(|v| *v *= alpha);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_equals_its_definition() {
        let x = Matrix { rows: 2, cols: 3, data: vec![1., 2., 3., 4., 5., 6.] };
        let w = Matrix { rows: 2, cols: 3, data: vec![1., 0., -1., 0.5, 0.5, 0.5] };
        assert_eq!(pairs(&x, &w, 2.0).data, [-4., 6., -4., 15.]);
        let w = w.transposed();
        assert_eq!(times(&x, &w).data, [-2., 3., -2., 7.5]);
        let map = Linear { weight: w, bias: vec![10., 20.] };
        assert_eq!(exact(&x, &map).data, [8., 23., 8., 27.5]);
        let sparse = Matrix { rows: 3, cols: 3, data: vec![0., 2., 0., 0., 0., 0., 1., 0., -3.] };
        assert_eq!(Sparse::new(&sparse).exact(&map).data, exact(&sparse, &map).data);
        assert_eq!(Sparse::new(&sparse).exact(&map).data, [10., 21., 10., 20., 14., 19.]);
        assert_eq!(linear(&x, &Map::Exact(map), Then::Linear).data, [8., 23., 8., 27.5]);
    }
}
