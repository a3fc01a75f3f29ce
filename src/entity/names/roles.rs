//! Titles and offices of people, and the gender that these give.

use crate::doc::Doc;
use crate::entity::{Entities, apposition, coordination};
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{lemmas, nouns, places, titles};
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Longest title before a name, in tokens.
const LONGEST: u32 = 9;

/// Mentions before a name among which its office is looked for.
const NEAR: usize = 8;

/// Roles kept of one person.
const MOST: usize = 16;

/// The head of a role: the last word before "of" and the like.
pub(in crate::entity) fn head_noun(role: &str) -> Option<&str> {
    let words = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.take_while(|w| !matches!(*w, "of" | "for" | "at" | "in")).last()
}

fn is_office(word: &str) -> bool {
    nouns::is_person(&lemmas::noun(word)) || (titles::is_title(word) && !titles::is_honorific(word))
}

/// Adds roles and gender to the people that names were found for.
pub(in crate::entity) fn find(doc: &Doc, found: &mut Entities) {
    let mut in_person = vec![false; doc.tokens.len()];
    for m in found.mentions.iter().filter(|m| m.is_person_name()) {
        in_person[m.tokens.range()].fill(true);
    }
    for e in found.list.ids() {
        if found.list[e].kind != EntityType::Person {
            continue;
        }
        for m in found.list[e].mentions.clone() {
            let (tokens, head) = (found.mentions[m].tokens, found.mentions[m].head as usize);
            let title = before(doc, tokens, &in_person);
            for i in title.into_iter().flat_map(Tokens::range).filter(|i| titles::is_honorific(doc.word(*i))) {
                note_gender(found, e, doc.word(i));
            }
            let roles = title.and_then(|run| without_honorifics(doc, run));
            let beside = before_comma(doc, found, m);
            for run in roles.into_iter().chain(appositions(doc, tokens, head, beside, &in_person)) {
                note_role(doc, found, e, run);
            }
        }
    }
    shared(doc, found, &in_person);
}

/// A title before people named together is each one's: "Senators Ada Lund and Tom Berg".
fn shared(doc: &Doc, found: &mut Entities, in_person: &[bool]) {
    for together in coordination::find(doc, &found.mentions) {
        let Some((first, others)) = together.parts.split_first() else { continue };
        let title = before(doc, found.mentions[*first].tokens, in_person).and_then(|run| without_honorifics(doc, run));
        let Some(run) = title.filter(|run| office(doc, *run).is_some_and(|i| is_plural(doc, i))) else { continue };
        for e in others.iter().filter_map(|m| found.of[*m]).collect::<Vec<_>>() {
            note_role(doc, found, e, run);
        }
    }
}

/// The office of a title: its last before "of" and the like.
fn office(doc: &Doc, run: Tokens) -> Option<usize> {
    let before = run.range().take_while(|i| !matches!(doc.word(*i), "of" | "for" | "at" | "in"));
    before.filter(|i| is_office(doc.word(*i))).last()
}

fn is_plural(doc: &Doc, i: usize) -> bool {
    singular(doc.word(i)).is_some()
}

/// The singular of the plural of an office, written as that is ("Senators": "Senator", "Sens.": "Sen.").
fn singular(word: &str) -> Option<String> {
    if let Some(short) = word.strip_suffix("s.").filter(|short| titles::is_title(short)) {
        return Some(format!("{short}."));
    }
    let lower = word.to_lowercase();
    let one = lemmas::noun(word);
    if one == lower {
        return None;
    }
    let capital = word.starts_with(char::is_uppercase);
    let first = one.chars().next()?;
    Some(if capital { format!("{}{}", first.to_uppercase(), &one[first.len_utf8()..]) } else { one })
}

/// The noun of a phrase for a person that stands before this name and a comma: "Her deputy, Ada Lund,".
fn before_comma(doc: &Doc, found: &Entities, m: MentionId) -> Option<usize> {
    let start = found.mentions[m].tokens.start;
    let comma = start.checked_sub(1).filter(|i| doc.word(*i as usize) == ",")?;
    let ends =
        |n: &MentionId| found.mentions[*n].kind == MentionKind::Nominal && found.mentions[*n].tokens.end == comma;
    let n = found.mentions.up_to(comma as usize, NEAR).filter(ends).last()?;
    let head = found.mentions[n].head as usize;
    (apposition::name_beside(doc, &found.mentions, head) == Some(m)).then_some(head)
}

fn note_role(doc: &Doc, found: &mut Entities, e: EntityIdx, run: Tokens) {
    if found.list[e].affiliation.is_none() {
        found.list[e].affiliation = affiliation(doc, found, run, e);
    }
    note_gender(found, e, doc.word(run.end as usize - 1));
    let mut role = doc.slice(run).split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((many, one)) = office(doc, run).and_then(|i| Some((doc.word(i), singular(doc.word(i))?))) {
        role = role.replacen(many, &one, 1);
        let counted = doc.syntax.upos[run.start as usize] == Upos::Num;
        role = role.split_once(' ').filter(|_| counted).map_or(role.clone(), |(_, rest)| rest.to_owned());
    }
    let roles = &mut found.list[e].roles;
    if roles.len() < MOST && !roles.iter().any(|r| r.eq_ignore_ascii_case(&role)) {
        roles.push(role);
    }
}

fn note_gender(found: &mut Entities, e: EntityIdx, word: &str) {
    if found.list[e].gender == Gender::Unknown {
        found.list[e].gender = titles::gender(word).or(nouns::gender(&lemmas::noun(word)));
    }
}

/// The title just before a name: "Norhaven minister of transport" of "Norhaven minister of transport Ada Lund".
fn before(doc: &Doc, name: Tokens, in_person: &[bool]) -> Option<Tokens> {
    let mut run = Tokens { start: name.start, end: name.start };
    while run.start > 0 && name.start - run.start < LONGEST {
        let i = run.start as usize - 1;
        let word = doc.word(i);
        let part = matches!(doc.syntax.upos[i], Upos::Noun | Upos::Propn | Upos::Adj)
            || titles::is_title(word)
            || matches!(word, "of" | "for" | "-" | "&" | "former" | "vice")
            // "Speaker of the House Ada Lund"
            || word == "the" && i > 0 && doc.word(i - 1) == "of";
        // "secretary of state", not "the release of former soldier"
        let joined = !matches!(word, "of" | "for") || i > 0 && is_office(doc.word(i - 1));
        if doc.sentence(i) != doc.sentence(name.start as usize) || in_person[i] || !part || !joined {
            break;
        }
        run.start -= 1;
    }
    // begin at a word that can begin a title; an office must be in it
    while !run.is_empty() && matches!(doc.word(run.start as usize), "of" | "for" | "-" | "&" | "the") {
        run.start += 1;
    }
    let offices: Vec<usize> =
        run.range().filter(|i| is_office(doc.word(*i)) || titles::is_honorific(doc.word(*i))).collect();
    // "minister Ada Lund", "minister of transport Ada Lund"; not "minister from Oslo Ada Lund"
    let fits = |last: &usize| *last as u32 + 1 == run.end || matches!(doc.word(last + 1), "of" | "for");
    // "the followers of Christ" is no title of his
    let whole = !run.is_empty() && !matches!(doc.word(run.end as usize - 1), "of" | "for" | "the");
    (whole && offices.iter().any(fits)).then_some(run)
}

/// Tokens of a role up to its office, the office counted.
const OFFICE_BY: usize = 6;
/// Tokens after a role that its body is looked for in.
const AFTER: usize = 8;

/// The body of a role, else its country: "Northern Rail spokesman", "Russian president", "a professor at Harvard".
fn affiliation(doc: &Doc, found: &Entities, role: Tokens, person: EntityIdx) -> Option<EntityIdx> {
    let end = role.end as usize;
    let link = |i: usize| matches!(doc.word(i), "of" | "at" | "for" | "with" | "from");
    let near = end..(end + AFTER).min(doc.tokens.len());
    // "director of the harbour authority": up to the next mark, if a preposition stands first
    let stops = |i: &usize| doc.is_word(*i) && doc.sentence(*i) == doc.sentence(role.start as usize);
    let after = if near.clone().next().is_some_and(link) { near.take_while(stops).count() } else { 0 };
    let run = Tokens::new(role.start as usize, end + after);
    let named = found.mentions.between(run.start, run.end).filter(|m| found.mentions[*m].is_name());
    let of_kind = |kind: EntityType| {
        let m = named.clone().find(|m| found.mentions[*m].entity == Some(kind))?;
        found.of[m].filter(|e| *e != person)
    };
    of_kind(EntityType::Org).or_else(|| of_kind(EntityType::Gpe)).or_else(|| {
        // "Russian president": the country, if the article names it
        let country = run.range().find_map(|i| places::country_of(doc.word(i)))?;
        let named = found.list.enumerated().find(|(_, e)| {
            let first = e.mentions.first().map(|m| doc.slice(found.mentions[*m].tokens));
            e.kind == EntityType::Gpe && first.is_some_and(|f| places::country(f) == Some(country))
        });
        named.map(|(e, _)| e)
    })
}

/// Without "Mr." and the like at either end.
fn without_honorifics(doc: &Doc, mut run: Tokens) -> Option<Tokens> {
    while !run.is_empty() && titles::is_honorific(doc.word(run.start as usize)) {
        run.start += 1;
    }
    while !run.is_empty() && titles::is_honorific(doc.word(run.end as usize - 1)) {
        run.end -= 1;
    }
    (!run.is_empty() && run.range().any(|i| is_office(doc.word(i)))).then_some(run)
}

/// Roles set off by commas: "Ada Lund, the harbour minister," and "the harbour minister, Ada Lund".
fn appositions(doc: &Doc, name: Tokens, head: usize, beside: Option<usize>, in_person: &[bool]) -> Vec<Tokens> {
    let mut offices: Vec<usize> = beside.into_iter().collect();
    for j in doc.syntax.dependents(head) {
        if doc.syntax.relation[j] == Relation::Appos && j >= name.end as usize && !offices.contains(&j) {
            offices.push(j);
        }
    }
    if doc.syntax.relation[head] == Relation::Appos {
        offices.extend(doc.syntax.head(head).filter(|h| *h < name.start as usize && beside != Some(*h)));
    }
    // between commas the parser often sees no apposition
    offices.extend(set_off(doc, name).filter(|j| !offices.contains(j)));
    let spoken = if offices.is_empty() { to_comma(doc, name) } else { Vec::new() };
    let parsed = offices
        .into_iter()
        .filter(|j| !in_person[*j] && is_office(doc.word(*j)) && doc.syntax.upos[*j] != Upos::Pron)
        .filter_map(|j| {
            let mut run = phrase(doc, j);
            run.end = run.end.min(run.range().find(|i| *i > j && in_person[*i]).map_or(run.end, |i| i as u32));
            // "Mitch McConnell of Kentucky, the majority leader,"
            run.start = run
                .range()
                .rev()
                .find(|i| *i < j && matches!(doc.word(*i), "," | ";"))
                .map_or(run.start, |i| i as u32 + 1);
            while !run.is_empty() && matches!(doc.syntax.upos[run.start as usize], Upos::Det | Upos::Pron) {
                run.start += 1;
            }
            (run.has(j) && run.len() <= 12).then_some(run)
        });
    parsed.chain(spoken.into_iter().filter(|run| !run.range().any(|i| in_person[i]))).collect()
}

/// Tokens of the longest stretch between commas that is read as roles.
const STRETCH: usize = 18;

/// What stands between a name's comma and the next mark, where the parser sees no apposition, parted at "and": "Ada Lund, a fellow
/// at the Norhaven Institute, told".
fn to_comma(doc: &Doc, name: Tokens) -> Vec<Tokens> {
    let (comma, tokens) = (name.end as usize, doc.tokens.len());
    let here = |i: usize| i < tokens && doc.sentence(i) == doc.sentence(name.start as usize);
    if !here(comma) || doc.word(comma) != "," {
        return Vec::new();
    }
    let end =
        (comma + 1..comma + STRETCH).find(|i| !here(*i) || matches!(doc.word(*i), "," | "." | ";" | ")" | "—" | "–"));
    let Some(end) = end.filter(|e| *e > comma + 1) else { return Vec::new() };
    let plain = |i: usize| {
        !matches!(doc.syntax.upos[i], Upos::Verb | Upos::Aux | Upos::Pron | Upos::Sconj)
            && !titles::is_honorific(doc.word(i))
    };
    if !here(end) || !(comma + 1..end).all(plain) {
        return Vec::new();
    }
    let mut cuts: Vec<usize> = (comma + 1..end).filter(|i| doc.word(*i) == "and").collect();
    cuts.push(end);
    let mut start = comma + 1;
    let mut out = Vec::new();
    for cut in cuts {
        let first = if doc.syntax.upos[start] == Upos::Det { start + 1 } else { start };
        let run = Tokens::new(first.min(cut), cut);
        match office(doc, run) {
            Some(i) if i < first + OFFICE_BY => out.push(run),
            _ => return Vec::new(),
        }
        start = cut + 1;
    }
    out
}

/// The office between a name's comma and the next mark: "Ada Lund, director of the harbour,".
fn set_off(doc: &Doc, name: Tokens) -> Option<usize> {
    let (comma, tokens) = (name.end as usize, doc.tokens.len());
    let here = |i: usize| i < tokens && doc.sentence(i) == doc.sentence(name.start as usize);
    if !here(comma) || doc.word(comma) != "," {
        return None;
    }
    let noun = (comma + 1..comma + 7).take_while(|i| here(*i) && doc.is_word(*i)).find(|i| {
        let noun = matches!(doc.syntax.upos[*i], Upos::Noun | Upos::Propn);
        noun && is_office(doc.word(*i)) && doc.syntax.relation[*i] != Relation::Compound
    })?;
    let run = phrase(doc, noun);
    let end = run.end as usize;
    let closed = !here(end) || matches!(doc.word(end), "," | "." | ";" | ")" | "—" | "–" | "--");
    (run.start as usize == comma + 1 && closed).then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::names;
    use crate::fixture::Fixture;

    /// Roles, gender and affiliation of the first person.
    fn known(lines: &str) -> (Vec<String>, Gender, Option<String>) {
        let f = Fixture::new(lines);
        let mut found = names::cluster(&f.doc, &f.mentions());
        find(&f.doc, &mut found);
        let person = found.list.iter().find(|e| e.kind == EntityType::Person).expect("a person");
        let body = person.affiliation.map(|e| found.mentions[found.list[e].mentions[0]].tokens);
        (person.roles.clone(), person.gender, body.map(|t| f.doc.slice(t).to_owned()))
    }

    #[test]
    fn titles_and_what_commas_set_off_are_roles() {
        let title = "1 Skylark PROPN _ 2 compound Name=(ORG)
            2 spokeswoman NOUN _ 4 compound _
            3 Ada PROPN _ 4 compound Name=(PERSON
            4 Lund PROPN _ 5 nsubj Name=)
            5 waved VERB _ 0 root SpaceAfter=No
            6 . PUNCT _ 5 punct _";
        let role = vec!["Skylark spokeswoman".to_owned()];
        assert_eq!(known(title), (role, Gender::Female, Some("Skylark".to_owned())));
        let set_off = "1 Lund PROPN _ 6 nsubj Name=(PERSON)|SpaceAfter=No
            2 , PUNCT _ 4 punct _
            3 the DET _ 4 det _
            4 minister NOUN _ 1 appos SpaceAfter=No
            5 , PUNCT _ 1 punct _
            6 waved VERB _ 0 root SpaceAfter=No
            7 . PUNCT _ 6 punct _";
        assert_eq!(known(set_off), (vec!["minister".to_owned()], Gender::Unknown, None));
    }

    #[test]
    fn roles_up_to_the_comma_where_the_parser_sees_none() {
        let lines = |noun: &str| {
            format!(
                "1 Lund PROPN _ 9 nsubj Name=(PERSON)|SpaceAfter=No
                2 , PUNCT _ 4 punct _
                3 a DET _ 4 det _
                4 {noun} NOUN _ 9 nsubj _
                5 at ADP _ 7 case _
                6 the DET _ 7 det _
                7 port NOUN _ 9 obl SpaceAfter=No
                8 , PUNCT _ 9 punct _
                9 waved VERB _ 0 root SpaceAfter=No
                10 . PUNCT _ 9 punct _"
            )
        };
        assert_eq!(known(&lines("pilot")).0, ["pilot at the port"]);
        assert!(known(&lines("crane")).0.is_empty());
    }

    #[test]
    fn a_title_is_of_each_of_those_named_together() {
        let lines = "1 Senators NOUN NNS 3 compound _
            2 Ada PROPN _ 3 compound Name=(PERSON
            3 Lund PROPN _ 7 nsubj Name=)
            4 and CCONJ _ 6 cc _
            5 Tom PROPN _ 6 compound Name=(PERSON
            6 Berg PROPN _ 3 conj Name=)
            7 waved VERB _ 0 root SpaceAfter=No
            8 . PUNCT _ 7 punct _";
        let f = Fixture::new(lines);
        let mut found = names::cluster(&f.doc, &f.mentions());
        find(&f.doc, &mut found);
        let roles: Vec<_> =
            found.list.iter().filter(|e| e.kind == EntityType::Person).map(|e| e.roles.clone()).collect();
        assert_eq!(roles, [["Senator"], ["Senator"]]);
    }

    #[test]
    fn a_form_of_address_is_no_role_but_tells_the_gender() {
        let lines = "1 Mr. PROPN _ 2 compound _
            2 Lund PROPN _ 3 nsubj Name=(PERSON)
            3 waved VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _";
        assert_eq!(known(lines), (Vec::new(), Gender::Male, None));
    }
}
