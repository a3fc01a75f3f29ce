//! Nominals that name their holder by a word: "the US official" has a role of that noun, "the ministry" a name with it.

use super::memory::Memory;
use super::roles;
use super::{Entities, Entity};
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::{kinds, lemmas, nouns, places};
use crate::mention::{Mention, is_work};
use crate::span::Tokens;
use crate::syntax::Upos;

/// Names of an entity that are looked at.
const NAMES: usize = 4;

/// The person whose role has this noun, the countries of both agreeing; the one mentioned last.
pub(super) fn by_role(doc: &Doc, found: &Entities, memory: &Memory, tokens: Tokens, noun: &str) -> Option<usize> {
    let words: Vec<String> = tokens.range().map(|i| doc.lower(i)).collect();
    let mine: Vec<&String> = words.iter().filter(|w| of_country(w)).collect();
    let fits = |role: &String, exact: bool| {
        let role = role.to_lowercase();
        let theirs: Vec<&str> = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let same = |w: &str| if exact { lemmas::noun(w) == noun } else { is_kind(noun, w) };
        let same_noun = roles::head_noun(&role).is_some_and(same);
        let clash = !mine.is_empty()
            && theirs.iter().any(|w| of_country(w))
            && !mine.iter().any(|w| theirs.contains(&w.as_str()));
        same_noun && !clash
    };
    let holder = |exact: bool| {
        memory.candidates(None).into_iter().find(|e| {
            let e = &found.list[*e];
            e.kind == EntityType::Person && e.named && e.roles.iter().any(|r| fits(r, exact))
        })
    };
    holder(true).or_else(|| holder(false))
}

fn of_country(word: &str) -> bool {
    places::is_demonym(word) || places::country(word).is_some_and(|_| word.len() < 5)
}

/// True if a role of the entity has this noun or is a kind of it ("Sen.": a senator, a lawmaker).
pub(super) fn has_role(entity: &Entity, noun: &str) -> bool {
    entity.roles.iter().filter_map(|r| roles::head_noun(r)).map(str::to_lowercase).any(|w| is_kind(noun, &w))
}

fn is_kind(noun: &str, word: &str) -> bool {
    let lemma = lemmas::noun(word);
    lemma == noun || kinds::tells(noun, word) || kinds::tells(noun, &lemma)
}

/// The body with this noun in its name, the one mentioned last, or whose name begins or ends with a word for this kind; nouns before
/// it must be in the name too ("the appeals court" is no Supreme Court).
pub(super) fn by_name(doc: &Doc, found: &Entities, memory: &Memory, m: &Mention, noun: &str) -> Option<usize> {
    if !nouns::is_body(noun) {
        return None;
    }
    let before = m.tokens.range().take_while(|i| *i < m.head as usize);
    let nouns: Vec<String> =
        before.filter(|i| doc.syntax.upos[*i] == Upos::Noun).map(|i| lemmas::noun(doc.word(i))).collect();
    let names = |e: usize| {
        let names = found.list[e].mentions.iter().map(|m| &found.mentions[*m]);
        names.filter(|m| m.kind == MentionKind::Name).take(NAMES)
    };
    let has = |name: &Mention, noun: &str| name.tokens.range().any(|i| lemmas::noun(&doc.lower(i)) == noun);
    let is = |name: &Mention| {
        let ends = [name.tokens.start, name.tokens.end - 1].map(|i| doc.lower(i as usize));
        has(name, noun) || ends.iter().any(|w| kinds::tells(noun, w)) || noun == "ministry" && has(name, "office")
    };
    let body = |e: &usize| {
        let entity = &found.list[*e];
        entity.named
            && matches!(entity.kind, EntityType::Org | EntityType::Fac)
            && names(*e).any(is)
            && nouns.iter().all(|n| names(*e).any(|name| has(name, n)))
    };
    memory.candidates(None).into_iter().find(body)
}

/// The work mentioned last, by its noun ("the book").
pub(super) fn by_work(found: &Entities, memory: &Memory, noun: &str) -> Option<usize> {
    let work = |e: &usize| found.list[*e].named && found.list[*e].kind == EntityType::WorkOfArt;
    memory.candidates(None).into_iter().find(work).filter(|_| is_work(noun))
}
