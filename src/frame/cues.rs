//! Which words report speech: a tag for each token, and a threshold.

use super::Cue;
use crate::encode::{Vectors, kernels};
use crate::model::Model;
use crate::span::Tokens;
use crate::text::Text;

/// Longest cue, in tokens.
const LONGEST: usize = 8;
/// Phrases that are cues by rule.
const SURE_CUES: &[&[&str]] = &[&["according", "to"], &["in", "the", "words", "of"]];
/// Probability of a cue that is one by rule.
const SURE: f32 = 0.9;

/// The cues of an article, in order. A cue is a run of tokens that are each more likely in one than not, its
/// likeliest token above the model's threshold.
///
/// "According to" and "in the words of" are cues whatever the network says, but for "according to plan" and the like.
pub(super) fn cues(source: &str, text: &Text, vectors: &Vectors, model: &Model) -> Vec<Cue> {
    let mut out = learned(vectors, model);
    let word = |i: usize| text.tokens.get(i).map_or("", |t| t.span.of(source));
    let known = out.len();
    for i in 0..text.tokens.len().saturating_sub(2) {
        let Some(length) = SURE_CUES.iter().find_map(|phrase| {
            let same = phrase.iter().enumerate().all(|(k, w)| word(i + k).eq_ignore_ascii_case(w));
            same.then_some(phrase.len())
        }) else {
            continue;
        };
        let tokens = Tokens::new(i, i + length);
        if matches!(word(i + 2), "plan" | "plans" | "schedule") {
            continue;
        }
        let k = out[..known].partition_point(|c| c.tokens.end <= tokens.start);
        match out[..known].get_mut(k).filter(|c| c.tokens.overlaps(tokens)) {
            Some(c) => *c = Cue { tokens, probability: c.probability.max(SURE) },
            None => out.push(Cue { tokens, probability: SURE }),
        }
    }
    // ", per the Harbour Board": "per" before a name
    for i in 1..text.tokens.len().saturating_sub(2) {
        let capital = |k: usize| word(k).chars().next().is_some_and(char::is_uppercase);
        let named = capital(i + 1) || word(i + 1) == "the" && capital(i + 2);
        if word(i) == "per" && word(i - 1) == "," && named && !out.iter().any(|c| c.tokens.has(i)) {
            out.push(Cue { tokens: Tokens::new(i, i + 1), probability: SURE });
        }
    }
    out.sort_by_key(|c| c.tokens);
    out.dedup_by_key(|c| c.tokens);
    out
}

fn learned(vectors: &Vectors, model: &Model) -> Vec<Cue> {
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
