//! Names and their types: a tag for each token, the best legal sequence in each sentence.

use super::name_rules;
use super::trigger_words;
use super::type_consistency::{self, Found};
use crate::doc::Doc;
use crate::encode::kernels;
use crate::extraction::EntityType;
use crate::lexicon::titles;
use crate::model::Model;
use crate::rule::{RuleName, Rules};
use crate::span::Tokens;
use crate::text::Sentence;

/// Tokens whose scores are held at a time: with all types they take as much as a fourth of the word vectors do.
const TOGETHER: usize = 4 * kernels::HEAD_ROWS;

/// The rule that parts "Bowling Green, Ohio".
pub(super) const PLACE_PARTS: RuleName = "place_parts";

/// The label set of the network: for each tag its type, none if it marks no name, and whether it goes on.
struct Tags {
    types: Vec<Option<EntityType>>,
    inside: Vec<bool>,
    /// No corpus marks numbers, so the network's tags for them mean "no name"; `numbers_and_dates` finds them by rule.
    ruled: Vec<bool>,
}

impl Tags {
    fn new(labels: &[String]) -> Self {
        use EntityType::{Cardinal, Ordinal, Percent, Quantity};
        let types: Vec<Option<EntityType>> =
            labels.iter().map(|l| l.get(2..).and_then(EntityType::from_name)).collect();
        let ruled = types.iter().map(|t| matches!(t, Some(Percent | Quantity | Ordinal | Cardinal))).collect();
        Self { inside: labels.iter().map(|l| l.starts_with("I-")).collect(), types, ruled }
    }

    /// Turns scores of a token into probabilities, those of numbers given to "no name".
    fn probabilities(&self, row: &mut [f32]) {
        kernels::softmax(row);
        for k in 0..row.len() {
            if self.ruled[k] {
                row[0] += std::mem::take(&mut row[k]);
            }
        }
    }
}

/// The names of an article, in order, and the type of each.
pub(super) fn names(doc: &Doc, model: &Model, rules: &Rules) -> Vec<(Tokens, EntityType)> {
    let mut found = tagged(doc, model);
    if rules.has(type_consistency::NAME) {
        type_consistency::agree(doc, &mut found);
    }
    let split = rules.has(PLACE_PARTS);
    let parted = |n: Found| {
        let parts = if split { parts(doc, n.tokens, n.kind) } else { vec![n.tokens] };
        parts.into_iter().map(move |t| (t, n.kind))
    };
    let mut out: Vec<(Tokens, EntityType)> = found.into_iter().flat_map(parted).collect();
    out.retain(|(t, _)| t.range().any(|i| doc.is_word(i)));
    for k in 0..out.len() {
        let Some((longer, made)) = trigger_words::retyped(doc, rules, out[k]) else { continue };
        let free = out.get(k + 1).is_none_or(|next| next.0.start > out[k].0.end);
        if free || longer == out[k].0 {
            out[k] = (longer, made);
        }
    }
    name_rules::apply(doc, &mut out, rules);
    out
}

/// The names that the network finds, trimmed, with the probability of each type.
fn tagged(doc: &Doc, model: &Model) -> Vec<Found> {
    let tags = Tags::new(&model.labels.names);
    let mut out: Vec<Found> = Vec::new();
    let block = |s: &Sentence| s.tokens.start as usize / TOGETHER;
    for sentences in doc.sentences.chunk_by(|a, b| block(a) == block(b)) {
        tagged_in(doc, sentences, model, &tags, &mut out);
    }
    out
}

/// The same in sentences one after another.
fn tagged_in(doc: &Doc, sentences: &[Sentence], model: &Model, tags: &Tags, out: &mut Vec<Found>) {
    let (first, last) = (sentences[0].tokens.start as usize, sentences[sentences.len() - 1].tokens.end as usize);
    let words = &doc.vectors.words;
    let mut scores = kernels::tags_of(&words.data[first * words.cols..last * words.cols], &model.names);
    scores.data.chunks_exact_mut(scores.cols).for_each(|row| tags.probabilities(row));
    let known = out.len();
    for sentence in sentences {
        let run = sentence.tokens.range();
        let rows: Vec<&[f32]> = run.clone().map(|i| scores.row(i - first)).collect();
        let mut open = false;
        for (i, tag) in run.zip(best(&rows, tags)) {
            match tags.types[tag] {
                None => open = false,
                Some(_) if tags.inside[tag] && open => {
                    if let Some(last) = out.last_mut() {
                        last.tokens.end = i as u32 + 1;
                    }
                }
                Some(kind) => {
                    out.push(Found { tokens: Tokens::new(i, i + 1), kind, types: [0.0; EntityType::ALL.len()] });
                    open = true;
                }
            }
        }
    }
    for found in &mut out[known..] {
        for i in found.tokens.range() {
            for (p, kind) in scores.row(i - first).iter().zip(&tags.types) {
                if let Some(k) = kind {
                    found.types[*k as usize] += p / found.tokens.len() as f32;
                }
            }
        }
        found.tokens = trimmed(doc, found.tokens, found.kind);
    }
}

/// The likeliest sequence of tags in which "I-X" follows only "B-X" or "I-X".
fn best(rows: &[&[f32]], tags: &Tags) -> Vec<usize> {
    let (types, inside) = (&tags.types, &tags.inside);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn two_places_are_parted_and_one_is_not() {
        let f = Fixture::new(
            "1 She PRON _ 2 nsubj _
            2 flew VERB _ 0 root _
            3 to ADP _ 5 case _
            4 Bowling PROPN _ 5 compound _
            5 Green PROPN _ 2 obl SpaceAfter=No
            6 , PUNCT _ 7 punct _
            7 Ohio PROPN _ 5 nmod _
            8 from ADP _ 9 case _
            9 Washington PROPN _ 5 nmod SpaceAfter=No
            10 , PUNCT _ 11 punct _
            11 D.C. PROPN _ 9 conj _
            12 on ADP _ 13 case _
            13 Monday PROPN _ 2 obl SpaceAfter=No
            14 . PUNCT _ 2 punct _",
        );
        let of = |words: &str, kind| {
            parts(&f.doc, f.run(words), kind).into_iter().map(|t| f.doc.slice(t)).collect::<Vec<_>>()
        };
        assert_eq!(of("Bowling Green, Ohio", EntityType::Gpe), ["Bowling Green", "Ohio"]);
        assert_eq!(of("Washington, D.C.", EntityType::Gpe), ["Washington, D.C."]);
        assert_eq!(of("Bowling Green, Ohio", EntityType::Org), ["Bowling Green, Ohio"]);
    }
}
