//! Names and their types: a tag for each token, the best legal sequence in each sentence.

use super::beside;
use super::consistent::{self, Found};
use crate::doc::Doc;
use crate::encode::kernels;
use crate::extraction::EntityType;
use crate::lexicon::titles;
use crate::model::Model;
use crate::span::Tokens;

/// The names of an article, in order, and the type of each.
pub(super) fn names(doc: &Doc, model: &Model) -> Vec<(Tokens, EntityType)> {
    let mut scores = kernels::head(&doc.vectors.words, &model.names);
    let types: Vec<Option<EntityType>> =
        model.labels.names.iter().map(|l| l.get(2..).and_then(EntityType::from_name)).collect();
    let inside: Vec<bool> = model.labels.names.iter().map(|l| l.starts_with("I-")).collect();
    // no corpus marks numbers, so the network's tags for them mean "no name"; `closed` finds them by rule
    let ruled: Vec<bool> = types
        .iter()
        .map(|t| {
            use EntityType::{Cardinal, Ordinal, Percent, Quantity};
            matches!(t, Some(Percent | Quantity | Ordinal | Cardinal))
        })
        .collect();
    let mut out: Vec<Found> = Vec::new();
    for sentence in &doc.sentences {
        let (start, end) = (sentence.tokens.start as usize, sentence.tokens.end as usize);
        for i in start..end {
            let row = scores.row_mut(i);
            kernels::softmax(row);
            for k in 0..row.len() {
                if ruled[k] {
                    row[0] += std::mem::take(&mut row[k]);
                }
            }
        }
        let tags = best(&(start..end).map(|i| scores.row(i)).collect::<Vec<_>>(), &types, &inside);
        let mut last_open = false;
        for (k, tag) in tags.into_iter().enumerate() {
            let i = start + k;
            match types[tag] {
                None => last_open = false,
                Some(_) if inside[tag] && last_open => {
                    if let Some(last) = out.last_mut() {
                        last.tokens.end = i as u32 + 1;
                    }
                }
                Some(kind) => {
                    out.push(Found { tokens: Tokens::new(i, i + 1), kind, types: [0.0; EntityType::ALL.len()] });
                    last_open = true;
                }
            }
        }
    }
    for found in &mut out {
        for i in found.tokens.range() {
            for (p, kind) in scores.row(i).iter().zip(&types) {
                if let Some(k) = kind {
                    found.types[*k as usize] += p / found.tokens.len() as f32;
                }
            }
        }
        found.tokens = trimmed(doc, found.tokens, found.kind);
    }
    consistent::agree(doc, &mut out);
    let mut out: Vec<(Tokens, EntityType)> =
        out.into_iter().flat_map(|n| parts(doc, n.tokens, n.kind).into_iter().map(move |t| (t, n.kind))).collect();
    out.retain(|(t, _)| t.range().any(|i| doc.is_word(i)));
    let word = |i: usize| (i < doc.tokens.len()).then(|| doc.lower(i));
    let is_capital = |i: usize| i >= doc.tokens.len() || doc.is_capital(i);
    for k in 0..out.len() {
        let (tokens, kind) = out[k];
        let free = out.get(k + 1).is_none_or(|next| next.0.start > tokens.end);
        let (longer, made) = beside::of_words(word, is_capital, tokens, kind);
        if free || longer == tokens {
            out[k] = (longer, made);
        }
    }
    out
}

/// The likeliest sequence of tags in which "I-X" follows only "B-X" or "I-X".
fn best(rows: &[&[f32]], types: &[Option<EntityType>], inside: &[bool]) -> Vec<usize> {
    let Some(first) = rows.first() else { return Vec::new() };
    let n = first.len();
    let ln = |p: f32| p.max(1e-12).ln();
    let mut now: Vec<f32> = (0..n).map(|j| if inside[j] { -1e4 } else { ln(first[j]) }).collect();
    let mut back = vec![0usize; rows.len() * n];
    for (t, row) in rows.iter().enumerate().skip(1) {
        let top = (1..n).fold(0, |b, j| if now[j] > now[b] { j } else { b });
        let mut next = vec![0.0; n];
        for j in 0..n {
            let from = if inside[j] {
                // "B-X" stands just before "I-X" in the label set
                if now[j - 1] > now[j] && types[j - 1] == types[j] { j - 1 } else { j }
            } else {
                top
            };
            next[j] = now[from] + ln(row[j]);
            back[t * n + j] = from;
        }
        now = next;
    }
    let mut tag = (1..n).fold(0, |b, j| if now[j] > now[b] { j } else { b });
    let mut out = vec![0; rows.len()];
    for t in (0..rows.len()).rev() {
        out[t] = tag;
        tag = back[t * n + tag];
    }
    out
}

/// "Bowling Green, Ohio" is two places; "Washington, D.C." is one.
fn parts(doc: &Doc, tokens: Tokens, kind: EntityType) -> Vec<Tokens> {
    let word = |i: usize| doc.word(i);
    let mut out = vec![tokens];
    if matches!(kind, EntityType::Gpe | EntityType::Loc) {
        for i in tokens.range().filter(|i| word(*i) == ",") {
            let last = out.len() - 1;
            let (start, end) = (out[last].start as usize, out[last].end as usize);
            if start < i && i + 1 < end && !matches!(word(i + 1), "D.C." | "DC" | "D.C") {
                out[last].end = i as u32;
                out.push(Tokens::new(i + 1, end));
            }
        }
    }
    out
}

/// Without titles before, a possessive after, and punctuation at the edges.
fn trimmed(doc: &Doc, mut tokens: Tokens, kind: EntityType) -> Tokens {
    let word = |i: u32| doc.word(i as usize);
    let is_word = |i: u32| doc.is_word(i as usize);
    while tokens.len() > 1
        && (!is_word(tokens.end - 1) && word(tokens.end - 1) != ")"
            || is_possessive(word(tokens.end - 1))
            || matches!(word(tokens.end - 1), "of" | "or" | "and" | "the" | "for" | "in" | "at" | "to"))
    {
        tokens.end -= 1;
    }
    while tokens.len() > 1 && !is_word(tokens.start) && !matches!(word(tokens.start), "$" | "£" | "€" | "#" | "@" | "(")
    {
        tokens.start += 1;
    }
    // a bracket that does not close inside: "NORTH HAVEN (Coastal Press"
    let open = (tokens.start..tokens.end).find(|i| word(*i) == "(");
    if let Some(i) = open.filter(|i| *i > tokens.start && !(*i..tokens.end).any(|k| word(k) == ")")) {
        tokens.end = i;
    }
    if kind == EntityType::Person {
        while tokens.len() > 1 && titles::is_title(word(tokens.start)) {
            tokens.start += 1;
        }
    }
    tokens
}

fn is_possessive(word: &str) -> bool {
    matches!(word, "'s" | "’s" | "'S" | "’S")
}
