//! Who is who: mentions gathered into entities, with the frames as evidence.
//!
//! Names first ([`names`]), with what stands beside them; then nominals and pronouns in the order of the text
//! ([`resolution`]): declared sieves ([`sieves`]) where one is sure, else a learned [`ranker`]; last the speaker behind each
//! source.

mod apposition;
mod attribution;
mod authorship;
mod coordination;
mod discourse;
mod entities;
mod features;
mod head_match;
mod mentions;
pub(crate) mod names;
mod ranker;
mod resolution;
mod sieves;
mod speaker_context;
mod speakers;
mod state;
mod title_block;
#[cfg(test)]
mod trial;

pub use entities::{Entities, Entity};
pub use features::features;
pub use mentions::Mentions;
pub use ranker::{Asked, Ranker};
pub use resolution::{Decision, Policy, RANKER, eager, ranked};

use crate::doc::Doc;
use crate::frame::Frame;
use crate::ids::{EntityIdx, FrameId, IdVec};
use crate::mention::Mention;
use crate::model::RankerWeights;
use crate::rule::{RuleName, Rules};
use authorship::Authors;
use discourse::Discourse;
use names::{metonymy, roles};
use resolution::Learned;
use speakers::Speaker;

/// Resolves the mentions of articles.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a> {
    weights: &'a RankerWeights,
    rules: &'a Rules,
}

/// The names of the stage's rules.
pub fn rules() -> impl Iterator<Item = RuleName> {
    sieves::names().chain([authorship::NAME, speaker_context::FIRST_PERSON, speaker_context::QUOTATION_GOES_ON])
}

/// What names alone give, with a mention for each source; and what speaks in each frame.
fn before_sieves(doc: &Doc, mentions: &[Mention], frames: &[Frame]) -> (Entities, IdVec<FrameId, Speaker>) {
    let mut found = names::cluster(doc, mentions);
    roles::find(doc, &mut found);
    let speakers = speakers::find(doc, &mut found, frames);
    (found, speakers)
}

/// Takes away what stands in the title alone: it was evidence, and is no part of the text.
fn leave_title(doc: &Doc, mentions: &Mentions, e: &mut Entity) {
    let all = e.mentions.len();
    e.mentions.retain(|m| !doc.in_title(mentions[*m].head as usize));
    e.coordinated.retain(|t| !doc.in_title(t.start as usize));
    if e.mentions.len() < all {
        e.named = e.mentions.iter().any(|m| mentions[*m].is_name());
    }
}

impl<'a> Resolver<'a> {
    /// A resolver by these weights, with these rules.
    pub fn new(weights: &'a RankerWeights, rules: &'a Rules) -> Self {
        Self { weights, rules }
    }

    /// The entities of an article, and who speaks in each frame.
    pub fn entities(&self, doc: &Doc, mentions: &[Mention], frames: &[Frame]) -> Entities {
        self.entities_by(doc, mentions, frames, &mut |d, _| ranked(d))
    }

    /// The same with a choice of one's own: gold decisions for training, other rankers to compare.
    pub fn entities_by(&self, doc: &Doc, mentions: &[Mention], frames: &[Frame], policy: Policy<'_>) -> Entities {
        let (found, speakers) = before_sieves(doc, mentions, frames);
        let learned = Learned::new(self.weights, doc, &found);
        let mut discourse = Discourse::new(doc, found, frames, &speakers);
        resolution::resolve(&mut discourse, &learned, self.rules, policy);
        let mut found = self.speak(discourse, frames);
        found.metonyms = metonymy::mark(doc, &found, frames);
        found
    }

    /// Says who speaks in each frame, and who "I" is.
    fn speak(&self, mut discourse: Discourse<'_>, frames: &[Frame]) -> Entities {
        let (doc, speakers) = (discourse.doc, discourse.speakers);
        let mut authors = self.rules.has(authorship::NAME).then(|| Authors::new(doc));
        let mut speaker = |s: &Speaker| match s {
            Speaker::Mention(m) => {
                let author = authors.as_mut().and_then(|a| a.of(&discourse.found, *m));
                author.or(discourse.found.of[*m])
            }
            Speaker::Coordinated(parts, tokens) => Some(discourse.coordinate(parts, *tokens)),
            Speaker::Unnamed => None,
        };
        let mut who: IdVec<FrameId, Option<EntityIdx>> = speakers.iter().map(&mut speaker).collect();
        // "they" of whom nothing else is said name nobody
        for e in who.iter_mut() {
            *e = e.filter(|e| !discourse.is_pronoun_only(*e));
        }
        if self.rules.has(speaker_context::QUOTATION_GOES_ON) {
            speaker_context::goes_on(doc, frames, &mut who);
        }
        let Discourse { mut found, state, speaker_context: context, .. } = discourse;
        speaker_context::first_persons(doc, &mut found, &context, &who, self.rules);
        speaker_context::own_reports(doc, &found, speakers, &mut who);
        let genders = state.genders(&found);
        found.speakers = who;
        let mentions = &found.mentions;
        for (e, gender) in found.list.iter_mut().zip(genders) {
            e.gender = gender;
            if doc.title > 0 {
                leave_title(doc, mentions, e);
            }
            e.mentions.sort_unstable_by_key(|m| mentions[*m].tokens.start);
            e.mentions.dedup();
        }
        found
    }
}
