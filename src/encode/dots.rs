//! Sums of products of small integers, by the processor's own instructions where it has them; all give the same sums.

use super::vector::LANES;
use crate::model::maps::{INPUTS, OUTPUTS, Step, has_dots};

/// Rows of one call of [`bytes`].
pub(super) const BYTE_ROWS: usize = 6;
/// Rows of one call of [`pairs`].
pub(super) const PAIR_ROWS: usize = 12;

/// Two numbers of 16 bits each, the first in the lower half.
pub(super) type Pairs = [i32; LANES];

/// Rows of inputs of 7 bits times the weights of [`OUTPUTS`] outputs: [`BYTE_ROWS`] rows of sums.
pub(super) fn bytes(rows: &[u8], panel: &[Step], out: &mut [i32]) {
    let rows = rows.as_chunks::<INPUTS>().0;
    assert!(rows.len() == BYTE_ROWS * panel.len() && out.len() == BYTE_ROWS * OUTPUTS);
    #[cfg(target_arch = "x86_64")]
    if has_dots() {
        // SAFETY: `has_dots` has asked the processor
        #[allow(unsafe_code)]
        return unsafe { x86::bytes(rows, panel, out.as_chunks_mut().0) };
    }
    plain::bytes(rows, panel, out);
}

/// Rows of pairs times a panel, for each pair of a row the pairs of two times [`LANES`] outputs. A row of sums is written to
/// the first of each `stride`.
pub(super) fn pairs(rows: &[i32], panel: &[[Pairs; 2]], stride: usize, out: &mut [[Pairs; 2]]) {
    assert!(rows.len() == PAIR_ROWS * panel.len() && out.len() > (PAIR_ROWS - 1) * stride);
    #[cfg(target_arch = "x86_64")]
    {
        if has_dots() {
            // SAFETY: `has_dots` has asked the processor
            #[allow(unsafe_code)]
            return unsafe { x86::wide_pairs(rows, panel, stride, out) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor was asked
            #[allow(unsafe_code)]
            return unsafe { x86::pairs(rows, panel, stride, out) };
        }
    }
    plain::pairs(rows, panel, stride, out);
}

/// For any processor.
mod plain {
    use super::{INPUTS, LANES, OUTPUTS, Pairs, Step};

    pub(super) fn bytes(rows: &[[u8; INPUTS]], panel: &[Step], out: &mut [i32]) {
        for (row, out) in rows.chunks_exact(panel.len()).zip(out.chunks_exact_mut(OUTPUTS)) {
            out.fill(0);
            for (inputs, step) in row.iter().zip(panel) {
                for (out, weights) in out.iter_mut().zip(step.as_flattened().as_chunks::<INPUTS>().0) {
                    *out += inputs.iter().zip(weights).map(|(x, w)| i32::from(*x) * i32::from(*w)).sum::<i32>();
                }
            }
        }
    }

    pub(super) fn pairs(rows: &[i32], panel: &[[Pairs; 2]], stride: usize, out: &mut [[Pairs; 2]]) {
        for (r, row) in rows.chunks_exact(panel.len()).enumerate() {
            let mut sums = [[0i32; LANES]; 2];
            for (x, step) in row.iter().zip(panel) {
                for (sums, y) in sums.iter_mut().zip(step) {
                    for l in 0..LANES {
                        let low = i32::from(*x as i16) * i32::from(y[l] as i16);
                        sums[l] = sums[l].wrapping_add(low.wrapping_add((x >> 16) * (y[l] >> 16)));
                    }
                }
            }
            out[r * stride] = sums;
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(clippy::needless_range_loop)] // counted loops, which stay in the registers
mod x86 {
    use std::arch::x86_64::*;

    use super::{BYTE_ROWS, INPUTS, LANES, OUTPUTS, PAIR_ROWS, Pairs, Step};

    macro_rules! moved {
        ($move:ident($($argument:expr),+)) => {{
            // SAFETY: an array of as many bytes is read or written, aligned or not
            #[allow(unsafe_code)]
            unsafe { $move($($argument),+) }
        }};
    }

    /// One of the rows' inputs, which are `rows * n`; a check would cost more than what is done with it.
    #[inline(always)]
    fn at<T: Copy>(rows: &[T], i: usize) -> T {
        debug_assert!(i < rows.len());
        // SAFETY: each caller asserts the length and counts to it
        #[allow(unsafe_code)]
        unsafe {
            *rows.get_unchecked(i)
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) fn bytes(rows: &[[u8; INPUTS]], panel: &[Step], out: &mut [[i32; LANES]]) {
        let n = panel.len();
        assert!(rows.len() == BYTE_ROWS * n);
        let mut sums = [[_mm512_setzero_si512(); OUTPUTS / LANES]; BYTE_ROWS];
        for k in 0..n {
            let weights = panel[k].each_ref().map(|part| moved!(_mm512_loadu_si512(part.as_ptr().cast())));
            for r in 0..BYTE_ROWS {
                let inputs = _mm512_set1_epi32(i32::from_ne_bytes(at(rows, r * n + k)));
                for v in 0..weights.len() {
                    sums[r][v] = _mm512_dpbusd_epi32(sums[r][v], inputs, weights[v]);
                }
            }
        }
        for (sum, out) in sums.as_flattened().iter().zip(out) {
            moved!(_mm512_storeu_si512(out.as_mut_ptr().cast(), *sum));
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) fn wide_pairs(rows: &[i32], panel: &[[Pairs; 2]], stride: usize, out: &mut [[Pairs; 2]]) {
        let n = panel.len();
        assert!(rows.len() == PAIR_ROWS * n);
        let mut sums = [[_mm512_setzero_si512(); 2]; PAIR_ROWS];
        for k in 0..n {
            let step = panel[k].each_ref().map(|part| moved!(_mm512_loadu_si512(part.as_ptr().cast())));
            for r in 0..PAIR_ROWS {
                let x = _mm512_set1_epi32(at(rows, r * n + k));
                for v in 0..2 {
                    sums[r][v] = _mm512_dpwssd_epi32(sums[r][v], x, step[v]);
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            for (sum, out) in sums.iter().zip(&mut out[r * stride]) {
                moved!(_mm512_storeu_si512(out.as_mut_ptr().cast(), *sum));
            }
        }
    }

    /// Rows that are multiplied together where there are 16 registers.
    const FEW: usize = 2;

    #[target_feature(enable = "avx2")]
    pub(super) fn pairs(rows: &[i32], panel: &[[Pairs; 2]], stride: usize, out: &mut [[Pairs; 2]]) {
        let n = panel.len();
        assert!(rows.len() == PAIR_ROWS * n);
        for first in (0..PAIR_ROWS).step_by(FEW) {
            let mut sums = [[_mm256_setzero_si256(); 4]; FEW];
            for k in 0..n {
                let halves: &[[i32; LANES / 2]] = panel[k].as_flattened().as_chunks().0;
                for r in 0..FEW {
                    let x = _mm256_set1_epi32(at(rows, (first + r) * n + k));
                    for v in 0..4 {
                        let y = moved!(_mm256_loadu_si256(halves[v].as_ptr().cast()));
                        sums[r][v] = _mm256_add_epi32(sums[r][v], _mm256_madd_epi16(x, y));
                    }
                }
            }
            for (r, sums) in sums.iter().enumerate() {
                let halves: &mut [[i32; LANES / 2]] = out[(first + r) * stride].as_flattened_mut().as_chunks_mut().0;
                for (sum, out) in sums.iter().zip(halves) {
                    moved!(_mm256_storeu_si256(out.as_mut_ptr().cast(), *sum));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_processor_gives_the_same_sums() {
        let number = |i: usize| (i * 7919 + i / 13) % 65_536;
        for n in [1usize, 5, 96] {
            let rows: Vec<[u8; INPUTS]> =
                (0..BYTE_ROWS * n).map(|i| std::array::from_fn(|j| (number(i * INPUTS + j) % 127) as u8)).collect();
            let weight = |k: usize, v: usize, j: usize| (number((k * 4 + v) * 64 + j) % 255) as u8 as i8;
            let panel: Vec<Step> =
                (0..n).map(|k| std::array::from_fn(|v| std::array::from_fn(|j| weight(k, v, j)))).collect();
            let (mut got, mut want) = (vec![0; BYTE_ROWS * OUTPUTS], vec![0; BYTE_ROWS * OUTPUTS]);
            bytes(rows.as_flattened(), &panel, &mut got);
            plain::bytes(&rows, &panel, &mut want);
            assert_eq!(got, want);

            let pair = |i: usize| (((number(i) / 8) << 16) | (number(i + 1) / 8)) as i32 - (1 << 28);
            let rows: Vec<i32> = (0..PAIR_ROWS * n).map(pair).collect();
            let panel: Vec<[Pairs; 2]> =
                (0..n).map(|k| std::array::from_fn(|v| std::array::from_fn(|l| pair(k * 32 + v * 16 + l)))).collect();
            let [mut got, mut want, mut narrow] = [(); 3].map(|()| vec![[[0; LANES]; 2]; PAIR_ROWS * 2]);
            pairs(&rows, &panel, 2, &mut got);
            plain::pairs(&rows, &panel, 2, &mut want);
            assert_eq!(got, want);
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") {
                // SAFETY: the processor was asked
                #[allow(unsafe_code)]
                unsafe {
                    x86::pairs(&rows, &panel, 2, &mut narrow);
                }
                assert_eq!(narrow, want);
            }
        }
    }
}
