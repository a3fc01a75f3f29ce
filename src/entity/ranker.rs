//! Which of the candidates, or none: one hidden layer over the evidence, trained by `training/resolver.py`.

use std::sync::LazyLock;

/// The shipped weights; a row a feature, in the order in which the features are put.
pub(super) static RANKER: LazyLock<Ranker> =
    LazyLock::new(|| Ranker::read(include_str!("../../lexicons/resolver.tsv")));

/// `out . relu(bias + hidden x)`
#[derive(Debug)]
pub(super) struct Ranker {
    /// Names of the features.
    pub names: Vec<String>,
    width: usize,
    /// `[features, width]`
    hidden: Vec<f32>,
    bias: Vec<f32>,
    out: Vec<f32>,
}

impl Ranker {
    /// Rows "name, numbers"; the names "bias" and "out" are the layer's own.
    pub(super) fn read(table: &str) -> Self {
        let mut r = Self { names: Vec::new(), width: 0, hidden: Vec::new(), bias: Vec::new(), out: Vec::new() };
        for line in table.lines().skip(1) {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or_default();
            let row: Vec<f32> = cells.map(|c| c.parse().unwrap_or(0.0)).collect();
            match name {
                "bias" => r.bias = row,
                "out" => r.out = row,
                _ => {
                    r.names.push(name.to_owned());
                    r.width = row.len();
                    r.hidden.extend(row);
                }
            }
        }
        r
    }

    /// The score of one row of features.
    pub(super) fn score(&self, features: &[f32]) -> f32 {
        let mut h = self.bias.clone();
        for (x, row) in features.iter().zip(self.hidden.chunks_exact(self.width.max(1))) {
            if *x != 0.0 {
                for (a, w) in h.iter_mut().zip(row) {
                    *a += x * w;
                }
            }
        }
        h.iter().zip(&self.out).map(|(a, w)| a.max(0.0) * w).sum()
    }

    /// The row of the highest score; none if that is the last row, which stands for a new entity. `known`: the mention
    /// has an antecedent, if there is any candidate; `eager` is taken from the new entity's score.
    pub(super) fn best(&self, rows: &[f32], width: usize, known: bool, eager: f32) -> Option<usize> {
        let mut scores: Vec<f32> = rows.chunks_exact(width).map(|row| self.score(row)).collect();
        let new = scores.pop()? - eager;
        let best = (0..scores.len()).fold(None, |b: Option<usize>, k| match b {
            Some(b) if scores[b] >= scores[k] => Some(b),
            _ => Some(k),
        });
        best.filter(|k| known || scores[*k] > new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_by_hand() {
        let r = Ranker::read("feature\tweights\na\t1\t-1\nb\t0\t2\nbias\t0\t-1\nout\t1\t3\n");
        assert_eq!(r.names, ["a", "b"]);
        // relu(2, -3) = 2, 0; relu(2, -3 + 4) = 2, 1
        assert_eq!(r.score(&[2.0, 0.0]), 2.0);
        assert_eq!(r.score(&[2.0, 2.0]), 5.0);
        assert_eq!(r.best(&[2.0, 0.0, 2.0, 2.0, 0.0, 0.0], 2, false, 0.0), Some(1));
        assert_eq!(r.best(&[2.0, 0.0, 2.0, 2.0], 2, false, 0.0), None);
        assert_eq!(r.best(&[2.0, 0.0, 2.0, 2.0], 2, true, 0.0), Some(0));
        assert_eq!(r.best(&[2.0, 2.0], 2, true, 0.0), None);
    }
}
