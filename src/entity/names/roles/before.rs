//! Titles before a name: "harbour minister Ada Lund", "the chairman of the Norhaven branch, Ada Lund,".

use crate::doc::Doc;
use crate::entity::Entities;
use crate::extraction::EntityType;
use crate::lexicon::titles::{self, is_office};
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::Upos;

/// Longest title just before a name, in tokens.
const LONGEST: u32 = 14;
/// Longest title that says of what, in tokens.
const LONGEST_OF: usize = 24;

/// The title just before a name: "Norhaven minister of transport" of "Norhaven minister of transport Ada Lund".
pub(super) fn title(doc: &Doc, found: &Entities, name: Tokens, in_person: &[bool]) -> Option<Tokens> {
    let mut run = Tokens { start: name.start, end: name.start };
    while run.start > 0 && name.start - run.start < LONGEST {
        let i = run.start as usize - 1;
        if doc.sentence(i) != doc.sentence(name.start as usize) || in_person[i] || is_no_part(doc, found, i) {
            break;
        }
        // "Bank of Norhaven | governor Ada Lund"
        let body = (!run.is_empty()).then(|| body_up_to(found, run.start)).flatten();
        match body.or_else(|| bracketed(doc, i).filter(|_| !run.is_empty())) {
            Some(start) => run.start = start,
            None if is_part(doc, run, i) => run.start -= 1,
            None => break,
        }
    }
    if bracketed(doc, run.start as usize + 2).is_some_and(|open| open == run.start) {
        run.start += 3;
    }
    // begin at a word that can begin a title; an office must be in it
    let opens = |i: usize| {
        matches!(doc.word(i), "of" | "for" | "in" | "-" | "&" | "the" | "and" | "new" | "fellow" | "year")
            // "the 91-year-old activist Lund"
            || doc.word(i) == "old" && i > 0 && doc.word(i - 1) == "-"
            || doc.is_possessive_ending(i)
    };
    while !run.is_empty() && opens(run.start as usize) {
        run.start += 1;
    }
    run.start = own_start(doc, run);
    let title = |i: &usize| is_office(doc.word(*i)) || titles::is_honorific(doc.word(*i));
    let offices: Vec<usize> = run.range().filter(|i| title(i) && !ends_a_body(found, *i)).collect();
    // "minister Ada Lund", "minister of transport Ada Lund"; not "minister from Oslo Ada Lund"
    let fits = |last: &usize| *last as u32 + 1 == run.end || matches!(doc.word(last + 1), "of" | "for");
    // "the followers of Christ" is no title of his
    let whole = !run.is_empty() && !matches!(doc.word(run.end as usize - 1), "of" | "for" | "in" | "the" | "and");
    (whole && offices.iter().any(fits)).then_some(run)
}

/// True of a day ("on Friday Secretary-General Lund") and of what stands under a picture.
fn is_no_part(doc: &Doc, found: &Entities, i: usize) -> bool {
    let kind = || found.mentions.name_over(i).and_then(|m| found.mentions[m].entity);
    doc.word(i) == "caption" || matches!(kind(), Some(EntityType::Date | EntityType::Time))
}

/// "Star" of "the Norhaven Daily Star" is no office.
fn ends_a_body(found: &Entities, i: usize) -> bool {
    let name = found.mentions.name_over(i).map(|m| &found.mentions[m]);
    name.is_some_and(|n| n.entity == Some(EntityType::Org) && n.tokens.len() > 2 && n.tokens.end as usize == i + 1)
}

/// Where a title begins that other words run into: "of the groundwork | former minister Lund", "by the time | Sen. Lund", "a
/// spokesman for | House Speaker Lund".
fn own_start(doc: &Doc, run: Tokens) -> u32 {
    let start = led_in(doc, run);
    let titled = |i: usize| is_office(doc.word(i)) && doc.lower(i) != "justice";
    if run.is_empty() || !titled(run.end as usize - 1) {
        return start;
    }
    // "Tourism Authority of Norhaven governor" is one title
    let theirs = |i: usize| is_office(doc.word(i)) && !doc.is_capital(i);
    let of = |i: usize| matches!(doc.word(i), "of" | "for") && i > start as usize && theirs(i - 1);
    let theirs = (start as usize..run.end as usize - 1).rev().find(|i| of(*i)).map(|i| i + 1);
    let theirs = theirs.map(|i| if doc.word(i) == "the" { i + 1 } else { i });
    theirs.filter(|i| *i < run.end as usize).map_or(start, |i| i as u32)
}

/// The start of a title without the words that lead to it: "the groundwork | former minister", "the time | Sen.".
fn led_in(doc: &Doc, run: Tokens) -> u32 {
    let idle = |i: usize| !doc.is_capital(i) && !is_office(doc.word(i));
    let begins = |i: usize| {
        let word = doc.word(i);
        matches!(word, "former" | "current") || word.ends_with('.') && titles::is_title(word)
    };
    let first = run.range().take_while(|i| begins(*i) || idle(*i)).find(|i| begins(*i));
    first.map_or(run.start, |i| i as u32)
}

/// True if word `i` is a part of the title that goes on with `run`.
fn is_part(doc: &Doc, run: Tokens, i: usize) -> bool {
    let word = doc.word(i);
    match word {
        // "secretary of state", not "the release of former soldier"
        "of" | "for" => i > 0 && is_office(doc.word(i - 1)),
        "the" => i > 0 && doc.word(i - 1) == "of",
        // "defence secretary and party treasurer Ada Lund"
        "and" => i > 0 && is_office(doc.word(i - 1)) && run.range().any(|k| is_office(doc.word(k))),
        // "Norhaven's mayor Ada Lund"
        _ if doc.is_possessive_ending(i) => i > 0 && doc.is_capital(i - 1),
        _ => {
            matches!(doc.syntax.upos[i], Upos::Noun | Upos::Propn | Upos::Adj)
                || titles::is_title(word)
                || matches!(word, "-" | "&" | "former" | "vice")
        }
    }
}

/// Where the name of a body starts that ends just before `end`.
fn body_up_to(found: &Entities, end: u32) -> Option<u32> {
    let mut near = found.mentions.between(end.saturating_sub(8), end);
    let body = |m: &crate::ids::MentionId| {
        let mention = &found.mentions[*m];
        mention.is_name() && !mention.is_person_name() && mention.tokens.end == end && mention.tokens.len() > 1
    };
    near.find(body).map(|m| found.mentions[m].tokens.start)
}

/// Where a short form in brackets starts that ends with token `i`: "the Ferry Board (FB)".
fn bracketed(doc: &Doc, i: usize) -> Option<u32> {
    let open = i.checked_sub(2).filter(|_| i < doc.tokens.len() && doc.word(i) == ")")?;
    (doc.word(open) == "(").then_some(open as u32)
}

/// A title that says of what and ends before a name or its comma: "chairman of the branch at Norhaven, | Ada Lund,".
pub(super) fn long_title(doc: &Doc, name: Tokens, in_person: &[bool]) -> Option<Tokens> {
    let start = name.start as usize;
    let comma = start.checked_sub(1).filter(|i| doc.word(*i) == ",");
    let end = comma.unwrap_or(start);
    let first = (end.saturating_sub(LONGEST_OF)..end)
        .rev()
        .take_while(|i| doc.sentence(*i) == doc.sentence(start) && !in_person[*i] && may_stand_in_title(doc, *i))
        .last()?;
    let of = |i: usize| matches!(doc.word(i), "of" | "for" | "at" | "in");
    let office = (first..end).find(|i| is_office(doc.word(*i)) && i + 1 < end && of(i + 1))?;
    let run = phrase(doc, office);
    let from = (run.start as usize).max(first);
    let after = name.end as usize;
    let closed = after >= doc.tokens.len()
        || doc.sentence(after) != doc.sentence(start)
        || matches!(doc.word(after), "," | "." | ";" | ")" | "—" | "–")
            && doc.tokens.get(after + 1).is_none_or(|_| doc.lower(after + 1) != "and");
    // "supporters of president | Ada Lund"
    let titled = is_office(doc.word(end - 1)) || matches!(doc.syntax.upos[end - 1], Upos::Adp | Upos::Det | Upos::Adj);
    // after a comma it is the parser who knows whether the phrase goes so far
    let set_off = comma.is_some() && first > 0 && doc.syntax.upos[first] == Upos::Det || first + 2 >= office;
    let reaches = run.end as usize == end || (comma.is_none() || set_off) && !doc.syntax.plural[office];
    let from = (from..office).rev().take_while(|i| !matches!(doc.word(*i), "of" | "in" | "at" | "for" | "(")).last();
    let from = from.unwrap_or(office);
    let from = if doc.syntax.upos[from] == Upos::Det || doc.is_possessive_ending(from) { from + 1 } else { from };
    let from = led_in(doc, Tokens::new(from, end)) as usize;
    (reaches && !titled && (comma.is_none() || closed) && from <= office).then(|| Tokens::new(from, end))
}

fn may_stand_in_title(doc: &Doc, i: usize) -> bool {
    let upos = doc.syntax.upos[i];
    matches!(upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num)
        || matches!(doc.word(i), "of" | "for" | "at" | "in" | "on" | "and" | "&" | "-" | "(" | ")")
        || doc.is_possessive_ending(i)
}
