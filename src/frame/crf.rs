//! A linear-chain CRF over few tags (Lafferty et al. 2001): best path and posterior probabilities.

use crate::encode::kernels::exp;
use crate::model::Matrix;

/// Score of a step that the tag scheme rules out.
const BARRED: f32 = -1e4;

/// Transition scores of a BIO scheme.
pub(super) struct Crf {
    tags: usize,
    step: Vec<f32>,
    first: Vec<f32>,
}

impl Crf {
    /// Learned scores, with the impossible steps ("O" to "I-X", "B-Y" to "I-X") barred.
    pub(super) fn new(step: &Matrix, first: &[f32], tags: &[String]) -> Self {
        let n = tags.len();
        let (mut step, mut first) = (step.data.clone(), first.to_vec());
        for (j, to) in tags.iter().enumerate().filter(|(_, t)| t.starts_with("I-")) {
            first[j] += BARRED;
            for (i, from) in tags.iter().enumerate() {
                if from.get(1..) != to.get(1..) {
                    step[i * n + j] += BARRED;
                }
            }
        }
        Self { tags: n, step, first }
    }

    /// The best tag of each row of `scores`.
    pub(super) fn best(&self, scores: &Matrix) -> Vec<usize> {
        let (n, k) = (scores.rows, self.tags);
        if n == 0 {
            return Vec::new();
        }
        let mut back = vec![0usize; n * k];
        let mut now: Vec<f32> = self.first.iter().zip(scores.row(0)).map(|(a, b)| a + b).collect();
        let mut next = vec![0.0; k];
        for t in 1..n {
            for j in 0..k {
                let (mut best, mut from) = (f32::NEG_INFINITY, 0);
                for (i, a) in now.iter().enumerate() {
                    let s = a + self.step[i * k + j];
                    if s > best {
                        (best, from) = (s, i);
                    }
                }
                next[j] = best + scores.row(t)[j];
                back[t * k + j] = from;
            }
            std::mem::swap(&mut now, &mut next);
        }
        let mut tag = (1..k).fold(0, |b, j| if now[j] > now[b] { j } else { b });
        let mut out = vec![0; n];
        for t in (0..n).rev() {
            out[t] = tag;
            tag = back[t * k + tag];
        }
        out
    }

    /// Posterior probability of each tag at each row: forward and backward sums, each row scaled to its largest.
    pub(super) fn posterior(&self, scores: &Matrix) -> Matrix {
        let (n, k) = (scores.rows, self.tags);
        let exps = |mut data: Vec<f32>, cols: usize| {
            for row in data.chunks_exact_mut(cols) {
                let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                row.iter_mut().for_each(|v| *v = exp(*v - max));
            }
            data
        };
        let (steps, first) = (exps(self.step.clone(), self.step.len()), exps(self.first.clone(), k));
        let own = Matrix { rows: n, cols: k, data: exps(scores.data.clone(), k) };
        let mut out = Matrix::zeros(n, k);
        let (mut now, mut next) = (first, vec![0.0; k]);
        for t in 0..n {
            if t > 0 {
                let before = out.row(t - 1);
                for (j, v) in now.iter_mut().enumerate() {
                    *v = (0..k).map(|i| before[i] * steps[i * k + j]).sum();
                }
            }
            let row = out.row_mut(t);
            row.iter_mut().zip(&now).zip(own.row(t)).for_each(|((v, a), b)| *v = a * b);
            scale(row);
        }
        now.fill(1.0);
        for t in (0..n).rev() {
            let row = out.row_mut(t);
            row.iter_mut().zip(&now).for_each(|(v, b)| *v *= b);
            let sum: f32 = row.iter().sum();
            row.iter_mut().for_each(|v| *v /= sum);
            now.iter_mut().zip(own.row(t)).for_each(|(v, b)| *v *= b);
            for (i, v) in next.iter_mut().enumerate() {
                *v = (0..k).map(|j| now[j] * steps[i * k + j]).sum();
            }
            std::mem::swap(&mut now, &mut next);
            scale(&mut now);
        }
        out
    }
}

/// So that the largest is 1.
fn scale(row: &mut [f32]) {
    let max = row.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    row.iter_mut().for_each(|v| *v /= max);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barred_step_is_never_taken_and_posteriors_sum_to_one() {
        let tags = ["O", "B-SOURCE", "I-SOURCE"].map(str::to_owned);
        let crf = Crf::new(&Matrix::zeros(3, 3), &[0.0; 3], &tags);
        let scores = Matrix { rows: 3, cols: 3, data: vec![0., 0., 9., 0., 1., 3., 2., 0., 0.] };
        assert_eq!(crf.best(&scores), [1, 2, 0]);
        let p = crf.posterior(&scores);
        for t in 0..3 {
            assert!((p.row(t).iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert!(p.row(0)[2] < 1e-6);
    }
}
