//! Titles and offices of people, and the gender that these give.

mod after;
mod before;
mod predicate;

use crate::doc::Doc;
use crate::entity::{Entities, apposition, coordination};
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::titles::is_office;
use crate::lexicon::{lemmas, nouns, places, titles};
use crate::span::Tokens;
use crate::syntax::Upos;

/// Mentions before a name among which its office is looked for.
const NEAR: usize = 8;

/// Roles kept of one person.
const MOST: usize = 16;

/// The head of a role: the last word before "of" and the like.
pub(in crate::entity) fn head_noun(role: &str) -> Option<&str> {
    let words = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.take_while(|w| !matches!(*w, "of" | "for" | "at" | "in")).last()
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
            let title = before::title(doc, found, tokens, &in_person);
            for i in title.into_iter().flat_map(Tokens::range).filter(|i| titles::is_honorific(doc.word(*i))) {
                note_gender(found, e, doc.lower(i));
            }
            let mut roles: Vec<Tokens> = title.into_iter().collect();
            let long = before::long_title(doc, tokens, &in_person);
            let beside = before_comma(doc, found, m).filter(|i| !long.is_some_and(|run| run.has(*i)));
            roles.extend(long);
            roles.extend(after::appositions(doc, tokens, head, beside, &in_person));
            roles.extend(predicate::roles(doc, head));
            for run in roles.into_iter().flat_map(|run| parted(doc, run)).filter_map(|run| without_honorifics(doc, run))
            {
                note_role(doc, found, e, run);
            }
            if let Some(degree) = degree(doc, tokens) {
                add(&mut found.list[e].roles, degree);
            }
        }
    }
    shared(doc, found, &in_person);
}

/// A title before people named together is each one's: "Senators Ada Lund and Tom Berg".
fn shared(doc: &Doc, found: &mut Entities, in_person: &[bool]) {
    for together in coordination::find(doc, &found.mentions) {
        let Some((first, others)) = together.parts.split_first() else { continue };
        let title = before::title(doc, found, found.mentions[*first].tokens, in_person);
        let title = title.and_then(|run| without_honorifics(doc, run));
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
    let one = lemmas::noun(&lower);
    if one == lower {
        return None;
    }
    let capital = word.starts_with(char::is_uppercase);
    let first = one.chars().next()?;
    Some(if capital { format!("{}{}", first.to_uppercase(), &one[first.len_utf8()..]) } else { one.to_owned() })
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

/// A title of two offices as both: "defence secretary and party treasurer", "port spokesman | Rev."
fn parted(doc: &Doc, run: Tokens) -> Vec<Tokens> {
    let (start, end) = (run.start as usize, run.end as usize);
    let and = run.range().find(|i| doc.word(*i) == "and").map(|i| (i, i + 1));
    let last = end - 1;
    let short = doc.word(last).ends_with('.') && last > start && !doc.is_capital(last - 1);
    let cut = and.or_else(|| (short && is_office(doc.word(last - 1))).then_some((last, last)));
    let parts = cut.map(|(to, from)| [Tokens::new(start, to), Tokens::new(from, end)]);
    let offices = |run: &Tokens| office(doc, *run).is_some();
    parts.filter(|parts| parts.iter().all(offices)).map_or_else(|| vec![run], Vec::from)
}

/// Nouns for people that say nothing of what somebody is.
const PLAIN: &[&str] = &["man", "woman", "boy", "girl", "guy", "person", "lady", "gentleman"];
/// Words that count people: "many governors, like Ada Lund".
const MANY: &[&str] = &["many", "most", "some", "several", "few", "other", "all", "both"];

fn note_role(doc: &Doc, found: &mut Entities, e: EntityIdx, run: Tokens) {
    if PLAIN.contains(&lemmas::noun(doc.lower(run.end as usize - 1))) {
        return note_gender(found, e, doc.word(run.end as usize - 1));
    }
    if found.list[e].affiliation.is_none() {
        found.list[e].affiliation = affiliation(doc, found, run, e);
    }
    note_gender(found, e, doc.lower(run.end as usize - 1));
    let mut role = doc.slice(run).split_whitespace().collect::<Vec<_>>().join(" ");
    // "Bank of Norhaven economists"
    let last = || run.range().rfind(|i| is_office(doc.word(*i)));
    if let Some((many, one)) = office(doc, run).or_else(last).and_then(|i| Some((doc.word(i), singular(doc.word(i))?)))
    {
        role = role.replacen(many, &one, 1);
        let first = run.start as usize;
        let counted = doc.syntax.upos[first] == Upos::Num || MANY.contains(&doc.lower(first));
        role = role.split_once(' ').filter(|_| counted).map_or(role.clone(), |(_, rest)| rest.to_owned());
    }
    add(&mut found.list[e].roles, role);
}

fn add(roles: &mut Vec<String>, role: String) {
    if roles.len() < MOST && !roles.iter().any(|r| r.eq_ignore_ascii_case(&role)) {
        roles.push(role);
    }
}

/// "Dr." and "Prof." before a name say what somebody is, as "Mr." does not.
fn degree(doc: &Doc, name: Tokens) -> Option<String> {
    let i = (name.start as usize).checked_sub(1)?;
    let word = doc.word(i);
    let degree = matches!(word.trim_end_matches('.'), "Dr" | "Prof") && doc.sentence(i) == doc.sentence(i + 1);
    degree.then(|| word.to_owned())
}

fn note_gender(found: &mut Entities, e: EntityIdx, word: &str) {
    if found.list[e].gender == Gender::Unknown {
        found.list[e].gender = titles::gender(word).or(nouns::gender(lemmas::noun(word)));
    }
}

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
    // "Mr. Lund's deputy" keeps it
    let stays = |run: Tokens| run.len() > 2 && doc.is_possessive_ending(run.start as usize + 2);
    while !run.is_empty() && titles::is_honorific(doc.word(run.start as usize)) && !stays(run) {
        run.start += 1;
    }
    while !run.is_empty() && titles::is_honorific(doc.word(run.end as usize - 1)) {
        run.end -= 1;
    }
    (!run.is_empty() && run.range().any(|i| is_office(doc.word(i)))).then_some(run)
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
