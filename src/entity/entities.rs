//! The entities of an article, as they grow while its mentions are resolved.

use super::Mentions;
use crate::extraction::{EntityType, Gender};
use crate::ids::{EntityIdx, FrameId, IdVec, MentionId};
use crate::mention::Mention;
use crate::rule::RuleName;
use crate::span::Tokens;

/// A set of coreferent mentions.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its type.
    pub kind: EntityType,
    /// Its mentions, in order of the text.
    pub mentions: Vec<MentionId>,
    /// Roles, in order of the text.
    pub roles: Vec<String>,
    /// The body or country of a person's roles.
    pub affiliation: Option<EntityIdx>,
    /// As the text gives it.
    pub gender: Gender,
    /// It has a mention by name.
    pub named: bool,
    /// For several named together: where the text does so.
    pub coordinated: Vec<Tokens>,
}

impl Entity {
    /// An entity of which nothing is known but its type.
    pub(super) fn new(kind: EntityType, named: bool) -> Self {
        Self {
            kind,
            mentions: Vec::new(),
            roles: Vec::new(),
            affiliation: None,
            gender: Gender::Unknown,
            named,
            coordinated: Vec::new(),
        }
    }

    /// True of a person with a name.
    pub(super) fn is_named_person(&self) -> bool {
        self.named && self.kind == EntityType::Person
    }
}

/// All entities of an article, and who speaks in each frame.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// The mentions of the text, and those made for sources.
    pub mentions: Mentions,
    /// The entities, in no order.
    pub list: IdVec<EntityIdx, Entity>,
    /// The entity of each mention, if it was resolved.
    pub of: IdVec<MentionId, Option<EntityIdx>>,
    /// The rule that linked each mention: a sieve, the ranker, or none for a first mention.
    pub linked_by: IdVec<MentionId, Option<RuleName>>,
    /// The speaker of each frame.
    pub speakers: IdVec<FrameId, Option<EntityIdx>>,
    /// For each mention, whether it names a place and means those who govern or work there.
    pub metonyms: IdVec<MentionId, bool>,
}

impl Entities {
    pub(super) fn new(mentions: Mentions) -> Self {
        let count = mentions.len();
        Self { of: IdVec::filled(None, count), linked_by: IdVec::filled(None, count), mentions, ..Self::default() }
    }

    /// A new entity of one mention.
    pub(super) fn begin(&mut self, mention: MentionId) -> EntityIdx {
        let m = &self.mentions[mention];
        let e = self.list.push(Entity::new(m.entity.unwrap_or(EntityType::Person), m.is_name()));
        self.join(mention, e);
        e
    }

    /// Adds a mention made for a source.
    pub(super) fn add_source(&mut self, mention: Mention) -> MentionId {
        self.of.push(None);
        self.linked_by.push(None);
        self.mentions.add_source(mention)
    }

    /// Adds a mention to an entity.
    pub(super) fn join(&mut self, mention: MentionId, entity: EntityIdx) {
        self.of[mention] = Some(entity);
        self.list[entity].mentions.push(mention);
    }

    /// Adds all mentions of one entity to another; the first is left without any.
    pub(super) fn merge(&mut self, from: EntityIdx, to: EntityIdx) {
        let mentions = std::mem::take(&mut self.list[from].mentions);
        for m in &mentions {
            self.of[*m] = Some(to);
        }
        self.list[to].mentions.extend(mentions);
    }

    /// The entity of the mention that holds token `i`: the one it heads, else the shortest of those resolved.
    pub(super) fn over(&self, i: usize) -> Option<EntityIdx> {
        let resolved = self.mentions.over(i).filter(|m| self.of[*m].is_some());
        let nearest = resolved.min_by_key(|m| {
            let mention = &self.mentions[*m];
            (mention.head as usize != i, mention.tokens.len())
        });
        nearest.and_then(|m| self.of[m])
    }
}
