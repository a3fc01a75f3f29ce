//! The whole noun phrase around a mention, as OntoNotes marks it: titles, determiners, relative clauses, appositions and
//! possessive endings included.

use sayso::doc::Doc;
use sayso::extraction::{EntityType, MentionKind};
use sayso::mention::{self, Mention};
use sayso::span::Tokens;
use sayso::syntax::{Relation, Upos};

/// What OntoNotes does not mark: relative pronouns, adjectives, numbers.
pub(crate) fn unmarked(doc: &Doc, m: &Mention) -> bool {
    use EntityType::{Cardinal, Money, Ordinal, Percent, Quantity};
    let head = m.head as usize;
    match m.kind {
        MentionKind::Pronoun => mention::person(doc.word(head)) == Some(mention::Person::Who),
        MentionKind::Name => {
            doc.syntax.upos[head] == Upos::Adj
                || matches!(m.entity, Some(Cardinal | Money | Ordinal | Percent | Quantity))
        }
        MentionKind::Nominal => false,
    }
}

/// The tokens of the phrase.
pub(crate) fn phrase(doc: &Doc, m: &Mention) -> Tokens {
    let mut head = m.head as usize;
    if m.kind == MentionKind::Pronoun {
        return m.tokens;
    }
    if m.kind == MentionKind::Name {
        head = titled(doc, m.tokens, head);
    }
    let mut run = mention::phrase(doc, head);
    run.start = run.start.min(m.tokens.start);
    run.end = (head as u32 + 1).max(if m.tokens.has(head) { m.tokens.end } else { 0 });
    let syntax = &doc.syntax;
    for j in syntax.dependents(head).filter(|j| *j > head) {
        if syntax.right[j] <= run.end || syntax.left[j] < run.end {
            run.end = run.end.max(syntax.right[j]);
            continue;
        }
        let after = matches!(
            syntax.relation[j],
            Relation::Nmod
                | Relation::Acl
                | Relation::Appos
                | Relation::Compound
                | Relation::Flat
                | Relation::Nummod
                | Relation::Amod
                | Relation::Case
                | Relation::Punct
        );
        let of = m.kind != MentionKind::Name || syntax.relation[j] != Relation::Nmod || belongs(doc, j);
        let gap = (run.end..syntax.left[j]).all(|i| syntax.upos[i as usize] == Upos::Punct);
        if !after || !of || !gap {
            break;
        }
        if syntax.relation[j] != Relation::Punct {
            run.end = syntax.right[j];
        }
    }
    let determiner = |i: u32| syntax.upos[i as usize] == Upos::Det && syntax.upos[run.start as usize] != Upos::Det;
    if run.start > 0 && determiner(run.start - 1) {
        run.start -= 1; // "a boy's clock": the parse gives the article to the clock
    }
    while run.len() > 1 && syntax.upos[run.end as usize - 1] == Upos::Punct && !closes(doc.word(run.end as usize - 1)) {
        run.end -= 1;
    }
    run
}

/// "of Cassation", "from Brazil": part of a name's phrase, as "by the navy" is not.
fn belongs(doc: &Doc, i: usize) -> bool {
    let case = doc.syntax.dependent(i, Relation::Case);
    case.is_none_or(|k| matches!(doc.word(k), "of" | "in" | "at" | "from" | "'s" | "’s"))
}

fn closes(mark: &str) -> bool {
    matches!(mark, "\"" | "”" | ")")
}

/// The head of the title just before a name that hangs on it: "spokesman Jeff Rathke".
fn titled(doc: &Doc, name: Tokens, head: usize) -> usize {
    let up = doc.syntax.head(head).filter(|h| *h < name.start as usize && name.start as usize - h <= 8);
    let hangs = matches!(doc.syntax.relation[head], Relation::Flat | Relation::Appos | Relation::Compound);
    let words = |h: usize| (h..name.start as usize).all(|i| doc.is_word(i));
    up.filter(|h| hangs && words(*h)).unwrap_or(head)
}
