//! Pronouns: personal, demonstrative, relative.

use super::types::Mention;
use crate::doc::Doc;
use crate::extraction::MentionKind;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// What a pronoun agrees with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// he, him, his, himself
    He,
    /// she, her, hers, herself
    She,
    /// it, its, itself
    It,
    /// they, them, their
    They,
    /// I, me, my
    I,
    /// we, us, our
    We,
    /// you, your
    You,
    /// this, that, standing alone
    This,
    /// these, those, standing alone
    These,
    /// who, whom, whose, which
    Who,
}

/// What kind of pronoun a word is.
pub fn person(word: &str) -> Option<Person> {
    Some(match word.to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Person::He,
        "she" | "her" | "hers" | "herself" => Person::She,
        "it" | "its" | "itself" => Person::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Person::They,
        "i" | "me" | "my" | "mine" | "myself" => Person::I,
        "we" | "us" | "our" | "ours" | "ourselves" => Person::We,
        "you" | "your" | "yours" | "yourself" | "yourselves" => Person::You,
        "this" | "that" => Person::This,
        "these" | "those" => Person::These,
        "who" | "whom" | "whose" | "which" => Person::Who,
        _ => return None,
    })
}

fn points(p: Person) -> bool {
    matches!(p, Person::This | Person::These)
}

/// A demonstrative that is no determiner, no conjunction and no relative pronoun ("the ship that sank").
fn stands_alone(doc: &Doc, i: usize) -> bool {
    let syntax = &doc.syntax;
    let relative = syntax.head(i).is_some_and(|h| syntax.relation[h] == Relation::Acl && i < h);
    syntax.upos[i] == Upos::Pron && !relative && !matches!(syntax.relation[i], Relation::Det | Relation::Mark)
}

pub(super) fn add(doc: &Doc, in_name: &[bool], out: &mut Vec<Mention>) {
    for (i, named) in in_name.iter().enumerate() {
        let word = doc.word(i);
        if *named || doc.syntax.upos[i] == Upos::Propn {
            continue;
        }
        if let Some(p) = person(word).filter(|p| word != "US" && (!points(*p) || stands_alone(doc, i))) {
            out.push(Mention {
                tokens: Tokens::new(i, i + 1),
                head: i as u32,
                kind: MentionKind::Pronoun,
                entity: None,
                plural: matches!(p, Person::They | Person::We | Person::These),
            });
        }
    }
}
