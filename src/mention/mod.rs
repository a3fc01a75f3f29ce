//! Everything that the text refers to: names with their types, noun phrases for people and bodies, pronouns.

mod beside;
mod closed;
mod consistent;
mod names;
mod nominals;
mod pronouns;

use crate::doc::Doc;
use crate::error::Error;
use crate::extraction::{EntityType, MentionKind};
use crate::model::Model;
use crate::rule::Rules;
use crate::span::Tokens;
use crate::stop::Stop;

pub use beside::is_work;
pub use nominals::{phrase, phrase_at};
pub use pronouns::{Person, person};

/// One reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens.
    pub tokens: Tokens,
    /// The head word.
    pub head: u32,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
    /// Type: of names always, of nominals where the noun stands for people or a body.
    pub entity: Option<EntityType>,
    /// More than one.
    pub plural: bool,
}

impl Mention {
    /// True of a name.
    pub fn is_name(&self) -> bool {
        self.kind == MentionKind::Name
    }

    /// True of a person's name.
    pub fn is_person_name(&self) -> bool {
        self.is_name() && self.entity == Some(EntityType::Person)
    }
}

/// All mentions, by first token; names never overlap one another.
pub fn mentions(doc: &Doc, model: &Model, _rules: &Rules, stop: &Stop) -> Result<Vec<Mention>, Error> {
    let mut named = names::names(doc, model);
    closed::add(doc, &mut named, stop)?;
    Ok(with_nominals_and_pronouns(doc, named))
}

/// Names with their types, and the noun phrases and pronouns that stand outside them.
pub(crate) fn with_nominals_and_pronouns(doc: &Doc, named: Vec<(Tokens, EntityType)>) -> Vec<Mention> {
    let mut in_name = vec![false; doc.tokens.len()];
    for i in named.iter().flat_map(|(t, _)| t.range()) {
        in_name[i] = true;
    }
    let mut out: Vec<Mention> = named
        .into_iter()
        .map(|(tokens, entity)| Mention {
            tokens,
            head: name_head(doc, tokens),
            kind: MentionKind::Name,
            entity: Some(entity),
            plural: false,
        })
        .collect();
    nominals::add(doc, &in_name, &mut out);
    pronouns::add(doc, &in_name, &mut out);
    out.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    out
}

/// The word of a name that its other words hang on.
fn name_head(doc: &Doc, tokens: Tokens) -> u32 {
    let outside = |i: &usize| doc.syntax.head(*i).is_none_or(|h| !tokens.has(h));
    tokens.range().find(outside).unwrap_or(tokens.start as usize) as u32
}
