//! The discourse as the sieves and the ranker read it: the document, its attributions, the features of its mentions, the
//! entities so far and what is known of each.

use std::collections::HashMap;

use super::apposition;
use super::attribution::AttributionIndex;
use super::coordination::{self, Coordination};
use super::entities::{Entities, Entity};
use super::features::{Form, GrammaticalRole, MentionFeatures, Words};
use super::names::roles;
use super::speaker_context::SpeakerContext;
use super::speakers::{self, Speaker};
use super::state::{News, State};
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::Frame;
use crate::ids::{EntityIdx, FrameId, Id, IdVec, MentionId};
use crate::lexicon::{self, lemmas, nouns, titles};
use crate::mention::{Mention, Person};
use crate::span::Tokens;

/// Mentions between two that are looked at.
const BETWEEN: usize = 256;
/// Mentions after a title among which its name is looked for.
const AFTER_TITLE: usize = 8;

/// What a sieve found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Antecedent {
    /// An entity spoken of before.
    Entity(EntityIdx),
    /// Those named together: an index into [`Discourse::coordinations`].
    Coordination(usize),
}

impl From<EntityIdx> for Antecedent {
    fn from(e: EntityIdx) -> Self {
        Self::Entity(e)
    }
}

/// All that a sieve may look at.
pub(super) struct Discourse<'a> {
    pub doc: &'a Doc,
    pub attribution: AttributionIndex<'a>,
    pub speaker_context: SpeakerContext,
    pub speakers: &'a IdVec<FrameId, Speaker>,
    pub features: IdVec<MentionId, MentionFeatures>,
    /// People named together, in order of the text.
    pub coordinations: Vec<Coordination>,
    pub found: Entities,
    pub state: State,
    words: Words,
    /// The entity of those named together: by who they are, or where that is not known by where.
    coordinated: HashMap<(Option<Tokens>, Vec<EntityIdx>), EntityIdx>,
}

impl<'a> Discourse<'a> {
    pub(super) fn new(
        doc: &'a Doc,
        found: Entities,
        frames: &'a [Frame],
        speakers: &'a IdVec<FrameId, Speaker>,
    ) -> Self {
        let mut words = Words::default();
        Self {
            doc,
            attribution: AttributionIndex::new(doc, frames, speakers, found.mentions.len()),
            speaker_context: SpeakerContext::new(doc, frames),
            speakers,
            features: found.mentions.iter().map(|m| MentionFeatures::new(doc, m, &mut words)).collect(),
            coordinations: coordination::find(doc, &found.mentions),
            found,
            state: State::default(),
            words,
            coordinated: HashMap::new(),
        }
    }

    /// A mention and its features.
    pub(super) fn mention(&self, m: MentionId) -> (&Mention, &MentionFeatures) {
        (&self.found.mentions[m], &self.features[m])
    }

    /// The same of what is no pronoun.
    pub(super) fn nominal(&self, m: MentionId) -> Option<(&Mention, &MentionFeatures)> {
        (!self.features[m].is_pronoun()).then(|| self.mention(m))
    }

    /// The same of a pronoun.
    pub(super) fn pronoun(&self, m: MentionId) -> Option<(&Mention, &MentionFeatures)> {
        self.features[m].is_pronoun().then(|| self.mention(m))
    }

    /// The same of "he" and "she".
    pub(super) fn he_or_she(&self, m: MentionId) -> Option<(&Mention, &MentionFeatures)> {
        self.features[m].form.is_he_or_she().then(|| self.mention(m))
    }

    /// The lemma of a mention's head as a noun.
    pub(super) fn noun(&self, m: MentionId) -> &'a str {
        lemmas::noun(self.doc.lower(self.found.mentions[m].head as usize))
    }

    /// The entity, as far as it is known.
    pub(super) fn entity(&self, e: EntityIdx) -> &Entity {
        &self.found.list[e]
    }

    /// The features of an entity's latest mention.
    pub(super) fn latest(&self, e: EntityIdx) -> Option<&MentionFeatures> {
        self.state.of(e).map(|known| &self.features[known.latest])
    }

    /// An entity's latest mention that is no pronoun, and its features.
    pub(super) fn latest_nominal(&self, e: EntityIdx) -> Option<(MentionId, &MentionFeatures)> {
        self.state.of(e).and_then(|known| known.nominal).map(|n| (n, &self.features[n]))
    }

    /// The entity mentioned last that passes a test.
    pub(super) fn most_recent(&self, test: impl Fn(EntityIdx) -> bool) -> Option<EntityIdx> {
        self.state.recent().find(|e| test(*e))
    }

    /// True of an entity that the text has nothing but pronouns for.
    pub(super) fn is_pronoun_only(&self, e: EntityIdx) -> bool {
        let entity = self.entity(e);
        let pronoun = |m: &MentionId| self.found.mentions[*m].kind == MentionKind::Pronoun;
        entity.coordinated.is_empty()
            && !entity.mentions.is_empty()
            && entity.mentions.iter().take(BETWEEN).all(pronoun)
    }

    /// True if "he" or "she" stands in marked words of entity `e`, who would say "I".
    pub(super) fn own_words(&self, m: MentionId, e: EntityIdx) -> bool {
        let (mention, p) = self.mention(m);
        let frame = self.speaker_context.at(mention.head as usize).filter(|_| p.form.is_he_or_she());
        let Some(Speaker::Mention(s)) = frame.map(|f| &self.speakers[f]) else { return false };
        self.found.of[*s] == Some(e)
    }

    /// True if nothing that is known speaks against mention `m` being of entity `e`.
    pub(super) fn agrees(&self, m: MentionId, e: EntityIdx) -> bool {
        let known = self.state.of(e);
        let agrees = known.is_none_or(|known| known.agrees(&self.features[m], &self.found.list[e]));
        agrees
            && !self.own_words(m, e)
            && !self.attribution.is_told_by(&self.found, m, e)
            && !self.attribution.speaks_of(&self.found, m, e)
            && self.owned_name(m) != Some(e)
    }

    /// Whose name stands in apposition to what is a pronoun's: Tom Berg for "her" of "her brother, Tom Berg," and of "Tom
    /// Berg, her brother,", which cannot be hers.
    pub(super) fn owned_name(&self, m: MentionId) -> Option<EntityIdx> {
        let noun = self.pronoun(m).filter(|(_, p)| p.role == GrammaticalRole::Owner)?.1.governor?;
        apposition::name_beside(self.doc, &self.found.mentions, noun).and_then(|n| self.found.of[n])
    }

    /// Mentions that begin between two tokens.
    pub(super) fn between(&self, after: u32, before: u32) -> impl Iterator<Item = MentionId> + '_ {
        let mentions = &self.found.mentions;
        mentions.from(after).take(BETWEEN).take_while(move |n| mentions[*n].tokens.start < before)
    }

    /// Of a mention made for a source, the entity of the nominal that has the same head.
    pub(super) fn same_head(&self, m: MentionId) -> Option<EntityIdx> {
        let mentions = &self.found.mentions;
        if !mentions.is_of_source(m) {
            return None;
        }
        let mention = &mentions[m];
        let same = |n: &MentionId| mentions[*n].head == mention.head && mentions[*n].kind == MentionKind::Nominal;
        let nominal = mentions.between(mention.tokens.start, mention.tokens.end).find(same)?;
        self.found.of[nominal]
    }

    /// "minister" of "minister Ada Lund", "airline" of "the airline Skylark": part of how they are named, no mention.
    pub(super) fn is_title(&self, m: MentionId) -> bool {
        let mentions = &self.found.mentions;
        let mention = &mentions[m];
        // "Senators Lund and Berg", but not "the ministers Lund and Berg"
        let counted = mention.plural && self.features[m].form != Form::Bare;
        if mention.kind != MentionKind::Nominal || counted || mentions.is_of_source(m) {
            return false;
        }
        if speakers::named_body(self.doc, mentions, mention.head as usize).is_some() {
            return true;
        }
        let after = mentions.of_text()[m.index() + 1..].iter().take(AFTER_TITLE);
        let named = after.into_iter().any(|n| n.tokens.start == mention.tokens.end && n.is_person_name());
        let word = self.doc.lower(mention.head as usize);
        named && (nouns::is_person(lemmas::noun(word)) || titles::is_title(word))
    }

    /// RankerWeights a mention to an entity, if it has none yet, and remembers what it says of it.
    pub(super) fn link(&mut self, m: MentionId, e: EntityIdx) {
        if self.found.of[m].is_none() {
            self.found.join(m, e);
        }
        self.note(m, e);
    }

    /// A new entity.
    pub(super) fn begin(&mut self, m: MentionId) -> EntityIdx {
        let e = self.found.begin(m);
        if self.found.mentions[m].entity.is_none() {
            let someone = self.features[m].form.is_he_or_she();
            self.found.list[e].kind = if someone { EntityType::Person } else { EntityType::Other };
        }
        e
    }

    /// The entity of several who are named together; the same people are the same entity.
    pub(super) fn coordinate(&mut self, parts: &[MentionId], mut tokens: Tokens) -> EntityIdx {
        if matches!(self.doc.word(tokens.end as usize - 1), "'s" | "’s" | "'" | "’") {
            tokens.end -= 1;
        }
        let mut who: Vec<EntityIdx> = parts.iter().filter_map(|m| self.found.of[*m]).collect();
        who.sort_unstable();
        who.dedup();
        // "Lund and others": who the others are only this text says
        let key = if who.len() > 1 { (None, who) } else { (Some(tokens), Vec::new()) };
        let found = &mut self.found;
        let e = *self.coordinated.entry(key).or_insert_with(|| {
            let named = parts.iter().any(|m| found.mentions[*m].is_name());
            found.list.push(Entity::new(EntityType::Group, named))
        });
        let places = &mut found.list[e].coordinated;
        // "Mr. Lund and Mr. Berg", "Lund and Mr. Berg": the longer
        places.retain(|t| !tokens.holds(*t));
        if !places.iter().any(|t| t.holds(tokens)) {
            places.push(tokens);
        }
        e
    }

    /// Remembers a mention, and what it says of its entity.
    fn note(&mut self, m: MentionId, e: EntityIdx) {
        let (doc, p) = (self.doc, &self.features[m]);
        let head = self.found.mentions[m].head as usize;
        let owner = p.owner.and_then(|i| self.found.mentions.headed(i));
        let entity = &mut self.found.list[e];
        if entity.kind == EntityType::Other {
            match (p.kind, p.form) {
                (Some(k), _) => entity.kind = k,
                (None, Form::Pronoun(Person::He | Person::She)) => entity.kind = EntityType::Person,
                // not "which" and "whose"
                (None, Form::Pronoun(Person::Who)) if matches!(doc.lower(head), "who" | "whom") => {
                    let several = self.state.of(e).is_some_and(|known| known.plural);
                    entity.kind = if several { EntityType::Group } else { EntityType::Person };
                }
                _ => {}
            }
        }
        let words = &mut self.words;
        let roles = || {
            let nouns = entity.roles.iter().filter_map(|r| roles::head_noun(r));
            nouns.map(|n| words.id(lemmas::noun(&lexicon::lower(n)))).collect()
        };
        let noun = lemmas::noun(doc.lower(head));
        let thing = p.form != Form::Name && !nouns::is_person(noun) && !nouns::is_body(noun);
        self.state.note(&News { entity: e, mention: m, features: p, thing, owner }, roles);
        if let Some(of) = p.predicate_of.and_then(|subject| self.found.over(subject)) {
            self.state.say(of, p.lemma);
        }
        if self.attribution.speaks(m) {
            if self.attribution.is_reporters(head) {
                self.state.last_source = Some(m);
            }
            let start = self.found.mentions[m].tokens.start as usize;
            self.state.last_speaker = Some((e, doc.paragraph(start)));
        }
    }
}
