//! Coreference: how well one clustering of mentions agrees with another.
//!
//! - MUC: links (Vilain, Burger, Aberdeen, Connolly and Hirschman, "A model-theoretic coreference scoring scheme",
//!   MUC-6, 1995).
//! - B-cubed: mentions (Bagga and Baldwin, "Algorithms for scoring coreference chains", LREC 1998).
//! - CEAFe: clusters, aligned one to one so that the sum of their similarities phi4 is greatest (Luo, "On coreference
//!   resolution performance metrics", HLT-EMNLP 2005), by the Hungarian method (Kuhn 1955, Munkres 1957).
//! - CoNLL: the mean of the three F1 (Pradhan et al., "CoNLL-2012 shared task", 2012).
//!
//! A mention of one side alone is spurious or missed as it stands (Pradhan et al., "Scoring coreference partitions of
//! predicted mentions", ACL 2014).

use std::collections::BTreeMap;

/// Numerators and denominators of one metric's recall and precision, to be summed over articles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    /// Of the gold: how much was found.
    pub recall: [f64; 2],
    /// Of what was found: how much is gold.
    pub precision: [f64; 2],
}

impl Ratio {
    fn add(&mut self, other: Self) {
        for k in 0..2 {
            self.recall[k] += other.recall[k];
            self.precision[k] += other.precision[k];
        }
    }

    /// Precision, recall and their harmonic mean, each 0 where nothing is counted.
    pub fn prf(self) -> [f64; 3] {
        let part = |[n, d]: [f64; 2]| if d > 0.0 { n / d } else { 0.0 };
        let (p, r) = (part(self.precision), part(self.recall));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

/// The three metrics of some articles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)] // see the module
pub struct Coreference {
    pub muc: Ratio,
    pub b_cubed: Ratio,
    pub ceaf_e: Ratio,
}

impl Coreference {
    /// Compares two clusterings; within each no mention stands in two clusters, and none is empty.
    pub fn of<M: Ord>(gold: &[Vec<M>], found: &[Vec<M>]) -> Self {
        let (in_gold, in_found) = (homes(gold), homes(found));
        let shared = overlaps(gold, &in_found);
        Self {
            muc: Ratio { recall: links(gold, &in_found), precision: links(found, &in_gold) },
            b_cubed: Ratio { recall: mentions(gold, &in_found), precision: mentions(found, &in_gold) },
            ceaf_e: {
                let similarity: Vec<Vec<f64>> = gold
                    .iter()
                    .zip(&shared)
                    .map(|(g, row)| {
                        let phi4 = |(k, f): (usize, &Vec<M>)| {
                            2.0 * row.get(&k).copied().unwrap_or(0) as f64 / (g.len() + f.len()) as f64
                        };
                        found.iter().enumerate().map(phi4).collect()
                    })
                    .collect();
                let best = assignment(&similarity);
                Ratio { recall: [best, gold.len() as f64], precision: [best, found.len() as f64] }
            },
        }
    }

    /// Adds the counts of another article.
    pub fn add(&mut self, other: Self) {
        self.muc.add(other.muc);
        self.b_cubed.add(other.b_cubed);
        self.ceaf_e.add(other.ceaf_e);
    }

    /// The mean of the three F1.
    pub fn conll(self) -> f64 {
        [self.muc, self.b_cubed, self.ceaf_e].map(|r| r.prf()[2]).iter().sum::<f64>() / 3.0
    }
}

fn homes<M: Ord>(clusters: &[Vec<M>]) -> BTreeMap<&M, usize> {
    clusters.iter().enumerate().flat_map(|(k, c)| c.iter().map(move |m| (m, k))).collect()
}

/// For each cluster the clusters of the other side that it shares mentions with, and how many.
fn overlaps<M: Ord>(clusters: &[Vec<M>], other: &BTreeMap<&M, usize>) -> Vec<BTreeMap<usize, usize>> {
    let count = |c: &Vec<M>| {
        let mut row = BTreeMap::new();
        for k in c.iter().filter_map(|m| other.get(m)) {
            *row.entry(*k).or_insert(0) += 1;
        }
        row
    };
    clusters.iter().map(count).collect()
}

/// MUC: of the links that hold the clusters together, those that the other side has too.
fn links<M: Ord>(clusters: &[Vec<M>], other: &BTreeMap<&M, usize>) -> [f64; 2] {
    let mut out = [0.0; 2];
    for (c, row) in clusters.iter().zip(overlaps(clusters, other)) {
        let alone = c.len() - row.values().sum::<usize>();
        out[0] += (c.len() - row.len() - alone) as f64;
        out[1] += (c.len() - 1) as f64;
    }
    out
}

/// B-cubed: the share of each mention's cluster that is with it on the other side.
fn mentions<M: Ord>(clusters: &[Vec<M>], other: &BTreeMap<&M, usize>) -> [f64; 2] {
    let mut out = [0.0; 2];
    for (c, row) in clusters.iter().zip(overlaps(clusters, other)) {
        out[0] += row.values().map(|n| (n * n) as f64).sum::<f64>() / c.len() as f64;
        out[1] += c.len() as f64;
    }
    out
}

/// The greatest sum of a one-to-one assignment of rows to columns.
fn assignment(weights: &[Vec<f64>]) -> f64 {
    let (n, m) = (weights.len(), weights.first().map_or(0, Vec::len));
    if n == 0 || m == 0 {
        return 0.0;
    }
    if n > m {
        let turned: Vec<Vec<f64>> = (0..m).map(|j| weights.iter().map(|row| row[j]).collect()).collect();
        return assignment(&turned);
    }
    // potentials of rows and columns; row of each column; row 0 and column 0 stand for none
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    let mut row_of = vec![0usize; m + 1];
    for i in 1..=n {
        row_of[0] = i;
        let (mut column, mut least, mut used) = (0, vec![f64::INFINITY; m + 1], vec![false; m + 1]);
        let mut from = vec![0usize; m + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let (row, mut step, mut next) = (row_of[column], f64::INFINITY, 0);
            for j in (1..=m).filter(|j| !used[*j]) {
                let cost = -weights[row - 1][j - 1] - u[row] - v[j];
                if cost < least[j] {
                    (least[j], from[j]) = (cost, column);
                }
                if least[j] < step {
                    (step, next) = (least[j], j);
                }
            }
            for j in 0..=m {
                if used[j] {
                    u[row_of[j]] += step;
                    v[j] -= step;
                } else {
                    least[j] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[from[column]];
            column = from[column];
        }
    }
    (1..=m).filter(|j| row_of[*j] != 0).map(|j| weights[row_of[j] - 1][j - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    #[test]
    fn cases_of_the_papers() {
        // Vilain et al. 1995, table 1: key {A B C D}, response {A B} {C D}
        let c = Coreference::of(&[vec![1, 2, 3, 4]], &[vec![1, 2], vec![3, 4]]);
        assert_eq!((c.muc.recall, c.muc.precision), ([2.0, 3.0], [2.0, 2.0]));
        // Bagga and Baldwin 1998: one wrong link between a cluster of five and one of two, or of five
        let key = [vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
        let small = [vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10, 11, 12]];
        let large = [vec![1, 2, 3, 4, 5, 8, 9, 10, 11, 12], vec![6, 7]];
        let [small, large] = [small, large].map(|r| Coreference::of(&key, &r));
        close(small.muc.prf()[0], 0.9);
        close(large.muc.prf()[0], 0.9);
        close(small.b_cubed.prf()[0], 16.0 / 21.0);
        close(large.b_cubed.prf()[0], 7.0 / 12.0);
        // Luo 2005, table 1: the same key; what was found as one cluster
        let all = Coreference::of(&key, &[(1..=12).collect()]);
        close(all.ceaf_e.recall[0], 2.0 * 5.0 / 17.0);
        close(small.ceaf_e.recall[0], 1.0 + 2.0 * 5.0 / 12.0);
    }

    #[test]
    fn mentions_of_one_side() {
        let c = Coreference::of(&[vec![1, 2, 3]], &[vec![1, 2], vec![9, 10]]);
        assert_eq!((c.muc.recall, c.muc.precision), ([1.0, 2.0], [1.0, 2.0]));
        close(c.b_cubed.prf()[0], 0.5);
        close(c.b_cubed.prf()[1], 4.0 / 9.0);
        close(c.ceaf_e.prf()[0], 0.4);
        let none = Coreference::of(&[] as &[Vec<u32>], &[]);
        close(none.conll(), 0.0);
    }
}
