//! Which of the candidates, or none: heads of one hidden layer over the evidence and over products of word vectors, trained by
//! `training/ranker.py`. Mention ranking after Lee et al. 2017.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;

use crate::encode::Vectors;
use crate::encode::kernels::{self, Sparse};
use crate::ids::{Id, MentionId};
use crate::model::{Matrix, RankerWeights, ScorerWeights};

/// Mentions that go through the weights together.
const TOGETHER: usize = 256;
/// Blocks of so many that are kept: whom a mention may be of was mentioned shortly before, most often, and memory must not
/// grow with the text.
const KEPT: usize = 16;

/// The mean of several heads: some for "he" and "she", some for all else.
pub struct Ranker<'a> {
    heads: Heads<'a>,
    people: Vec<Scorer<'a>>,
    others: Vec<Scorer<'a>>,
}

/// Which heads score the candidates of a mention, as far as is known beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// None: it comes to no choice.
    Nobody,
    /// Those for "he" and "she".
    People,
    /// Those for all else.
    Others,
}

/// The mentions' heads.
struct Heads<'a> {
    vectors: &'a Vectors,
    /// The token of each, and who scores its candidates.
    tokens: Vec<(u32, Asked)>,
}

/// The weights, and what they make of the words; none if the head does not hear them.
struct Scorer<'a> {
    weights: &'a ScorerWeights,
    asked: Asked,
    blocks: Option<RefCell<VecDeque<(usize, Words)>>>,
}

/// What the weights make of some mentions' heads: as the mention that refers, a row for each of those that are asked about;
/// as a candidate's latest and as its nominal, a row a mention.
struct Words {
    referring: Vec<usize>,
    mention: Matrix,
    by_mention: Matrix,
    latest: Matrix,
    by_latest: Matrix,
    nominal: Matrix,
}

impl<'a> Ranker<'a> {
    /// A ranker of these mentions, by head token and by who is asked.
    pub fn new(weights: &'a RankerWeights, vectors: &'a Vectors, tokens: Vec<(u32, Asked)>) -> Self {
        let all = |list: &'a [ScorerWeights], asked| list.iter().map(|w| Scorer::new(w, asked)).collect();
        let (people, others) = (all(&weights.people, Asked::People), all(&weights.others, Asked::Others));
        Self { heads: Heads { vectors, tokens }, people, others }
    }

    /// The score of each candidate and, last, of a new entity. `people`: the mention is "he" or "she"; `pairs`: of each
    /// candidate its latest mention and its latest that is no pronoun; `evidence`: a row for each candidate and one for a
    /// new entity.
    pub fn scores(&self, m: MentionId, people: bool, pairs: &[[MentionId; 2]], evidence: &Matrix) -> Vec<f32> {
        let scorers = if people { &self.people } else { &self.others };
        // most features of most candidates are zero
        let (sparse, mut sums) = (Sparse::new(evidence), vec![0.0; evidence.rows]);
        for scorer in scorers {
            let mut hidden = sparse.exact(&scorer.weights.evidence);
            scorer.hear(&self.heads, m, pairs, &mut hidden);
            for (row, sum) in hidden.data.chunks_exact_mut(hidden.cols).zip(&mut sums) {
                row.iter_mut().for_each(|x| *x = x.max(0.0));
                *sum += kernels::dot(row, &scorer.weights.out);
            }
        }
        sums.iter_mut().for_each(|x| *x /= scorers.len() as f32);
        sums
    }
}

impl Heads<'_> {
    /// The vectors of some mentions' heads.
    fn rows(&self, mentions: impl ExactSizeIterator<Item = usize>) -> Matrix {
        let mut out = Matrix::zeros(mentions.len(), self.vectors.words.cols);
        for (i, m) in mentions.enumerate() {
            out.row_mut(i).copy_from_slice(self.vectors.words.row(self.tokens[m].0 as usize));
        }
        out
    }
}

impl<'a> Scorer<'a> {
    fn new(weights: &'a ScorerWeights, asked: Asked) -> Self {
        let maps = [&weights.mention, &weights.latest, &weights.nominal];
        let hears = maps.iter().any(|map| map.weight.data.iter().chain(&map.bias).any(|x| *x != 0.0));
        Self { weights, asked, blocks: hears.then(RefCell::default) }
    }

    /// Adds what the words say.
    fn hear(&self, heads: &Heads<'_>, m: MentionId, pairs: &[[MentionId; 2]], hidden: &mut Matrix) {
        let Some(blocks) = &self.blocks else { return };
        self.keep(&mut blocks.borrow_mut(), heads, m.index() / TOGETHER);
        let blocks = &*blocks.borrow();
        let [own, by_mention] = self.referring(blocks, heads, m);
        let room = || Vec::with_capacity(pairs.len() * own.len());
        let (mut latest, mut nominal) = (room(), room());
        let product = |row: &[f32], to: &mut Vec<f32>| to.extend(row.iter().zip(&own).map(|(a, b)| a * b));
        for [l, n] in pairs {
            self.look(blocks, heads, *l, |words, row| product(words.latest.row(row), &mut latest));
            self.look(blocks, heads, *n, |words, row| product(words.nominal.row(row), &mut nominal));
        }
        let times = |data, weight| kernels::times(&Matrix { rows: pairs.len(), cols: own.len(), data }, weight);
        let with_latest = times(latest, &self.weights.with_latest);
        let with_nominal = times(nominal, &self.weights.with_nominal);
        let add = |to: &mut [f32], more: &[f32]| to.iter_mut().zip(more).for_each(|(a, b)| *a += b);
        hidden.data.chunks_exact_mut(hidden.cols).for_each(|row| add(row, &by_mention));
        for (k, [latest, _]) in pairs.iter().enumerate() {
            let to = hidden.row_mut(k);
            add(to, with_latest.row(k));
            add(to, with_nominal.row(k));
            self.look(blocks, heads, *latest, |words, row| add(to, words.by_latest.row(row)));
        }
    }

    /// Sees to it that this block is there.
    fn keep(&self, blocks: &mut VecDeque<(usize, Words)>, heads: &Heads<'_>, block: usize) {
        if blocks.iter().all(|(k, _)| *k != block) {
            if blocks.len() == KEPT {
                blocks.pop_front();
            }
            let mentions = block * TOGETHER..heads.tokens.len().min((block + 1) * TOGETHER);
            blocks.push_back((block, self.words(heads, mentions)));
        }
    }

    /// What is made of the mention that refers, and what that says alone.
    fn referring(&self, blocks: &VecDeque<(usize, Words)>, heads: &Heads<'_>, m: MentionId) -> [Vec<f32>; 2] {
        let m = m.index();
        let kept = blocks.iter().find(|(k, _)| *k == m / TOGETHER).map(|(_, words)| words);
        match kept.and_then(|words| Some((words, words.referring.binary_search(&m).ok()?))) {
            Some((words, row)) => [&words.mention, &words.by_mention].map(|of| of.row(row).to_vec()),
            None => self.mentions(heads, &[m]).map(|of| of.data),
        }
    }

    fn mentions(&self, heads: &Heads<'_>, referring: &[usize]) -> [Matrix; 2] {
        let mention = kernels::exact(&heads.rows(referring.iter().copied()), &self.weights.mention);
        let by_mention = kernels::times(&mention, &self.weights.by_mention);
        [mention, by_mention]
    }

    /// Shows what is made of a mention, and its row there; anew if it is not kept.
    fn look(
        &self,
        blocks: &VecDeque<(usize, Words)>,
        heads: &Heads<'_>,
        m: MentionId,
        mut at: impl FnMut(&Words, usize),
    ) {
        let m = m.index();
        match blocks.iter().rev().find(|(k, _)| *k == m / TOGETHER) {
            Some((_, words)) => at(words, m % TOGETHER),
            None => at(&self.words(heads, m..m + 1), 0),
        }
    }

    fn words(&self, heads: &Heads<'_>, mentions: Range<usize>) -> Words {
        let referring: Vec<usize> = mentions.clone().filter(|m| heads.tokens[*m].1 == self.asked).collect();
        let [mention, by_mention] = self.mentions(heads, &referring);
        let (w, rows) = (self.weights, heads.rows(mentions));
        let latest = kernels::exact(&rows, &w.latest);
        Words {
            referring,
            mention,
            by_mention,
            by_latest: kernels::times(&latest, &w.by_latest),
            nominal: kernels::exact(&rows, &w.nominal),
            latest,
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
    use crate::model::Linear;

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
        let r = Ranker::new(&w, &vectors, vec![(0, Asked::Nobody), (1, Asked::Others)]);
        // the mention is (2, -1), the candidate's latest (2, 3), its nominal (3, 1)
        // first: evidence 1 + by_mention 2 + with_latest (4 - 3) = 4; second: 0.5 - 1 + by_latest 3 + with_nominal 6 = 8.5
        // a new entity: 5 + 2 = 7; 0.5 - 5 is cut off
        let scores = |people| r.scores(MentionId::at(1), people, &[[MentionId::at(0); 2]], &matrix(&[&[1.0], &[5.0]]));
        assert_eq!(scores(false), [4.0 + 85.0, 7.0]);
        // of "he" and "she" the other head, by the evidence alone
        assert_eq!(scores(true), [1.0, 5.0]);
    }

    #[test]
    fn mentions_long_ago_count_as_those_just_before() {
        let square = |k: usize| matrix(&[&[k as f32, 1.0], &[0.5, -1.0]]);
        let linear = |k: usize| Linear { weight: square(k), bias: vec![0.25, 0.0] };
        let scorer = || ScorerWeights {
            mention: linear(1),
            latest: linear(2),
            nominal: linear(3),
            evidence: Linear { weight: matrix(&[&[1.0, 1.0]]), bias: vec![0.0; 2] },
            by_mention: square(4),
            by_latest: square(5),
            with_latest: square(6),
            with_nominal: square(7),
            out: vec![1.0, 10.0],
        };
        let w = RankerWeights { people: Vec::new(), others: vec![scorer()] };
        let vectors = Vectors { words: matrix(&[&[1.0, 3.0], &[2.0, -1.0]]), attention: AttentionEvidence::default() };
        let n = (KEPT + 3) * TOGETHER + 5;
        // what is asked though nobody foresaw it is found as well
        let asked = |i: usize| if i.is_multiple_of(3) { Asked::Nobody } else { Asked::Others };
        let ranker = Ranker::new(&w, &vectors, (0..n).map(|i| ((i % 2) as u32, asked(i))).collect());
        let (near, far) = (n - 3, (n - 3) % 2);
        let scores: Vec<Vec<f32>> = (0..n)
            .step_by(TOGETHER)
            .chain([n - 1])
            .map(|m| {
                let pairs = [near, far].map(|k| [MentionId::at(k); 2]);
                ranker.scores(MentionId::at(m), false, &pairs, &matrix(&[&[1.0], &[1.0], &[0.0]]))
            })
            .collect();
        assert!(scores.iter().all(|s| s[0] == s[1]), "{scores:?}");
        assert!(scores.last().is_some_and(|s| s[0] != s[2]));
        let kept = ranker.others[0].blocks.as_ref().map(|b| b.borrow().len());
        assert_eq!(kept, Some(KEPT));
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
