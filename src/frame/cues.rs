//! Which words report speech: a tag for each token, and a threshold.

use super::{Cue, acts};
use crate::doc::Doc;
use crate::encode::kernels;
use crate::extraction::Act;
use crate::model::Model;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

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
pub(super) fn cues(doc: &Doc, model: &Model) -> Vec<Cue> {
    let mut out = learned(doc, model);
    let word = |i: usize| if i < doc.tokens.len() { doc.word(i) } else { "" };
    let known = out.len();
    for i in 0..doc.tokens.len().saturating_sub(2) {
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
    out.sort_by_key(|c| c.tokens);
    // ", per the Harbour Board": "per" before a name; ", as the ministry announced"
    let mut more = Vec::new();
    for i in 1..doc.tokens.len().saturating_sub(2) {
        let named = doc.is_capital(i + 1) || word(i + 1) == "the" && doc.is_capital(i + 2);
        let rule = matches!(word(i + 1), "Article" | "Section" | "Rule" | "Person" | "Capita" | "Day" | "Year");
        let per = word(i) == "per" && word(i - 1) == "," && named && !rule;
        if per || as_announced(doc, i) {
            let tokens = Tokens::new(i, i + 1);
            let k = out.partition_point(|c| c.tokens.end <= tokens.start);
            if out.get(k).is_none_or(|c| !c.tokens.overlaps(tokens)) {
                more.push(Cue { tokens, probability: SURE });
            }
        }
    }
    out.extend(more);
    out.sort_by_key(|c| c.tokens);
    out.dedup_by_key(|c| c.tokens);
    out
}

/// A verb of saying at the end of its sentence, under "as" and with a subject, but without a clause of its own.
fn as_announced(doc: &Doc, i: usize) -> bool {
    let syntax = &doc.syntax;
    if syntax.upos[i] != Upos::Verb || syntax.relation[i] != Relation::Advcl || syntax.left[i] == 0 {
        return false;
    }
    let first = syntax.left[i] as usize;
    let said = || acts::act(doc, Tokens::new(i, i + 1)).is_some_and(|(_, act)| act == Act::Statement);
    let object = || [Relation::Obj, Relation::Ccomp, Relation::Xcomp].iter().any(|r| syntax.dependent(i, *r).is_some());
    doc.word(first) == "as"
        && doc.word(first - 1) == ","
        && syntax.dependent(i, Relation::Nsubj).is_some()
        && said()
        && !object()
}

fn learned(doc: &Doc, model: &Model) -> Vec<Cue> {
    let mut scores = kernels::head(&doc.vectors.words, &model.cue);
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
