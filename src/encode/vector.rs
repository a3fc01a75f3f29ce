//! Arithmetic over rows of numbers, compiled for each width of vector registers; the widest that the processor has is taken
//! at run time.
//!
//! Every width gives the same bits: sums are kept in [`LANES`] parts and folded in one order, and nothing is fused.

use crate::model::Norm;

/// Parts of a sum.
pub(super) const LANES: usize = 16;

/// A function compiled for AVX-512, for AVX2 and for any processor. Its body may ask `WIDE`: whether there are 32 registers of
/// [`LANES`] numbers.
macro_rules! vectorised {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $kind:ty),* $(,)?) $(-> $out:ty)? $body:block) => {
        $(#[$doc])*
        $vis fn $name($($arg: $kind),*) $(-> $out)? {
            #[inline(always)]
            fn any<const WIDE: bool>($($arg: $kind),*) $(-> $out)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq")]
                fn avx512($($arg: $kind),*) $(-> $out)? { any::<true>($($arg),*) }
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $kind),*) $(-> $out)? { any::<false>($($arg),*) }
                match $crate::encode::vector::width() {
                    // SAFETY: `width` has asked the processor
                    #[allow(unsafe_code)]
                    $crate::encode::vector::Width::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: the same
                    #[allow(unsafe_code)]
                    $crate::encode::vector::Width::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::encode::vector::Width::Any => {}
                }
            }
            any::<false>($($arg),*)
        }
    };
}
pub(super) use vectorised;

/// Vector instructions of a processor.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Avx512,
    Avx2,
    Any,
}

#[cfg(target_arch = "x86_64")]
pub(super) fn width() -> Width {
    if is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
    {
        Width::Avx512
    } else if is_x86_feature_detected!("avx2") {
        Width::Avx2
    } else {
        Width::Any
    }
}

/// `e^x`, to within 5e-7 of the value.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0; // rounds to nearest
    let f = x - n * 0.693_359_4 + n * 2.121_944_4e-4; // ln 2 in two parts (Cody and Waite 1980)
    // fitted to e^f between -ln 2 / 2 and ln 2 / 2, largest relative error 8e-8
    let p = 0.999_999_7 + f * (0.499_988_82 + f * (0.166_675_85 + f * (0.041_916_706 + f * 0.008_297_464)));
    // 2^n, its exponent taken from the low bits of n + 1.5 * 2^23
    (1.000_000_1 + f * p) * f32::from_bits((n + 12_583_039.0).to_bits() << 23)
}

/// `Phi(v) = 0.5 + v * q(v^2)`: the coefficients of `q` in `2 * (v / end)^2 - 1`, and the `end` from which on `Phi` is 0 or 1.
type Phi<const N: usize> = ([f32; N], f32);

/// Fitted so that the GELU is right to 2e-5.
const EXACT: Phi<10> = (
    [
        -0.000_940_925_1,
        0.004_222_75,
        -0.007_797_505,
        0.010_831_331,
        -0.017_514_655,
        0.028_289_882,
        -0.040_429_16,
        0.054_721_4,
        -0.077_176_23,
        0.156_904_22,
    ],
    4.5,
);

/// To 2e-4: a hundredth of a step of what is quantised next.
const QUICK: Phi<7> =
    ([0.005_921_363, -0.016_534_51, 0.024_147_892, -0.035_476_077, 0.055_395_115, -0.084_424_55, 0.175_970_76], 4.0);

/// `v * Phi(v)`.
#[inline(always)]
fn gelu_of<const N: usize>(v: f32, (coefficients, end): &Phi<N>) -> f32 {
    let near = v.clamp(-end, *end);
    let u = near * near * (2.0 / (end * end)) - 1.0;
    let mut q = coefficients[0];
    for c in &coefficients[1..] {
        q = q * u + c;
    }
    v * (0.5 + near * q)
}

/// GELU, to within 2e-4.
#[inline(always)]
pub(super) fn quick_gelu(v: f32) -> f32 {
    gelu_of(v, &QUICK)
}

/// Folds the parts of a sum, always in the same order.
#[inline(always)]
pub(super) fn folded(mut parts: [f32; LANES]) -> f32 {
    let mut n = LANES / 2;
    while n > 0 {
        for i in 0..n {
            parts[i] += parts[i + n];
        }
        n /= 2;
    }
    parts[0]
}

/// Sum of what `f` makes of each number.
#[inline(always)]
pub(super) fn sum(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut parts = [0.0f32; LANES];
    let (whole, rest) = row.as_chunks::<LANES>();
    for chunk in whole {
        for (part, v) in parts.iter_mut().zip(chunk) {
            *part += f(*v);
        }
    }
    for (part, v) in parts.iter_mut().zip(rest) {
        *part += f(*v);
    }
    folded(parts)
}

/// The largest number of a row, negative infinity if there is none.
#[inline(always)]
pub(super) fn largest(row: &[f32]) -> f32 {
    let mut parts = [f32::NEG_INFINITY; LANES];
    let (whole, rest) = row.as_chunks::<LANES>();
    for chunk in whole {
        for (part, v) in parts.iter_mut().zip(chunk) {
            *part = if *v > *part { *v } else { *part };
        }
    }
    for (part, v) in parts.iter_mut().zip(rest) {
        *part = if *v > *part { *v } else { *part };
    }
    let mut n = LANES / 2;
    while n > 0 {
        for i in 0..n {
            parts[i] = if parts[i + n] > parts[i] { parts[i + n] } else { parts[i] };
        }
        n /= 2;
    }
    parts[0]
}

vectorised! {
    /// Place of the first number that is not below `least`.
    pub(super) fn first_from(row: &[f32], least: f32) -> Option<usize> {
        let at = row.chunks(LANES).position(|chunk| chunk.iter().fold(false, |any, v| any | (*v >= least)))? * LANES;
        row[at..].iter().position(|v| *v >= least).map(|i| at + i)
    }
}

#[inline(always)]
fn normalise_row(row: &mut [f32], norm: &Norm, epsilon: f32) {
    let n = row.len() as f32;
    let mean = sum(row, |v| v) / n;
    let variance = sum(row, |v| (v - mean) * (v - mean)) / n;
    let scale = 1.0 / (variance + epsilon).sqrt();
    for ((v, w), b) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
        *v = (*v - mean) * scale * w + b;
    }
}

vectorised! {
    /// Layer normalisation of each row of `cols` numbers.
    pub fn normalise(rows: &mut [f32], cols: usize, norm: &Norm, epsilon: f32) {
        rows.chunks_exact_mut(cols).for_each(|row| normalise_row(row, norm, epsilon));
    }
}

vectorised! {
    /// Adds `y` to `x` (the residual) and normalises each row of `cols` numbers.
    pub fn add_norm(x: &mut [f32], y: &[f32], cols: usize, norm: &Norm, epsilon: f32) {
        for (row, other) in x.chunks_exact_mut(cols).zip(y.chunks_exact(cols)) {
            for (a, b) in row.iter_mut().zip(other) {
                *a += b;
            }
            normalise_row(row, norm, epsilon);
        }
    }
}

vectorised! {
    /// GELU of each number, to within 2e-5.
    pub fn gelu(data: &mut [f32]) {
        for v in data {
            *v = gelu_of(*v, &EXACT);
        }
    }
}

vectorised! {
    /// Turns scores into probabilities that sum to one.
    pub fn softmax(row: &mut [f32]) {
        let max = largest(row);
        for v in row.iter_mut() {
            *v = exp(*v - max);
        }
        let total = sum(row, |v| v);
        for v in row {
            *v /= total;
        }
    }
}

/// Numbers of as many rows, or of as many columns.
pub(super) type Lanes = [f32; LANES];

/// The first of the numbers, and zeros after them where they are too few.
#[inline(always)]
pub(super) fn lanes(row: &[f32]) -> Lanes {
    match row.first_chunk() {
        Some(row) => *row,
        None => std::array::from_fn(|l| row.get(l).copied().unwrap_or_default()),
    }
}

/// Swaps numbers that stand so far apart of rows that stand so far apart.
macro_rules! swap {
    ($block:expr, $step:literal) => {
        for i in (0..LANES).filter(|i| i & $step == 0) {
            let (a, b) = ($block[i], $block[i + $step]);
            for l in 0..LANES {
                $block[i][l] = if l & $step == 0 { a[l] } else { b[l ^ $step] };
                $block[i + $step][l] = if l & $step == 0 { a[l ^ $step] } else { b[l] };
            }
        }
    };
}

/// Rows become columns.
#[inline(always)]
pub(super) fn transpose<T: Copy>(block: &mut [[T; LANES]; LANES]) {
    swap!(block, 8);
    swap!(block, 4);
    swap!(block, 2);
    swap!(block, 1);
}

/// The columns of up to [`LANES`] rows.
#[inline(always)]
pub(super) fn columns<'a>(rows: impl Iterator<Item = &'a [f32]> + Clone, out: &mut [Lanes]) {
    for (part, out) in out.chunks_mut(LANES).enumerate() {
        let mut block = [[0.0; LANES]; LANES];
        for (to, row) in block.iter_mut().zip(rows.clone()) {
            *to = lanes(&row[part * LANES..]);
        }
        transpose(&mut block);
        out.copy_from_slice(&block[..out.len()]);
    }
}

/// `out[i] = sum_k a[k][i] * b[k]` for so many rows: written out one by one, which keeps their sums in registers.
macro_rules! sums {
    ($a:expr, $b:expr, $out:expr, $first:expr, $($i:literal)+) => {{
        let mut sums = [$(([0.0f32; LANES], $i).0),+];
        for (a, b) in $a.iter().zip($b) {
            $(
                let x = a[$first + $i];
                for l in 0..LANES {
                    sums[$i][l] += x * b[l];
                }
            )+
        }
        $out[$first..$first + sums.len()].copy_from_slice(&sums);
    }};
}

/// `out[i] = sum_k a[k][i] * b[k]`, so many rows at a time as the registers hold.
#[inline(always)]
pub(super) fn tile<'a, const WIDE: bool>(
    a: &[Lanes],
    b: impl Iterator<Item = &'a Lanes> + Clone,
    out: &mut [Lanes; LANES],
) {
    if WIDE {
        sums!(a, b, out, 0, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
    } else {
        sums!(a, b.clone(), out, 0, 0 1 2 3);
        sums!(a, b.clone(), out, 4, 0 1 2 3);
        sums!(a, b.clone(), out, 8, 0 1 2 3);
        sums!(a, b, out, 12, 0 1 2 3);
    }
}

/// From so many rows on they are multiplied together.
const ROWS: usize = 6;

vectorised! {
    /// `out[i, j] = sum_k a[i, k] * b[k, j]`; `b` has `of` columns.
    pub(super) fn products(a: &[f32], b: &[f32], of: usize, out: &mut [f32]) {
        let cols = b.len() / of;
        let whole = of / LANES * LANES;
        // the columns that fill no vector, and zeros beside them
        let mut rest = Vec::new();
        if whole < of && a.len() >= ROWS * cols {
            rest.extend(b.chunks_exact(of).map(|row| lanes(&row[whole..])));
        }
        let mut turned = Vec::new();
        for (a, out) in a.chunks(LANES * cols).zip(out.chunks_mut(LANES * of)) {
            if a.len() < ROWS * cols {
                for (a, out) in a.chunks_exact(cols).zip(out.chunks_exact_mut(of)) {
                    row_products(a.iter().copied().enumerate().filter(|(_, x)| *x != 0.0), b, of, out);
                }
                continue;
            }
            turned.resize(cols, [0.0; LANES]);
            columns(a.chunks_exact(cols), &mut turned);
            for at in (0..of).step_by(LANES) {
                let mut sums = [[0.0; LANES]; LANES];
                if at < whole {
                    tile::<WIDE>(&turned, b[at..].chunks(of).filter_map(|row| row.first_chunk()), &mut sums);
                } else {
                    tile::<WIDE>(&turned, rest.iter(), &mut sums);
                }
                for (row, sums) in out.chunks_exact_mut(of).zip(&sums) {
                    let row = &mut row[at..];
                    let n = row.len().min(LANES);
                    row[..n].copy_from_slice(&sums[..n]);
                }
            }
        }
    }
}

/// Outputs of one row that are summed up together.
const TOGETHER: usize = 4 * LANES;

/// `out[j] = sum_k x_k * b[k, j]` over inputs and their places in order, zeros left out.
#[inline(always)]
fn row_products(a: impl Iterator<Item = (usize, f32)> + Clone, b: &[f32], of: usize, out: &mut [f32]) {
    for (block, out) in out.chunks_mut(TOGETHER).enumerate() {
        let mut sums = [0.0f32; TOGETHER];
        for (k, x) in a.clone() {
            let row = &b[k * of..][..of][block * TOGETHER..];
            if let Some(row) = row.first_chunk::<TOGETHER>() {
                for l in 0..TOGETHER {
                    sums[l] += x * row[l];
                }
            } else {
                for (sum, w) in sums.iter_mut().zip(row) {
                    *sum += x * w;
                }
            }
        }
        out.copy_from_slice(&sums[..out.len()]);
    }
}

vectorised! {
    /// The places and numbers of a row that are not zero; `out` has room for all.
    pub(super) fn gather(row: &[f32], out: &mut [(u32, f32)]) -> usize {
        let mut n = 0;
        for (k, x) in row.iter().enumerate() {
            // no branch: nobody can foretell which are zero
            out[n] = (k as u32, *x);
            n += usize::from(*x != 0.0);
        }
        n
    }
}

vectorised! {
    /// The products of one row that is mostly zeros.
    pub(super) fn sparse_products(a: &[(u32, f32)], b: &[f32], of: usize, out: &mut [f32]) {
        row_products(a.iter().map(|(k, x)| (*k as usize, *x)), b, of, out);
    }
}

vectorised! {
    /// Sum of the products.
    pub fn dot(a: &[f32], b: &[f32]) -> f32 {
        let mut parts = [0.0f32; LANES];
        let ((a, more), (b, other)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
        for (x, y) in a.iter().zip(b) {
            for l in 0..LANES {
                parts[l] += x[l] * y[l];
            }
        }
        for (part, (x, y)) in parts.iter_mut().zip(more.iter().zip(other)) {
            *part += x * y;
        }
        folded(parts)
    }
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
        for v in (-3000..3000).map(|i| i as f32 / 100.0) {
            assert!((quick_gelu(v) - gelu_of(v, &EXACT)).abs() < 2.3e-4, "{v}");
        }
        let mut x = [-20.0, -3.0, -0.5, 0.0, 1.0, 2.5, 300.0];
        gelu(&mut x);
        for (got, want) in x.iter().zip([0.0, -0.004_049_694, -0.154_268_77, 0.0, 0.841_344_7, 2.484_475_8, 300.0]) {
            assert!((got - want).abs() < 2e-5, "{got} {want}");
        }
    }

    #[test]
    fn sums_and_products_of_any_length() {
        for n in [1usize, 15, 16, 17, 40, 64, 130] {
            let row: Vec<f32> = (0..3 * n).map(|i| (i % 7) as f32 - 3.0).collect();
            let mut out = vec![0.0; 2 * n];
            products(&[1.0, 0.0, -2.0, 0.5, 1.0, 1.0], &row, n, &mut out);
            for j in 0..n {
                assert_eq!(out[j], row[j] - 2.0 * row[2 * n + j], "{n}");
                assert_eq!(out[n + j], 0.5 * row[j] + row[n + j] + row[2 * n + j], "{n}");
            }
            // many rows together are what each is alone
            let many: Vec<f32> = (0..3 * 23).map(|i| (i * 29 % 31) as f32 / 7.0 - 2.0).collect();
            let (mut together, mut alone) = (vec![0.0; 23 * n], vec![0.0; n]);
            products(&many, &row, n, &mut together);
            for (a, got) in many.chunks_exact(3).zip(together.chunks_exact(n)) {
                products(a, &row, n, &mut alone);
                assert_eq!(got, alone, "{n}");
            }
            assert_eq!(dot(&row[..n], &row[n..2 * n]), (0..n).map(|k| row[k] * row[n + k]).sum::<f32>());
            assert_eq!(sum(&row[..n], |v| v), row[..n].iter().sum::<f32>());
            assert_eq!(largest(&row[..n]), row[..n].iter().copied().fold(f32::NEG_INFINITY, f32::max));
        }
    }
}
