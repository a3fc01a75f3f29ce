//! People named together: "Ada Lund and Tom Berg".

use std::collections::HashMap;

use super::Mentions;
use crate::doc::Doc;
use crate::ids::MentionId;
use crate::lexicon::{lemmas, nouns};
use crate::span::Tokens;
use crate::syntax::Relation;

/// Tokens of the longest list of names.
const LONGEST: usize = 40;

/// Two or more names joined by "and".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coordination {
    /// From the first name to the last.
    pub tokens: Tokens,
    /// Their mentions.
    pub parts: Vec<MentionId>,
}

/// All of them, in order of the text.
pub(super) fn find(doc: &Doc, mentions: &Mentions) -> Vec<Coordination> {
    let syntax = &doc.syntax;
    let people = || mentions.from(0).filter(|m| mentions[*m].is_person_name());
    let by_head: HashMap<usize, MentionId> =
        people().map(|m| (titled_head(doc, mentions[m].head as usize), m)).collect();
    let mut out = Vec::new();
    for m in people() {
        let first = mentions[m];
        let head = titled_head(doc, first.head as usize);
        if by_head.get(&head) != Some(&m) || syntax.relation[head] == Relation::Conj {
            continue;
        }
        let others = conjuncts(doc, head);
        let parts: Vec<MentionId> = others.iter().filter_map(|j| by_head.get(j).copied()).collect();
        let has_and = |j: usize| {
            let mut cc = syntax.dependents(j).filter(|k| syntax.relation[*k] == Relation::Cc);
            cc.any(|k| matches!(doc.word(k), "and" | "&"))
        };
        // "and her brother | Idris Foss"
        let title_of = |j: usize| by_head.contains_key(&(j + 1)) && nouns::is_person(lemmas::noun(doc.lower(j)));
        let and =
            |j: &usize| has_and(*j) || *j > 0 && others.contains(&(*j - 1)) && title_of(*j - 1) && has_and(*j - 1);
        // "Lund, Republican of Iowa, and Berg": what is said of one is no third
        let said_of = |j: &usize| !and(j) && nouns::is_person(lemmas::noun(doc.lower(*j)));
        let all = others.iter().all(|j| by_head.contains_key(j) || said_of(j) || title_of(*j));
        let last = others.iter().rfind(|j| by_head.contains_key(j));
        if !all || !last.is_some_and(and) {
            continue;
        }
        let end = parts.iter().map(|m| mentions[*m].tokens.end).max().unwrap_or(first.tokens.end);
        // the parser may hang a name on one that comes after it
        if end <= first.tokens.start {
            continue;
        }
        let tokens = Tokens { start: first.tokens.start, end };
        if tokens.len() <= LONGEST {
            out.push(Coordination { tokens, parts: std::iter::once(m).chain(parts).collect() });
        }
    }
    out.sort_by_key(|g| g.tokens.end);
    out
}

/// What is joined to a word, and to that in turn, in order.
fn conjuncts(doc: &Doc, head: usize) -> Vec<usize> {
    let of = |i: usize| doc.syntax.dependents(i).filter(|j| doc.syntax.relation[*j] == Relation::Conj);
    let mut out: Vec<usize> = of(head).collect();
    let mut k = 0;
    while k < out.len() && out.len() < LONGEST {
        out.extend(of(out[k]));
        k += 1;
    }
    out.sort_unstable();
    out
}

/// "Senators | Ada Lund": joined is the title.
fn titled_head(doc: &Doc, mut i: usize) -> usize {
    for _ in 0..4 {
        let hangs = matches!(doc.syntax.relation[i], Relation::Flat | Relation::Compound);
        match doc.syntax.head(i).filter(|_| hangs) {
            Some(h) => i = h,
            None => break,
        }
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn found(lines: &str) -> Vec<String> {
        let f = Fixture::new(lines);
        find(&f.doc, &Mentions::new(&f.mentions())).iter().map(|c| f.doc.slice(c.tokens).to_owned()).collect()
    }

    #[test]
    fn and_joins_people_or_does_not() {
        let lines = |joined: &str| {
            format!(
                "1 Lund PROPN _ 4 nsubj Name=(PERSON)
                2 {joined} CCONJ _ 3 cc _
                3 Berg PROPN _ 1 conj Name=(PERSON)
                4 waved VERB _ 0 root SpaceAfter=No
                5 . PUNCT _ 4 punct _"
            )
        };
        assert_eq!(found(&lines("and")), ["Lund and Berg"]);
        assert!(found(&lines("or")).is_empty());
    }

    #[test]
    fn a_name_that_hangs_on_a_later_one_is_passed_over() {
        let lines = "1 Lund PROPN _ 3 conj Name=(PERSON)
            2 and CCONJ _ 1 cc _
            3 Berg PROPN _ 4 nsubj Name=(PERSON)
            4 waved VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _";
        assert!(found(lines).is_empty());
    }
}
