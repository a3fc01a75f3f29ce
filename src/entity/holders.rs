//! Nominals that name their holder by a word: "the US official" has a role of that noun, "the ministry" a name with it.

use super::memory::Memory;
use super::roles;
use super::{Entities, Page};
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::{lemmas, nouns, places};
use crate::span::Tokens;

/// Names of an entity that are looked at.
const NAMES: usize = 4;

/// The person whose role has this noun, the countries of both agreeing; the one mentioned last.
pub(super) fn by_role(page: Page<'_>, found: &Entities, memory: &Memory, tokens: Tokens, noun: &str) -> Option<usize> {
    let words: Vec<String> = tokens.range().map(|i| page.lower(i)).collect();
    let mine: Vec<&String> = words.iter().filter(|w| of_country(w)).collect();
    let fits = |role: &String| {
        let role = role.to_lowercase();
        let theirs: Vec<&str> = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let same_noun = roles::head_noun(&role).is_some_and(|w| lemmas::noun(w) == noun);
        let clash = !mine.is_empty()
            && theirs.iter().any(|w| of_country(w))
            && !mine.iter().any(|w| theirs.contains(&w.as_str()));
        same_noun && !clash
    };
    memory.candidates(None).into_iter().find(|e| {
        let e = &found.list[*e];
        e.kind == EntityType::Person && e.named && e.roles.iter().any(fits)
    })
}

fn of_country(word: &str) -> bool {
    places::is_demonym(word) || places::country(word).is_some_and(|_| word.len() < 5)
}

/// The body with this noun in its name, the one mentioned last; a foreign office is a ministry.
pub(super) fn by_name(page: Page<'_>, found: &Entities, memory: &Memory, noun: &str) -> Option<usize> {
    if !nouns::is_body(noun) {
        return None;
    }
    let same = |w: String| w == noun || noun == "ministry" && w == "office" || lemmas::noun(&w) == noun;
    let body = |e: &usize| {
        let e = &found.list[*e];
        let names = e.mentions.iter().map(|m| &found.mentions[*m]).filter(|m| m.kind == MentionKind::Name);
        e.named
            && matches!(e.kind, EntityType::Org | EntityType::Fac)
            && names.take(NAMES).any(|m| m.tokens.range().any(|i| same(page.lower(i))))
    };
    memory.candidates(None).into_iter().find(body)
}
