//! What commas set off beside a name: "Ada Lund, the harbour minister,", "the harbour minister, Ada Lund".

use super::office;
use crate::doc::Doc;
use crate::lexicon::titles::{self, is_office};
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Longest role, in tokens.
const LONGEST: usize = 22;
/// Tokens of the longest stretch between commas that is read as roles.
const STRETCH: usize = 30;
/// Tokens of a role up to its office, the office counted.
const OFFICE_BY: usize = 6;

/// Roles set off by commas: "Ada Lund, the harbour minister," and "the harbour minister, Ada Lund".
pub(super) fn appositions(
    doc: &Doc,
    name: Tokens,
    head: usize,
    beside: Option<usize>,
    in_person: &[bool],
) -> Vec<Tokens> {
    let mut offices: Vec<usize> = beside.into_iter().collect();
    for j in doc.syntax.dependents(head) {
        // not "Lund and Tom Berg, a pilot"
        let other = (name.end as usize + 1..phrase(doc, j).start as usize).rev().take(2).any(|i| in_person[i]);
        if doc.syntax.relation[j] == Relation::Appos && j >= name.end as usize && !other && !offices.contains(&j) {
            offices.push(j);
        }
    }
    if doc.syntax.relation[head] == Relation::Appos {
        offices.extend(doc.syntax.head(head).filter(|h| *h < name.start as usize && beside != Some(*h)));
    }
    // between commas the parser often sees no apposition
    offices.extend(set_off(doc, name).filter(|j| !offices.contains(j)));
    let person = |j: &usize| !in_person[*j] && is_office(doc.word(*j)) && doc.syntax.upos[*j] != Upos::Pron;
    let mut roles: Vec<Tokens> = offices.into_iter().filter(person).flat_map(|j| around(doc, j, in_person)).collect();
    if roles.is_empty() {
        roles = to_comma(doc, name);
        roles.retain(|run| !run.range().any(|i| in_person[i]));
    }
    roles
}

/// The role around office `j`, and those joined to it: "a biologist at the institute | and professor of law".
fn around(doc: &Doc, j: usize, in_person: &[bool]) -> Vec<Tokens> {
    let joined = doc.syntax.dependents(j).filter(|k| *k > j && doc.syntax.relation[*k] == Relation::Conj);
    let offices = std::iter::once(j).chain(joined.filter(|k| !in_person[*k] && is_office(doc.word(*k))));
    let role = |j: usize| {
        let mut run = phrase(doc, j);
        run.end = run.end.min(run.range().find(|i| *i > j && in_person[*i]).map_or(run.end, |i| i as u32));
        // "Mitch McConnell of Kentucky, the majority leader,"
        let mark = run.range().rev().find(|i| *i < j && matches!(doc.word(*i), "," | ";"));
        run.start = mark.map_or(run.start, |i| i as u32 + 1);
        // "founder of the club, which", "chief of staff who"
        let clause = |i: usize| matches!(doc.word(i), "who" | "which" | "whose" | "that");
        let ends =
            |i: &usize| clause(*i) || doc.word(*i) == "," && (clause(i + 1) || doc.syntax.upos[i + 1] == Upos::Det);
        run.end = (j + 1..run.end as usize - 1).find(ends).map_or(run.end, |i| i as u32);
        while !run.is_empty() && opens(doc, run.start as usize) {
            run.start += 1;
        }
        // "a spokesman for | Lund"
        while run.end as usize > j + 1 && doc.syntax.upos[run.end as usize - 1] == Upos::Adp {
            run.end -= 1;
        }
        (run.has(j) && run.len() <= LONGEST).then_some(run)
    };
    offices.filter_map(role).collect()
}

/// True of a word at the start of a phrase that is no part of the role: "also the", "new"; not "self-described".
pub(super) fn opens(doc: &Doc, i: usize) -> bool {
    let hyphen = i + 1 < doc.tokens.len() && doc.word(i + 1) == "-";
    !hyphen && matches!(doc.syntax.upos[i], Upos::Det | Upos::Pron | Upos::Adv)
        || matches!(doc.word(i), "new" | "now" | "then" | "other" | "fellow")
}

/// What stands between a name's comma and the next mark, where the parser sees no apposition, parted at "and": "Ada Lund, a fellow
/// at the Norhaven Institute, told".
fn to_comma(doc: &Doc, name: Tokens) -> Vec<Tokens> {
    let Some(comma) = comma(doc, name) else { return Vec::new() };
    let here = |i: usize| i < doc.tokens.len() && doc.sentence(i) == doc.sentence(name.start as usize);
    let ends = |i: &usize| {
        !here(*i) || matches!(doc.word(*i), "," | "." | ";" | ")" | "—" | "–" | "who" | "which" | "that" | "whose")
    };
    let end = (comma + 1..comma + STRETCH).find(ends);
    let Some(end) = end.filter(|e| *e > comma + 1) else { return Vec::new() };
    let first_office = (comma + 1..end).find(|i| is_office(doc.word(*i)));
    let plain = |i: usize| {
        // "an activist affiliated with the club"
        let goes_on = doc.syntax.participle[i] && first_office.is_some_and(|o| o < i);
        let other = matches!(doc.syntax.upos[i], Upos::Verb | Upos::Aux | Upos::Pron | Upos::Sconj);
        (goes_on || !other) && !titles::is_honorific(doc.word(i))
    };
    if !here(end) || !(comma + 1..end).all(plain) {
        return Vec::new();
    }
    let begin = |from: usize, to: usize| (from..to).find(|i| !opens(doc, *i)).unwrap_or(to);
    let fits = |run: &Tokens| office(doc, *run).is_some_and(|i| i < run.start as usize + OFFICE_BY);
    let mut starts: Vec<usize> = (comma + 1..end).filter(|i| doc.word(*i) == "and").map(|i| i + 1).collect();
    starts.insert(0, comma + 1);
    let cuts: Vec<usize> = starts[1..].iter().map(|s| s - 1).chain([end]).collect();
    let parts: Vec<Tokens> = starts.iter().zip(cuts).map(|(s, e)| Tokens::new(begin(*s, e), e)).collect();
    if parts.iter().all(fits) {
        return parts;
    }
    // "a stem cell and tissue engineer": one office, at the end
    let whole = Tokens::new(begin(comma + 1, end), end);
    if is_office(doc.word(end - 1)) && whole.len() <= OFFICE_BY * 2 { vec![whole] } else { Vec::new() }
}

/// The office between a name's comma and the next mark: "Ada Lund, director of the harbour,".
fn set_off(doc: &Doc, name: Tokens) -> Option<usize> {
    let comma = comma(doc, name)?;
    let here = |i: usize| i < doc.tokens.len() && doc.sentence(i) == doc.sentence(name.start as usize);
    let noun = (comma + 1..comma + 7).take_while(|i| here(*i) && doc.is_word(*i)).find(|i| {
        let noun = matches!(doc.syntax.upos[*i], Upos::Noun | Upos::Propn);
        noun && is_office(doc.word(*i)) && doc.syntax.relation[*i] != Relation::Compound
    })?;
    let run = phrase(doc, noun);
    let end = run.end as usize;
    let closed = !here(end) || matches!(doc.word(end), "," | "." | ";" | ")" | "—" | "–" | "--");
    (run.start as usize == comma + 1 && closed).then_some(noun)
}

/// The comma after a name, or after the age that follows: "Ada Lund, 54, a nurse".
fn comma(doc: &Doc, name: Tokens) -> Option<usize> {
    let here = |i: usize| i < doc.tokens.len() && doc.sentence(i) == doc.sentence(name.start as usize);
    let comma = |i: usize| here(i) && doc.word(i) == ",";
    let first = Some(name.end as usize).filter(|i| comma(*i))?;
    let age = here(first + 1) && doc.word(first + 1).parse::<u8>().is_ok() && comma(first + 2);
    Some(if age { first + 2 } else { first })
}
