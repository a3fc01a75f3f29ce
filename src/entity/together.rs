//! Whom "they" means: people named together ("Ada Lund and Tom Berg"), a body, those of the sentence before.

use std::collections::HashMap;

use super::Entities;
use super::holders;
use super::profiles::{Form, Place};
use super::resolver::Resolver;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::{lemmas, nouns};
use crate::mention::Person;
use crate::span::Tokens;
use crate::syntax::Relation;

/// Tokens of the longest list of names.
const LONGEST: usize = 40;
/// Groups named last that "the senators" may mean.
const GROUPS: usize = 8;
/// Mentions between two that are looked at.
const BETWEEN: usize = 256;

/// Two or more names joined by "and".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// From the first name to the last.
    pub tokens: Tokens,
    /// Their mentions.
    pub parts: Vec<usize>,
}

/// All of them, in order of the text.
pub(super) fn find(doc: &Doc, found: &Entities) -> Vec<Group> {
    let syntax = &doc.syntax;
    // "Senators | Ada Lund": joined is the title
    let top = |mut i: usize| {
        for _ in 0..4 {
            match syntax.head(i).filter(|_| matches!(syntax.relation[i], Relation::Flat | Relation::Compound)) {
                Some(h) => i = h,
                None => break,
            }
        }
        i
    };
    let mut by_head = HashMap::new();
    for m in 0..found.sorted {
        let n = &found.mentions[m];
        if n.kind == MentionKind::Name && n.entity == Some(EntityType::Person) {
            by_head.insert(top(n.head as usize), m);
        }
    }
    let mut out = Vec::new();
    for m in 0..found.sorted {
        let first = found.mentions[m];
        let head = top(first.head as usize);
        if by_head.get(&head) != Some(&m) || syntax.relation[head] == Relation::Conj {
            continue;
        }
        let others: Vec<usize> = syntax.dependents(head).filter(|j| syntax.relation[*j] == Relation::Conj).collect();
        let parts: Vec<usize> = others.iter().filter_map(|j| by_head.get(j).copied()).collect();
        let and = |j: &usize| {
            let mut cc = syntax.dependents(*j).filter(|k| syntax.relation[*k] == Relation::Cc);
            cc.any(|k| matches!(doc.word(k), "and" | "&"))
        };
        // "Lund, Republican of Iowa, and Berg": what is said of one is no third
        let said_of = |j: &usize| !and(j) && nouns::is_person(&lemmas::noun(&doc.lower(*j)));
        let all = others.iter().all(|j| by_head.contains_key(j) || said_of(j));
        let last = others.iter().rfind(|j| by_head.contains_key(j));
        if !all || !last.is_some_and(and) {
            continue;
        }
        let end = parts.iter().map(|m| found.mentions[*m].tokens.end).max().unwrap_or(first.tokens.end);
        let tokens = Tokens { start: first.tokens.start, end };
        if tokens.len() <= LONGEST {
            out.push(Group { tokens, parts: std::iter::once(m).chain(parts).collect() });
        }
    }
    out.sort_by_key(|g| g.tokens.end);
    out
}

impl Resolver<'_, '_> {
    /// The people named together, whom "they" means just after, and "the senators" if one of them has that role.
    pub(super) fn group(&mut self, m: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let k = self.groups.partition_point(|g| g.tokens.end <= mention.tokens.start);
        let they = p.form == Form::Pronoun(Person::They);
        let group = if they {
            self.groups[..k]
                .last()
                .filter(|g| p.sentence.saturating_sub(self.doc.sentence(g.tokens.start as usize)) <= 1)?
        } else if p.form == Form::Definite && p.plural && p.kind == Some(EntityType::Group) {
            let noun = lemmas::noun(self.doc.word(mention.head as usize));
            let person = |n: &usize| self.found.of[*n].is_some_and(|e| holders::has_role(&self.found.list[e], &noun));
            self.groups[k.saturating_sub(GROUPS)..k].iter().rfind(|g| g.parts.iter().any(person))?
        } else {
            return None;
        };
        // "they" may be others who came between
        let other = |n: usize| self.profiles[n].plural && self.profiles[n].kind.is_some();
        if they && self.between(group.tokens.end, mention.tokens.start).any(other) {
            return None;
        }
        let (parts, tokens) = (group.parts.clone(), group.tokens);
        Some(self.together(&parts, tokens))
    }

    /// "They say" without an antecedent that the ranker believes in: the people or the body that the sentence before had
    /// for its subject.
    pub(super) fn they(&self, m: usize, candidates: &[usize]) -> Option<usize> {
        let p = &self.profiles[m];
        let subject = |e: &&usize| {
            let Some(q) = self.memory.of(**e).map(|k| &self.profiles[k.latest]) else { return false };
            let kind = self.found.list[**e].kind;
            let of_sentence = q.governor.is_some_and(|v| self.doc.syntax.relation[v] == Relation::Root);
            q.place == Place::Subject
                && of_sentence
                && q.sentence + 1 == p.sentence
                && matches!(kind, EntityType::Group | EntityType::Org | EntityType::Norp)
        };
        let they = p.form == Form::Pronoun(Person::They) && self.said.speaks(m);
        candidates.iter().find(subject).copied().filter(|_| they)
    }

    /// Mentions that begin between two tokens.
    pub(super) fn between(&self, after: u32, before: u32) -> impl Iterator<Item = usize> + '_ {
        let mentions = &self.found.mentions[..self.found.sorted];
        let from = mentions.partition_point(|n| n.tokens.start < after);
        let near = from..mentions.len().min(from + BETWEEN);
        near.take_while(move |n| self.found.mentions[*n].tokens.start < before)
    }
}
