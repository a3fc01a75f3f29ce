//! Dense arithmetic: linear maps, normalisation, activation. All matrices are row-major f32.

use gemm::Parallelism;

use crate::model::{Head, Linear, Matrix, Norm};

/// `out[i, j] += alpha * sum_k a[i, k] * b[k, j]` over strided views: (data, offset, row stride, column stride).
fn product(
    (rows, inner, cols): (usize, usize, usize),
    out: (&mut [f32], usize, usize, usize),
    a: (&[f32], usize, usize, usize),
    b: (&[f32], usize, usize, usize),
    keep: bool,
    alpha: f32,
) {
    if rows == 0 || cols == 0 {
        return;
    }
    let last = |n: usize, m: usize, v: (usize, usize, usize)| v.0 + (n.max(1) - 1) * v.1 + (m.max(1) - 1) * v.2;
    assert!(last(rows, cols, (out.1, out.2, out.3)) < out.0.len());
    assert!(inner == 0 || last(rows, inner, (a.1, a.2, a.3)) < a.0.len());
    assert!(inner == 0 || last(inner, cols, (b.1, b.2, b.3)) < b.0.len());
    // SAFETY: the asserts above hold the last element of each strided view inside its slice, and `out` is unique.
    #[allow(unsafe_code)]
    unsafe {
        gemm::gemm(
            rows,
            cols,
            inner,
            out.0.as_mut_ptr().add(out.1),
            out.3 as isize,
            out.2 as isize,
            keep,
            a.0.as_ptr().add(a.1),
            a.3 as isize,
            a.2 as isize,
            b.0.as_ptr().add(b.1),
            b.3 as isize,
            b.2 as isize,
            1.0,
            alpha,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

/// Sum of the products.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    for (x, y) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *sum += x * y;
        }
    }
    let done = a.len().min(b.len()) / 8 * 8;
    sums.iter().sum::<f32>() + a[done..].iter().zip(&b[done..]).map(|(x, y)| x * y).sum::<f32>()
}

/// `x W^T`: one row of outputs for each row of `x`.
pub fn times(x: &Matrix, weight: &Matrix) -> Matrix {
    assert_eq!(x.cols, weight.cols);
    let mut out = Matrix::zeros(x.rows, weight.rows);
    product(
        (x.rows, x.cols, weight.rows),
        (&mut out.data, 0, weight.rows, 1),
        (&x.data, 0, x.cols, 1),
        (&weight.data, 0, 1, weight.cols),
        false,
        1.0,
    );
    out
}

/// `x W^T + b`.
pub fn linear(x: &Matrix, map: &Linear) -> Matrix {
    assert_eq!(x.cols, map.weight.cols);
    let mut out = Matrix { rows: x.rows, cols: map.weight.rows, data: map.bias.repeat(x.rows) };
    product(
        (x.rows, x.cols, map.weight.rows),
        (&mut out.data, 0, map.weight.rows, 1),
        (&x.data, 0, x.cols, 1),
        (&map.weight.data, 0, 1, map.weight.cols),
        true,
        1.0,
    );
    out
}

/// A linear map, a GELU, a linear map.
pub fn head(x: &Matrix, head: &Head) -> Matrix {
    let mut hidden = linear(x, &head.hidden);
    gelu(&mut hidden.data);
    linear(&hidden, &head.out)
}

/// `e^x`, to within 5e-7 of the value; written so that the compiler makes vector code of it.
#[inline]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0; // rounds to nearest
    let f = x - n * 0.693_359_4 + n * 2.121_944_4e-4; // ln 2 in two parts (Cody and Waite 1980)
    let p = 1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f / 720.0)))));
    p * f32::from_bits(((n as i32 + 127) << 23) as u32)
}

/// `x * Phi(x)`, with the error function of Abramowitz and Stegun (1964), 7.1.26 (error below 2e-7).
pub fn gelu(data: &mut [f32]) {
    for v in data {
        let z = *v * std::f32::consts::FRAC_1_SQRT_2;
        let a = z.abs();
        let t = 1.0 / (1.0 + 0.327_591_1 * a);
        let poly = t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
        let erf = (1.0 - poly * exp(-a * a)).copysign(z);
        *v *= 0.5 * (1.0 + erf);
    }
}

/// Adds `y` to `x` (the residual) and normalises each row.
pub fn add_norm(x: &mut Matrix, y: &Matrix, norm: &Norm, epsilon: f32) {
    for (row, other) in x.data.chunks_exact_mut(x.cols).zip(y.data.chunks_exact(x.cols)) {
        for (a, b) in row.iter_mut().zip(other) {
            *a += b;
        }
        normalise(row, norm, epsilon);
    }
}

/// Layer normalisation of one row.
pub fn normalise(row: &mut [f32], norm: &Norm, epsilon: f32) {
    let n = row.len() as f32;
    let mean = row.iter().sum::<f32>() / n;
    let variance = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
    let scale = 1.0 / (variance + epsilon).sqrt();
    for ((v, w), b) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
        *v = (*v - mean) * scale * w + b;
    }
}

/// Turns scores into probabilities that sum to one.
pub fn softmax(row: &mut [f32]) {
    let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for v in row.iter_mut() {
        *v = exp(*v - max);
        sum += *v;
    }
    for v in row {
        *v /= sum;
    }
}

/// Scaled dot-product attention of all heads: rows are word pieces. `see` is shown each head's shares, `[rows, rows]`.
pub fn attention(q: &Matrix, k: &Matrix, v: &Matrix, heads: usize, see: &mut dyn FnMut(usize, &[f32])) -> Matrix {
    let (n, d) = (q.rows, q.cols);
    let size = d / heads;
    let mut out = Matrix::zeros(n, d);
    let mut scores = vec![0.0; n * n];
    for h in 0..heads {
        let at = h * size;
        product(
            (n, size, n),
            (&mut scores, 0, n, 1),
            (&q.data, at, d, 1),
            (&k.data, at, 1, d),
            false,
            1.0 / (size as f32).sqrt(),
        );
        scores.chunks_exact_mut(n).for_each(softmax);
        see(h, &scores);
        product((n, n, size), (&mut out.data, at, d, 1), (&scores, 0, n, 1), (&v.data, at, d, 1), false, 1.0);
    }
    out
}

/// `a b^T * alpha`.
pub fn pairs(a: &Matrix, b: &Matrix, alpha: f32) -> Matrix {
    let mut out = times(a, b);
    out.data.iter_mut().for_each(|v| *v *= alpha);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_gelu_are_close() {
        let mut worst = 0f32;
        for i in -8000..8000 {
            let x = i as f32 / 100.0;
            worst = worst.max((exp(x) / (f64::from(x)).exp() as f32 - 1.0).abs());
        }
        assert!(worst < 5e-7, "{worst}");
        let mut x = [-3.0, -0.5, 0.0, 1.0, 2.5];
        gelu(&mut x);
        for (got, want) in x.iter().zip([-0.004_049_694, -0.154_268_77, 0.0, 0.841_344_7, 2.484_475_8]) {
            assert!((got - want).abs() < 1e-6, "{got} {want}");
        }
    }

    #[test]
    fn a_product_equals_its_definition() {
        let x = Matrix { rows: 2, cols: 3, data: vec![1., 2., 3., 4., 5., 6.] };
        let w = Matrix { rows: 2, cols: 3, data: vec![1., 0., -1., 0.5, 0.5, 0.5] };
        assert_eq!(times(&x, &w).data, [-2., 3., -2., 7.5]);
        let map = Linear { weight: w, bias: vec![10., 20.] };
        assert_eq!(linear(&x, &map).data, [8., 23., 8., 27.5]);
    }
}
