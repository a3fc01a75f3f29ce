//! Which of the candidates, or none: heads of one hidden layer over the evidence and over products of word vectors, trained by
//! `training/ranker.py`. Mention ranking after Lee et al. 2017.

use crate::encode::{Vectors, kernels};
use crate::ids::{Id, MentionId};
use crate::mention::Mention;
use crate::model::{Matrix, RankerWeights, ScorerWeights};

/// Mentions that go through the weights together.
const TOGETHER: usize = 256;

/// The mean of several heads: some for "he" and "she", some for all else.
pub struct Ranker<'a> {
    vectors: &'a Vectors,
    /// The token of each mention's head.
    tokens: Vec<u32>,
    people: Vec<Scorer<'a>>,
    others: Vec<Scorer<'a>>,
}

/// The weights, and what they make of the words; none if the head does not hear them.
struct Scorer<'a> {
    weights: &'a ScorerWeights,
    words: Option<Words>,
}

/// Of each mention's head as a candidate; a row a mention.
struct Words {
    latest: Matrix,
    nominal: Matrix,
    by_latest: Matrix,
}

impl<'a> Ranker<'a> {
    /// The mentions' heads through the weights.
    pub fn new<'m>(
        weights: &'a RankerWeights,
        vectors: &'a Vectors,
        mentions: impl ExactSizeIterator<Item = &'m Mention>,
    ) -> Self {
        let tokens: Vec<u32> = mentions.map(|m| m.head).collect();
        let all = |list: &'a [ScorerWeights]| list.iter().map(|w| Scorer::new(w, vectors, &tokens)).collect();
        Self { people: all(&weights.people), others: all(&weights.others), vectors, tokens }
    }

    /// The score of each candidate and, last, of a new entity. `people`: the mention is "he" or "she"; `pairs`: of each
    /// candidate its latest mention and its latest that is no pronoun; `evidence`: a row for each candidate and one for a
    /// new entity.
    pub fn scores(&self, m: MentionId, people: bool, pairs: &[[MentionId; 2]], evidence: &Matrix) -> Vec<f32> {
        let scorers = if people { &self.people } else { &self.others };
        let own = rows(self.vectors, &self.tokens[m.index()..][..1]);
        let mut sums = vec![0.0; evidence.rows];
        for scorer in scorers {
            scorer.add(&own, pairs, evidence, &mut sums);
        }
        sums.iter_mut().for_each(|x| *x /= scorers.len() as f32);
        sums
    }
}

/// The vectors of some tokens.
fn rows(vectors: &Vectors, tokens: &[u32]) -> Matrix {
    let mut out = Matrix::zeros(tokens.len(), vectors.words.cols);
    for (i, token) in tokens.iter().enumerate() {
        out.row_mut(i).copy_from_slice(vectors.words.row(*token as usize));
    }
    out
}

impl<'a> Scorer<'a> {
    fn new(weights: &'a ScorerWeights, vectors: &Vectors, tokens: &[u32]) -> Self {
        let maps = [&weights.mention, &weights.latest, &weights.nominal];
        let hears = maps.iter().any(|map| map.weight.data.iter().chain(&map.bias).any(|x| *x != 0.0));
        let words = hears.then(|| {
            let empty = || {
                let cols = weights.out.len();
                Matrix { rows: tokens.len(), cols, data: Vec::with_capacity(tokens.len() * cols) }
            };
            let mut words = Words { latest: empty(), nominal: empty(), by_latest: empty() };
            for tokens in tokens.chunks(TOGETHER) {
                let heads = rows(vectors, tokens);
                let latest = kernels::exact(&heads, &weights.latest);
                words.by_latest.data.extend(kernels::times(&latest, &weights.by_latest).data);
                words.latest.data.extend(latest.data);
                words.nominal.data.extend(kernels::exact(&heads, &weights.nominal).data);
            }
            words
        });
        Self { weights, words }
    }

    /// `own` is the mention's head.
    fn add(&self, own: &Matrix, pairs: &[[MentionId; 2]], evidence: &Matrix, sums: &mut [f32]) {
        let mut hidden = kernels::exact(evidence, &self.weights.evidence);
        if let Some(words) = &self.words {
            words.add(self.weights, &kernels::exact(own, &self.weights.mention), pairs, &mut hidden);
        }
        for (k, sum) in sums.iter_mut().enumerate() {
            let row = hidden.row_mut(k);
            row.iter_mut().for_each(|x| *x = x.max(0.0));
            *sum += kernels::dot(row, &self.weights.out);
        }
    }
}

impl Words {
    fn add(&self, w: &ScorerWeights, mention: &Matrix, pairs: &[[MentionId; 2]], hidden: &mut Matrix) {
        let own = mention.row(0);
        let by_mention = kernels::times(mention, &w.by_mention);
        let products = |theirs: &Matrix, which: usize| {
            let mut data = Vec::with_capacity(pairs.len() * own.len());
            for pair in pairs {
                data.extend(own.iter().zip(theirs.row(pair[which].index())).map(|(a, b)| a * b));
            }
            Matrix { rows: pairs.len(), cols: own.len(), data }
        };
        let with_latest = kernels::times(&products(&self.latest, 0), &w.with_latest);
        let with_nominal = kernels::times(&products(&self.nominal, 1), &w.with_nominal);
        let add = |to: &mut [f32], more: &[f32]| to.iter_mut().zip(more).for_each(|(a, b)| *a += b);
        for k in 0..hidden.rows {
            let row = hidden.row_mut(k);
            add(row, by_mention.row(0));
            if let Some([latest, _]) = pairs.get(k) {
                add(row, with_latest.row(k));
                add(row, with_nominal.row(k));
                add(row, self.by_latest.row(latest.index()));
            }
        }
    }
}

/// The place of the highest score; none if that is the last, which stands for a new entity. `known`: the mention has an
/// antecedent, if there is any candidate; `eager` is taken from the new entity's score.
pub(super) fn best(scores: &[f32], known: bool, eager: f32) -> Option<usize> {
    let (new, scores) = scores.split_last()?;
    let best = (0..scores.len()).fold(None, |b: Option<usize>, k| match b {
        Some(b) if scores[b] >= scores[k] => Some(b),
        _ => Some(k),
    });
    best.filter(|k| known || scores[*k] > new - eager)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::AttentionEvidence;
    use crate::extraction::MentionKind;
    use crate::model::Linear;
    use crate::span::Tokens;

    fn matrix(rows: &[&[f32]]) -> Matrix {
        Matrix { rows: rows.len(), cols: rows[0].len(), data: rows.concat() }
    }

    fn map(rows: &[&[f32]]) -> Linear {
        Linear { weight: matrix(rows).transposed(), bias: vec![0.0; rows.len()] }
    }

    #[test]
    fn scores_by_hand() {
        let head = |[mention, latest, nominal]: [Linear; 3]| ScorerWeights {
            mention,
            latest,
            nominal,
            evidence: Linear { weight: matrix(&[&[1.0], &[-1.0]]).transposed(), bias: vec![0.0, 0.5] },
            by_mention: matrix(&[&[1.0, 0.0], &[0.0, 0.0]]).transposed(),
            by_latest: matrix(&[&[0.0, 0.0], &[0.0, 1.0]]).transposed(),
            with_latest: matrix(&[&[1.0, 1.0], &[0.0, 0.0]]).transposed(),
            with_nominal: matrix(&[&[0.0, 0.0], &[1.0, 0.0]]).transposed(),
            out: vec![1.0, 10.0],
        };
        let zeros = || map(&[&[0.0, 0.0], &[0.0, 0.0]]);
        let heard =
            [map(&[&[1.0, 0.0], &[0.0, 1.0]]), map(&[&[2.0, 0.0], &[0.0, 1.0]]), map(&[&[0.0, 1.0], &[1.0, 0.0]])];
        let w = RankerWeights { people: vec![head([zeros(), zeros(), zeros()])], others: vec![head(heard)] };
        let vectors = Vectors { words: matrix(&[&[1.0, 3.0], &[2.0, -1.0]]), attention: AttentionEvidence::default() };
        let mention = |i: usize| Mention {
            tokens: Tokens::new(i, i + 1),
            head: i as u32,
            kind: MentionKind::Name,
            entity: None,
            plural: false,
        };
        let r = Ranker::new(&w, &vectors, [mention(0), mention(1)].iter());
        // the mention is (2, -1), the candidate's latest (2, 3), its nominal (3, 1)
        // first: evidence 1 + by_mention 2 + with_latest (4 - 3) = 4; second: 0.5 - 1 + by_latest 3 + with_nominal 6 = 8.5
        // a new entity: 5 + 2 = 7; 0.5 - 5 is cut off
        let scores = |people| r.scores(MentionId::at(1), people, &[[MentionId::at(0); 2]], &matrix(&[&[1.0], &[5.0]]));
        assert_eq!(scores(false), [4.0 + 85.0, 7.0]);
        // of "he" and "she" the other head, by the evidence alone
        assert_eq!(scores(true), [1.0, 5.0]);
    }

    #[test]
    fn the_best_or_none() {
        assert_eq!(best(&[2.0, 5.0, 1.0], false, 0.0), Some(1));
        assert_eq!(best(&[5.0, 5.0, 1.0], false, 0.0), Some(0));
        assert_eq!(best(&[2.0, 5.0], false, 0.0), None);
        assert_eq!(best(&[2.0, 5.0], false, 4.0), Some(0));
        assert_eq!(best(&[2.0, 5.0], true, 0.0), Some(0));
        assert_eq!(best(&[5.0], true, 0.0), None);
    }
}
