//! Who is who: mentions gathered into entities, with the frames as evidence.
//!
//! Names first ([`names`]), then their roles ([`roles`]), then nominals and pronouns in the order of the text
//! ([`resolver`]) by rules ([`rules`]) and a learned ranker, and last the speaker behind each source.

mod again;
mod clauses;
mod features;
mod glances;
mod headline;
mod hearsay;
mod holders;
mod memory;
mod metonymy;
mod names;
mod profiles;
mod ranker;
mod resolver;
mod roles;
mod rules;
mod sources;
mod together;
mod voices;

use crate::doc::Doc;
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::frame::Frame;
use crate::mention::Mention;
use crate::model::Links;
use crate::rule::Rules;
use crate::span::Tokens;

pub use ranker::Ranker;
pub use resolver::{Decision, Policy, eager, ranked};

/// A set of coreferent mentions.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its type.
    pub kind: EntityType,
    /// Indices of its mentions, in order of the text.
    pub mentions: Vec<usize>,
    /// Roles, in order of the text.
    pub roles: Vec<String>,
    /// The body or country of a person's roles.
    pub affiliation: Option<usize>,
    /// As the text gives it.
    pub gender: Gender,
    /// It has a mention by name.
    pub named: bool,
    /// For several named together: where the text does so.
    pub joint: Vec<Tokens>,
}

/// All entities of an article, and who speaks in each frame.
#[derive(Clone, Debug)]
pub struct Entities {
    /// The mentions by first token, then those added for sources.
    pub mentions: Vec<Mention>,
    /// How many of them are in order.
    pub sorted: usize,
    /// The entities, in no order.
    pub list: Vec<Entity>,
    /// The entity of each mention, if it was resolved.
    pub of: Vec<Option<usize>>,
    /// The speaker of each frame.
    pub speakers: Vec<Option<usize>>,
    /// For each mention, whether it names a place and means those who govern or work there.
    pub metonyms: Vec<bool>,
}

/// Resolves all mentions of an article.
pub fn entities(doc: &Doc, mentions: Vec<Mention>, frames: &[Frame], weights: &Links, _rules: &Rules) -> Entities {
    let mut policy = |d: &Decision, _: &Entities| resolver::ranked(d);
    entities_by(doc, mentions, frames, weights, &mut policy)
}

/// The same with a choice of one's own: gold decisions for training, other rankers to compare.
pub fn entities_by(
    doc: &Doc,
    mentions: Vec<Mention>,
    frames: &[Frame],
    weights: &Links,
    policy: Policy<'_>,
) -> Entities {
    let mut found = names::cluster(doc, mentions);
    roles::find(doc, &mut found);
    let sources = sources::find(doc, &mut found, frames);
    let ranker = ranker::Ranker::new(weights, &doc.vectors, &found.mentions);
    let glances = glances::Glances::new(&doc.vectors.looks, &found.mentions);
    resolver::resolve(doc, (ranker, glances), &mut found, frames, &sources, policy);
    found.metonyms = metonymy::mark(doc, &found, frames);
    found
}

impl Entities {
    /// A new entity of one mention.
    fn found(&mut self, mention: usize) -> usize {
        let m = self.mentions[mention];
        self.list.push(Entity {
            kind: m.entity.unwrap_or(EntityType::Person),
            mentions: vec![mention],
            roles: Vec::new(),
            affiliation: None,
            gender: Gender::Unknown,
            named: m.kind == MentionKind::Name,
            joint: Vec::new(),
        });
        self.of[mention] = Some(self.list.len() - 1);
        self.list.len() - 1
    }

    /// The mentions that begin at token `i` or before it, from the last, `most` of them.
    fn up_to(&self, i: usize, most: usize) -> impl Iterator<Item = usize> + '_ {
        let k = self.mentions[..self.sorted].partition_point(|m| m.tokens.start as usize <= i);
        (k.saturating_sub(most)..k).rev()
    }

    /// Adds a mention to an entity.
    fn join(&mut self, mention: usize, entity: usize) {
        self.of[mention] = Some(entity);
        self.list[entity].mentions.push(mention);
    }
}
