//! What the stage finds: mentions.

use crate::extraction::{EntityType, MentionKind};
use crate::span::Tokens;

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
