//! Which words report speech: a tag for each token and a threshold, and the cues that rules are sure of.

use super::types::Cue;
use crate::doc::Doc;
use crate::encode::kernels;
use crate::model::Model;
use crate::rule::{RuleName, Rules};
use crate::span::Tokens;

/// Longest cue, in tokens.
const LONGEST: usize = 8;
/// Cues of a paragraph at most: one in so many tokens beside a few, and so many in all. Dense prose ("A said, B said")
/// has one in six.
const APART: usize = 5;
const FEW: usize = 8;
const MOST: usize = 2000;
/// Probability of a cue that is one by rule.
const SURE: f32 = 0.9;

/// A cue that a rule finds at a token.
pub(super) struct SureCue {
    pub(super) name: RuleName,
    pub(super) place: Place,
    /// The cue that begins at a token.
    pub(super) at: fn(&Doc, usize) -> Option<Tokens>,
}

/// What becomes of a cue of the network's that shares words with one by rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The cue by rule takes its place.
    Over,
    /// It stays.
    Beside,
}

/// A cue, and the rule that found or changed it.
pub(super) type Found = (Cue, Option<RuleName>);

/// The cues of an article, in order. A cue is a run of tokens that are each more likely in one than not, its
/// likeliest token above the model's threshold; or what a rule finds.
pub(super) fn cues(doc: &Doc, model: &Model, sure: &[SureCue], rules: &Rules) -> Vec<Found> {
    let mut out = learned(doc, model).into_iter().map(|c| (c, None)).collect();
    for place in [Place::Over, Place::Beside] {
        let on: Vec<&SureCue> = sure.iter().filter(|s| s.place == place && rules.has(s.name)).collect();
        add(doc, &on, &mut out);
    }
    out.dedup_by_key(|(c, _)| c.tokens);
    bounded(doc, out)
}

/// The likeliest cues of each paragraph, where it has more of them than any prose: each costs a look at all around it.
fn bounded(doc: &Doc, cues: Vec<Found>) -> Vec<Found> {
    let paragraph = |(cue, _): &Found| doc.paragraph(cue.tokens.start as usize);
    let mut out = Vec::with_capacity(cues.len());
    for own in cues.chunk_by(|a, b| paragraph(a) == paragraph(b)) {
        let tokens = doc.paragraphs[paragraph(&own[0]) as usize].tokens.len();
        let most = MOST.min(FEW + tokens / APART);
        if own.len() <= most {
            out.extend_from_slice(own);
            continue;
        }
        let mut order: Vec<usize> = (0..own.len()).collect();
        order.sort_by(|a, b| own[*b].0.probability.total_cmp(&own[*a].0.probability));
        order.truncate(most);
        order.sort_unstable();
        out.extend(order.into_iter().map(|k| own[k]));
    }
    out
}

/// Adds the cues that rules of one place find to cues in order.
fn add(doc: &Doc, sure: &[&SureCue], out: &mut Vec<Found>) {
    let known = out.len();
    for i in 0..doc.tokens.len().saturating_sub(2) {
        let Some((rule, tokens)) = sure.iter().find_map(|s| Some((s, (s.at)(doc, i)?))) else { continue };
        let k = out[..known].partition_point(|(c, _)| c.tokens.end <= tokens.start);
        match out[..known].get_mut(k).filter(|(c, _)| c.tokens.overlaps(tokens)) {
            Some(_) if rule.place == Place::Beside => {}
            Some((c, by)) => {
                let made = Cue { tokens, probability: c.probability.max(SURE) };
                *by = by.or((*c != made).then_some(rule.name));
                *c = made;
            }
            None => out.push((Cue { tokens, probability: SURE }, Some(rule.name))),
        }
    }
    out.sort_by_key(|(c, _)| c.tokens);
}

/// The tokens from `i` on, if they are these words, in any case.
pub(super) fn phrase(doc: &Doc, i: usize, words: &[&str]) -> Option<Tokens> {
    let run = Tokens::new(i, i + words.len());
    let fits = run.end as usize <= doc.tokens.len();
    (fits && run.range().zip(words).all(|(k, w)| doc.word(k).eq_ignore_ascii_case(w))).then_some(run)
}

fn learned(doc: &Doc, model: &Model) -> Vec<Cue> {
    let mut scores = kernels::tags(&doc.vectors.words, &model.cue);
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

#[cfg(test)]
pub(super) mod testing {
    //! What a rule finds in a fixture.

    use super::*;
    use crate::fixture::Fixture;

    /// The cues that a rule finds, as text.
    pub(crate) fn found(at: fn(&Doc, usize) -> Option<Tokens>, lines: &str) -> Vec<String> {
        let doc = Fixture::new(lines).doc;
        (0..doc.tokens.len()).filter_map(|i| at(&doc, i)).map(|run| doc.slice(run).to_owned()).collect()
    }
}
