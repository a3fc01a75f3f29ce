//! Noun phrases: for people and bodies ("the minister", "the 42-year-old", "the ministry"), and for things.

use super::types::Mention;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::{lemmas, nouns};
use crate::rule::{RuleName, Rules};
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// The rule that takes "the 42-year-old" for a person.
pub(super) const AGE_PHRASE: RuleName = "age_phrase";

/// The noun phrase around noun `i`: its determiner and modifiers before, "of ..." and the like after, without
/// relative clauses, appositions and what is joined by "and".
pub fn phrase(doc: &Doc, i: usize) -> Tokens {
    let syntax = &doc.syntax;
    let mut run = Tokens::new(i, i + 1);
    let sentence = doc.tokens[i].sentence;
    let before = |r: Relation| {
        matches!(
            r,
            Relation::Det
                | Relation::Amod
                | Relation::Compound
                | Relation::Nummod
                | Relation::Nmod
                | Relation::Flat
                | Relation::Advmod
                | Relation::Punct
        )
    };
    while run.start > syntax.left[i] {
        // the dependent of `i` whose subtree ends where the phrase begins
        let mut j = run.start as usize - 1;
        if doc.tokens[j].sentence != sentence {
            break;
        }
        while let Some(h) = syntax.head(j).filter(|h| *h != i && *h < run.start as usize) {
            j = h;
        }
        if syntax.head(j) != Some(i) || !before(syntax.relation[j]) || syntax.left[j] >= run.start {
            break;
        }
        run.start = syntax.left[j];
    }
    while (run.start as usize) < i && matches!(syntax.upos[run.start as usize], Upos::Punct | Upos::Adp | Upos::Cconj) {
        run.start += 1;
    }
    for j in syntax.dependents(i).filter(|j| *j > i) {
        let joins = matches!(syntax.relation[j], Relation::Nmod | Relation::Compound | Relation::Flat);
        let set_off = syntax.upos[syntax.left[j] as usize] == Upos::Punct;
        if !joins || set_off || syntax.left[j] != run.end || doc.tokens[j].sentence != sentence {
            break;
        }
        run.end = syntax.right[j];
    }
    run
}

/// The noun phrase of the topmost word of a run of tokens, and that word.
pub fn phrase_at(doc: &Doc, run: Tokens) -> (Tokens, usize) {
    let top = run.range().find(|i| doc.syntax.head(*i).is_none_or(|h| !run.has(h))).unwrap_or(run.start as usize);
    (phrase(doc, top), top)
}

/// Adverbs before a phrase that are no part of it: "even the minister".
const FOCUS: &[&str] =
    &["even", "also", "only", "just", "not", "then", "especially", "particularly", "mostly", "largely"];
/// Forms of address that name nobody: "Do you agree, sir?".
const ADDRESS: &[&str] = &["sir", "ma'am", "ma’am", "madam"];
/// Nouns for people that are plural as they stand.
const SEVERAL: &[&str] = &["people", "kin", "folk", "clergy", "personnel"];

/// True of a noun for several. The tagger may take the singular of a noun for a person for a plural; "police" are one body.
pub fn is_several(doc: &Doc, i: usize) -> bool {
    let word = doc.lower(i);
    let one = nouns::is_person(word) && !word.ends_with('s') && !SEVERAL.contains(&word);
    doc.syntax.plural[i] && !one && word != "police"
}

/// The phrase of noun `i` as a mention: without what it is set off from ("Iowa, | founder of the club"), adverbs before it and
/// relative clauses inside it.
fn bare_phrase(doc: &Doc, in_name: &[bool], i: usize) -> Tokens {
    let mut run = phrase(doc, i);
    let comma = (run.start as usize + 1..i).rev().find(|k| doc.word(*k) == "," && in_name[k - 1]);
    run.start = comma.map_or(run.start, |k| k as u32 + 1);
    while (run.start as usize) < i
        && FOCUS.contains(&doc.lower(run.start as usize))
        && doc.word(run.start as usize + 1) != "-"
    {
        run.start += 1;
    }
    let clause = |k: &usize| matches!(doc.word(*k), "who" | "whom" | "whose" | "which") || is_relative_that(doc, *k);
    let end = (i + 1..run.end as usize).find(clause);
    // "the coverage, which", "a house in which"
    let idle = |k: usize| doc.word(k) == "," || doc.syntax.upos[k] == Upos::Adp;
    run.end = end.map_or(run.end, |k| if k > i + 1 && idle(k - 1) { k as u32 - 1 } else { k as u32 });
    run
}

/// "that" of "the coverage that he gets".
fn is_relative_that(doc: &Doc, i: usize) -> bool {
    let clause = doc.syntax.head(i).is_some_and(|v| doc.syntax.relation[v] == Relation::Acl && v > i);
    doc.word(i) == "that" && clause
}

pub(super) fn add(doc: &Doc, in_name: &[bool], rules: &Rules, out: &mut Vec<Mention>) {
    let (syntax, ages) = (&doc.syntax, rules.has(AGE_PHRASE));
    for i in 0..doc.tokens.len() {
        if in_name[i] {
            continue;
        }
        let word = doc.word(i);
        let age = ages && word == "old" && is_age(doc, i);
        if !age && !matches!(syntax.upos[i], Upos::Noun | Upos::Propn) {
            continue;
        }
        if !age && matches!(syntax.relation[i], Relation::Compound | Relation::Flat | Relation::Fixed) {
            continue;
        }
        let lemma = lemmas::noun(doc.lower(i));
        let body = nouns::is_body(lemma) || nouns::is_enterprise(lemma) && !nouns::is_person(lemma);
        let someone = age || body || nouns::is_person(lemma);
        let mut tokens = if age { age_phrase(doc, i) } else { bare_phrase(doc, in_name, i) };
        if tokens.len() == 1 && ADDRESS.contains(&doc.lower(i)) {
            continue;
        }
        // a phrase that ends in a name is that name's title
        while tokens.end as usize > i + 1
            && in_name[tokens.end as usize - 1]
            && in_name[i + 1..tokens.end as usize].iter().all(|n| *n)
        {
            tokens.end = i as u32 + 1;
        }
        let plural = !age && is_several(doc, i);
        let entity = match (someone, plural, body) {
            (false, ..) => None,
            (_, true, _) => Some(EntityType::Group),
            (_, _, true) => Some(EntityType::Org),
            _ => Some(EntityType::Person),
        };
        out.push(Mention { tokens, head: i as u32, kind: MentionKind::Nominal, entity, plural });
    }
}

/// "old" of "42-year-old" that is no adjective before a noun.
fn is_age(doc: &Doc, i: usize) -> bool {
    let word = |k: usize| doc.word(k);
    i >= 4
        && word(i - 1) == "-"
        && word(i - 2) == "year"
        && word(i - 4).bytes().all(|b| b.is_ascii_digit())
        && doc.tokens.get(i + 1).is_none_or(|t| {
            !t.span.of(&doc.text).chars().next().is_some_and(char::is_alphabetic)
                || matches!(
                    t.span.of(&doc.text),
                    "said" | "told" | "added" | "was" | "is" | "has" | "had" | "who" | "from" | "and" | "in"
                )
        })
}

fn age_phrase(doc: &Doc, i: usize) -> Tokens {
    let start = i - 4;
    let det = start > 0 && matches!(doc.word(start - 1), "the" | "The" | "a" | "A");
    Tokens::new(start - usize::from(det), i + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn people(lines: &str, rules: &Rules) -> Vec<String> {
        let (f, mut out) = (Fixture::new(lines), Vec::new());
        add(&f.doc, &vec![false; f.doc.tokens.len()], rules, &mut out);
        let people = out.iter().filter(|m| m.entity == Some(EntityType::Person));
        people.map(|m| f.doc.slice(m.tokens).to_owned()).collect()
    }

    #[test]
    fn an_age_is_a_person_unless_the_rule_is_off() {
        let lines = "1 The DET _ 6 det _
            2 42 NUM _ 4 nummod SpaceAfter=No
            3 - PUNCT _ 4 punct SpaceAfter=No
            4 year NOUN NNS 6 compound SpaceAfter=No
            5 - PUNCT _ 4 punct SpaceAfter=No
            6 old NOUN _ 7 nsubj _
            7 said VERB _ 0 root _
            8 so ADV _ 7 obj SpaceAfter=No
            9 . PUNCT _ 7 punct _";
        assert_eq!(people(lines, &Rules::default()), ["The 42-year-old"]);
        assert!(people(lines, &Rules::without([AGE_PHRASE])).is_empty());
    }

    #[test]
    fn the_age_of_a_thing_is_none() {
        let lines = "1 The DET _ 7 det _
            2 42 NUM _ 4 nummod SpaceAfter=No
            3 - PUNCT _ 2 punct SpaceAfter=No
            4 year NOUN _ 6 obl SpaceAfter=No
            5 - PUNCT _ 4 punct SpaceAfter=No
            6 old ADJ _ 7 amod _
            7 ferry NOUN _ 8 nsubj _
            8 sank VERB _ 0 root SpaceAfter=No
            9 . PUNCT _ 8 punct _";
        assert!(people(lines, &Rules::default()).is_empty());
    }
}
