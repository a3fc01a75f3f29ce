//! Which words report speech: a tag for each token, and a threshold.

use super::Cue;
use crate::encode::{Vectors, kernels};
use crate::model::Model;
use crate::span::Tokens;

/// Longest cue, in tokens.
const LONGEST: usize = 8;

/// The cues of an article, in order. A cue is a run of tokens that are each more likely in one than not, its
/// likeliest token above the model's threshold.
pub(super) fn cues(vectors: &Vectors, model: &Model) -> Vec<Cue> {
    let mut scores = kernels::head(&vectors.0, &model.cue);
    let (mut out, mut open) = (Vec::new(), None::<Cue>);
    let mut close = |open: &mut Option<Cue>| out.extend(open.take().filter(|c| c.probability >= model.cue_threshold));
    let floor = model.cue_threshold.min(0.5);
    for i in 0..scores.rows {
        let row = scores.row_mut(i);
        kernels::softmax(row);
        let (begin, inside) = (row[1], row[2]);
        let p = begin + inside;
        match &mut open {
            Some(c) if p >= floor && inside > begin && c.tokens.len() < LONGEST => {
                c.tokens.end += 1;
                c.probability = c.probability.max(p);
            }
            _ => {
                close(&mut open);
                if p >= floor {
                    open = Some(Cue { tokens: Tokens::new(i, i + 1), probability: p });
                }
            }
        }
    }
    close(&mut open);
    out
}
