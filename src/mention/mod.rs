//! Everything that the text refers to: names with their types, noun phrases for people and bodies, pronouns.

mod beside;
mod closed;
mod consistent;
mod names;
mod nominals;
mod pronouns;

use crate::encode::Vectors;
use crate::error::Error;
use crate::extraction::{EntityType, MentionKind};
use crate::model::Model;
use crate::span::Tokens;
use crate::syntax::Syntax;
use crate::text::Text;

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

/// All mentions, by first token; names never overlap one another.
pub fn mentions(
    source: &str,
    text: &Text,
    vectors: &Vectors,
    syntax: &Syntax,
    model: &Model,
    check: &dyn Fn() -> Result<(), Error>,
) -> Result<Vec<Mention>, Error> {
    let mut named = names::names(source, text, vectors, model);
    closed::add(source, text, &mut named, check)?;
    let mut in_name = vec![false; text.tokens.len()];
    for i in named.iter().flat_map(|(t, _)| t.range()) {
        in_name[i] = true;
    }
    let mut out: Vec<Mention> = named
        .into_iter()
        .map(|(tokens, entity)| Mention {
            tokens,
            head: name_head(syntax, tokens),
            kind: MentionKind::Name,
            entity: Some(entity),
            plural: false,
        })
        .collect();
    nominals::add(source, text, syntax, &in_name, &mut out);
    pronouns::add(source, text, syntax, &in_name, &mut out);
    out.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    Ok(out)
}

/// The word of a name that its other words hang on.
fn name_head(syntax: &Syntax, tokens: Tokens) -> u32 {
    let outside = |i: &usize| syntax.head(*i).is_none_or(|h| !tokens.has(h));
    tokens.range().find(outside).unwrap_or(tokens.start as usize) as u32
}
