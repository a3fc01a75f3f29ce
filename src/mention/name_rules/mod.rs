//! Rules of names, in the order in which they are applied: what is no name, what belongs to one, and whom the rest of the
//! article makes a person. A new one is a file here and a line in the list; its name is the file's.

#![allow(clippy::ptr_arg)] // all rules have one form, and some add or drop names

use std::collections::HashSet;

use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::{acts, lemmas};
use crate::rule::{RuleName, Rules};
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// A name and its type.
pub(super) type Name = (Tokens, EntityType);

/// A rule; names stay in the order of the text and never overlap.
struct NameRule {
    name: RuleName,
    apply: fn(&Doc, &mut Vec<Name>),
}

macro_rules! name_rules {
    ($($rule:ident,)*) => {
        $(mod $rule;)*
        const RULES: &[NameRule] = &[$(NameRule { name: stringify!($rule), apply: $rule::apply }),*];
    };
}

name_rules! {
    function_word,
    party_code,
    storm,
    title_alone,
    post_nominal,
    generation,
    given_name,
    hyphen,
    full_name,
    possessor,
    short_body,
    name_again,
    speaking_turn,
    trade_noun,
    trade_again,
}

/// The names of all rules.
pub(super) fn rules() -> impl Iterator<Item = RuleName> {
    RULES.iter().map(|r| r.name)
}

/// Applies those that are on.
pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>, rules: &Rules) {
    for rule in RULES.iter().filter(|r| rules.has(r.name)) {
        (rule.apply)(doc, names);
    }
}

/// True of the subject of a verb that reports ("Lund said").
fn speaks(doc: &Doc, i: usize) -> bool {
    let verb = doc.syntax.head(i).filter(|_| doc.syntax.relation[i] == Relation::Nsubj);
    verb.is_some_and(|v| doc.syntax.upos[v] == Upos::Verb && acts::act(lemmas::verb(doc.lower(v))).is_some())
}

/// True of what a preposition stands before ("in May").
fn is_oblique(doc: &Doc, i: usize) -> bool {
    doc.syntax.dependent(i, Relation::Case).is_some_and(|c| c < i)
}

/// The last words of the full names of people, in lower case.
fn surnames<'a>(doc: &'a Doc, names: &[Name]) -> HashSet<&'a str> {
    full_names(names).map(|t| doc.lower(t.end as usize - 1)).collect()
}

/// People's names of two words and more.
fn full_names(names: &[Name]) -> impl Iterator<Item = Tokens> {
    names.iter().filter(|(t, kind)| *kind == EntityType::Person && t.len() > 1).map(|(t, _)| *t)
}

/// For each token, whether it is part of a name.
fn named(doc: &Doc, names: &[Name]) -> Vec<bool> {
    let mut out = vec![false; doc.tokens.len()];
    for (t, _) in names {
        out[t.range()].fill(true);
    }
    out
}

#[cfg(test)]
mod testing {
    use super::RULES;
    use crate::fixture::Fixture;

    /// The names that a rule leaves of those that a fixture marks, each as "words TYPE"; none if it changes nothing.
    pub(super) fn changed(rule: &str, lines: &str) -> Option<Vec<String>> {
        let f = Fixture::new(lines);
        let rule = RULES.iter().find(|r| r.name == rule).expect("a rule of that name");
        let mut names = f.names.clone();
        (rule.apply)(&f.doc, &mut names);
        let shown = |(t, kind): &(_, crate::extraction::EntityType)| format!("{} {}", f.doc.slice(*t), kind.name());
        (names != f.names).then(|| names.iter().map(shown).collect())
    }
}
