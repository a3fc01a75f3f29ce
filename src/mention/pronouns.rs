//! Pronouns that can stand for a person or a body.

use super::Mention;
use crate::extraction::MentionKind;
use crate::span::Tokens;
use crate::syntax::{Syntax, Upos};
use crate::text::Text;

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
        "who" | "whom" | "whose" | "which" => Person::Who,
        _ => return None,
    })
}

pub(super) fn add(source: &str, text: &Text, syntax: &Syntax, in_name: &[bool], out: &mut Vec<Mention>) {
    for (i, t) in text.tokens.iter().enumerate() {
        let word = t.span.of(source);
        if in_name[i] || syntax.upos[i] == Upos::Propn {
            continue;
        }
        if let Some(p) = person(word).filter(|_| word != "US") {
            out.push(Mention {
                tokens: Tokens::new(i, i + 1),
                head: i as u32,
                kind: MentionKind::Pronoun,
                entity: None,
                plural: matches!(p, Person::They | Person::We),
            });
        }
    }
}
