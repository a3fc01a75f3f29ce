//! Source and content of cues: every token near one gets a tag from its vector, the cue's, their distance and the
//! quotation marks, smoothed by three dilated convolutions and a CRF.

use std::ops::Range;

use super::crf::Crf;
use super::types::{Cue, Frame};
use crate::doc::Doc;
use crate::encode::kernels::{self, Then};
use crate::error::Error;
use crate::model::{Matrix, Model};
use crate::span::Tokens;
use crate::stop::Stop;
use crate::text::Quotation;

/// Tokens to each side of the cue that are looked at, at most.
const REACH: usize = 80;
/// Sentences before and after the cue's own that are looked at, and the quotations that begin or end there.
const SENTENCES: [usize; 2] = [1, 2];
/// Words of a cue that its vector is the mean of.
const CUE_WORDS: usize = 8;
/// Tokens that go through the network together, if no single cue has more.
const TOGETHER: usize = 512;
/// Tokens of which the neighbours are gathered together: so many rows the nearer caches hold.
const BLOCK: usize = 96;
const EPSILON: f32 = 1e-5;

/// What all cues of an article share.
pub struct Arguments<'a> {
    doc: &'a Doc,
    model: &'a Model,
    crf: Crf,
}

/// A cue and the tokens that are looked at for it.
#[derive(Clone, Copy)]
struct Stretch {
    cue: Tokens,
    start: usize,
    end: usize,
}

impl<'a> Arguments<'a> {
    /// Learned source and content.
    pub fn new(doc: &'a Doc, model: &'a Model) -> Self {
        let w = &model.frames;
        Self { doc, model, crf: Crf::new(&w.step, &w.first, &model.labels.frame) }
    }

    /// Source and content of each cue, in their order; a content may be empty.
    ///
    /// # Errors
    /// [`Error::Stopped`] if `stop` was raised meanwhile.
    pub fn frames(&self, cues: &[Cue], stop: &Stop) -> Result<Vec<Frame>, Error> {
        let mut out = Vec::with_capacity(cues.len());
        while out.len() < cues.len() {
            stop.check()?;
            let (mut batch, mut tokens) = (Vec::new(), 0);
            for cue in &cues[out.len()..] {
                let s = self.stretch(cue.tokens);
                tokens += s.end - s.start;
                if tokens > TOGETHER && !batch.is_empty() {
                    break;
                }
                batch.push(s);
            }
            let scores = self.scores_of(&batch);
            let mut at = 0;
            for s in batch {
                let size = (s.end - s.start) * scores.cols;
                let own =
                    Matrix { rows: s.end - s.start, cols: scores.cols, data: scores.data[at..at + size].to_vec() };
                at += size;
                out.push(self.frame(cues[out.len()], s.start, &own));
            }
        }
        Ok(out)
    }

    /// The tokens that are looked at for a cue.
    pub fn reach(&self, cue: Tokens) -> std::ops::Range<usize> {
        let s = self.stretch(cue);
        s.start..s.end
    }

    /// The sentences around a cue, and the whole of the quotations that reach into them.
    fn stretch(&self, cue: Tokens) -> Stretch {
        let doc = self.doc;
        let [first, last] = [cue.start, cue.end - 1].map(|i| doc.sentence(i as usize) as usize);
        let mut start = doc.sentences[first.saturating_sub(SENTENCES[0])].tokens.start;
        let mut end = doc.sentences[(last + SENTENCES[1]).min(doc.sentences.len() - 1)].tokens.end;
        let from = (cue.start as usize).saturating_sub(REACH);
        let to = (cue.end as usize + REACH).min(doc.tokens.len());
        let near = doc.quotations.partition_point(|q| (q.open as usize) < from).saturating_sub(1);
        let until = doc.quotations.partition_point(|q| (q.open as usize) < to);
        let before = |q: &Quotation| q.continues.map(|k| doc.quotations[k as usize]);
        for q in &doc.quotations[near..until] {
            let goes_on = before(q).is_some_and(|b| b.open < end && b.end > start);
            if goes_on || q.open < end && q.end > start {
                (start, end) = (start.min(q.open), end.max(q.end));
            }
        }
        for q in doc.quotations[near..until].iter().rev() {
            if q.open < end && q.end > start {
                start = start.min(before(q).map_or(start, |b| b.open));
            }
        }
        Stretch { cue, start: from.max(start as usize), end: to.min(end as usize) }
    }

    fn frame(&self, cue: Cue, start: usize, scores: &Matrix) -> Frame {
        let tags = self.crf.best(scores);
        let runs = |begin: usize| runs(&tags, begin, start);
        let content = runs(3);
        let posterior = self.crf.posterior(scores);
        // the source is one run of words: the likeliest
        let weight = |t: &Tokens| {
            t.range().map(|i| posterior.row(i - start)[1] + posterior.row(i - start)[2]).sum::<f32>() / t.len() as f32
        };
        let source = runs(1).into_iter().max_by(|a, b| weight(a).total_cmp(&weight(b)));
        let tokens: Vec<usize> = content.iter().flat_map(|c| c.range()).collect();
        let said: f32 = tokens.iter().map(|i| posterior.row(i - start)[3] + posterior.row(i - start)[4]).sum();
        let none = || (0..scores.rows).map(|t| 1.0 - posterior.row(t)[1]).product::<f32>();
        Frame {
            cue: Some(cue),
            source_probability: source.as_ref().map_or_else(none, weight),
            source,
            content,
            content_probability: said / tokens.len().max(1) as f32,
            verbatim: false,
            rules: Vec::new(),
        }
    }

    /// Scores `[token, tag]` of tokens `start..end`, before the CRF.
    pub fn scores(&self, cue: Tokens, start: usize, end: usize) -> Matrix {
        self.scores_of(&[Stretch { cue, start, end }])
    }

    /// The scores of all tokens of all stretches.
    fn scores_of(&self, stretches: &[Stretch]) -> Matrix {
        let w = &self.model.frames;
        let mut x = self.inputs(stretches);
        let size = x.cols;
        kernels::gelu(&mut x.data);
        let mut around = vec![0.0; x.rows.min(BLOCK) * 3 * size];
        let mut y = Matrix::zeros(x.rows, size);
        let ends = stretches.iter().scan(0, |end, s| {
            *end += s.end - s.start;
            Some((*end, s.end - s.start))
        });
        let own: Vec<Range<usize>> = ends.flat_map(|(end, n)| std::iter::repeat_n(end - n..end, n)).collect();
        for (k, (conv, norm)) in w.conv.iter().zip(&w.norm).enumerate() {
            for (block, y) in y.data.chunks_mut(BLOCK * size).enumerate() {
                let first = block * BLOCK;
                let around = &mut around[..y.len() * 3];
                for (i, out) in (first..).zip(around.chunks_exact_mut(3 * size)) {
                    kernels::beside(&x.data, own[i].clone(), [i, 1 << k], out);
                }
                kernels::linear_to(around, conv, Then::Gelu, y);
            }
            kernels::add_norm(&mut x.data, &y.data, size, norm, EPSILON);
        }
        kernels::linear(&x, &w.out, Then::Linear)
    }

    /// Sums of what is known of each token of each stretch.
    fn inputs(&self, stretches: &[Stretch]) -> Matrix {
        let (w, d) = (&self.model.frames, self.doc.vectors.words.cols);
        let from = stretches.iter().map(|s| s.start).min().unwrap_or(0);
        let to = stretches.iter().map(|s| s.end).max().unwrap_or(0);
        let mut words = Matrix::zeros(to - from, w.word.outputs());
        kernels::linear_to(&self.doc.vectors.words.data[from * d..to * d], &w.word, Then::Linear, &mut words.data);
        let cues = kernels::times(&self.means(stretches), &w.cue);
        let mut x = Matrix::zeros(stretches.iter().map(|s| s.end - s.start).sum(), words.cols);
        let mut rows = x.data.chunks_exact_mut(words.cols);
        for (k, s) in stretches.iter().enumerate() {
            let at = s.cue.start as usize;
            for (i, row) in (s.start..s.end).zip(&mut rows) {
                let distance = bucket(i as i64 - at as i64, self.model.distance_side);
                let (distance, relation) = (w.distance.row(distance), w.relation.row(self.relation(i, at)));
                let parts = words.row(i - from).iter().zip(cues.row(k)).zip(distance).zip(relation);
                for (v, (((a, b), c), d)) in row.iter_mut().zip(parts) {
                    *v = a + b + c + d;
                }
            }
        }
        x
    }

    /// How a token stands to the cue at `at`: paragraphs and quotation marks.
    fn relation(&self, i: usize, at: usize) -> usize {
        let quoted = |i: usize| usize::from(self.doc.tokens[i].quoted);
        let paragraph = |i: usize| i64::from(self.doc.paragraph(i));
        let place = match paragraph(i) - paragraph(at) {
            0 => 0,
            -1 => 1,
            1 => 2,
            _ => 3,
        };
        place * 4 + 2 * quoted(i) + quoted(at)
    }

    /// The mean vector of each cue's words.
    fn means(&self, stretches: &[Stretch]) -> Matrix {
        let mut means = Matrix::zeros(stretches.len(), self.doc.vectors.words.cols);
        for (k, s) in stretches.iter().enumerate() {
            let n = s.cue.len().min(CUE_WORDS);
            for i in s.cue.range().take(n) {
                for (a, b) in means.row_mut(k).iter_mut().zip(self.doc.vectors.words.row(i)) {
                    *a += b / n as f32;
                }
            }
        }
        means
    }
}

/// Maximal runs of the tag `begin` and the one after it.
fn runs(tags: &[usize], begin: usize, offset: usize) -> Vec<Tokens> {
    let mut out: Vec<Tokens> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        let at = offset + i;
        if *tag == begin {
            out.push(Tokens::new(at, at + 1));
        } else if *tag == begin + 1
            && let Some(last) = out.last_mut()
        {
            last.end = at as u32 + 1;
        }
    }
    out
}

/// Signed bucket of a distance: exact up to four words, then two to each doubling.
fn bucket(distance: i64, side: usize) -> usize {
    let a = distance.unsigned_abs() as usize;
    let b = if a <= 4 { a } else { 5 + (2.0 * (a as f64 / 5.0).log2()) as usize }.min(side);
    if distance > 0 { side + b } else { side - b }
}
