//! The discourse state: what is known of each entity at a point of the text, and in which order they were mentioned.

use std::collections::{HashMap, VecDeque};

use super::features::{Form, GrammaticalRole, MentionFeatures, PlaceKind};
use super::{Entities, Entity};
use crate::extraction::{EntityType, Gender};
use crate::ids::{EntityIdx, Id, IdVec, MentionId};
use crate::mention::Person;

/// Entities remembered at any point, those mentioned last: time stays linear.
const MOST: usize = 64;
/// Older ones remembered for a head noun.
const SAME_HEAD: usize = 3;
/// Head nouns and words kept of one entity.
const KEPT: usize = 24;

/// What is known of one entity at this point of the text.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Its latest mention, and its latest that is no pronoun.
    pub latest: MentionId,
    pub nominal: Option<MentionId>,
    /// Lemmas of the heads of its nominals and names, and of its roles.
    pub heads: Vec<u32>,
    pub roles: Vec<u32>,
    /// All its words, and those that tell it from others of its kind (`MentionFeatures::proper`).
    pub words: Vec<u32>,
    pub proper: Vec<u32>,
    pub count: u32,
    /// Sentence of its first mention.
    pub first: u32,
    pub likely: Gender,
    pub share_female: Option<f32>,
    /// Both are of a name of two words or more.
    pub whole: bool,
    /// Pronouns and nouns for men, and for women.
    pub votes: [u32; 2],
    /// Whose it is: the mention "his" in "his ship".
    pub owner: Option<MentionId>,
    /// It has the name of a country.
    pub country: bool,
    /// How often it was "it".
    pub neuter: u32,
    pub plural: bool,
    /// Its latest noun is for things.
    pub thing: bool,
    /// How often it was a subject.
    pub subjects: u32,
    /// The last sentence in which it was a subject, and the last whose subject it was.
    pub subject_at: Option<u32>,
    pub topmost_at: Option<u32>,
}

/// What a mention adds to what is known of its entity.
pub(super) struct News<'a> {
    pub entity: EntityIdx,
    pub mention: MentionId,
    pub features: &'a MentionFeatures,
    /// Its noun stands for a thing.
    pub thing: bool,
    /// The mention whose it is.
    pub owner: Option<MentionId>,
}

impl Known {
    /// Of an entity that this mention is the first of: what it looks like, nothing counted.
    pub(super) fn new(mention: MentionId, p: &MentionFeatures) -> Self {
        Self {
            latest: mention,
            nominal: None,
            heads: Vec::new(),
            roles: Vec::new(),
            words: Vec::new(),
            proper: Vec::new(),
            count: 0,
            first: p.sentence,
            likely: p.likely,
            share_female: p.share_female,
            whole: p.share_female.is_some() && p.words.len() > 1,
            votes: [0; 2],
            owner: None,
            country: p.place == PlaceKind::Named,
            neuter: 0,
            plural: p.plural,
            thing: false,
            subjects: 0,
            subject_at: None,
            topmost_at: None,
        }
    }

    /// How many of the pronouns and nouns are of that gender.
    pub(super) fn votes(&self, gender: Gender) -> u32 {
        match gender {
            Gender::Male => self.votes[0],
            Gender::Female => self.votes[1],
            Gender::Unknown => 0,
        }
    }

    /// As titles say, else most of the pronouns and nouns.
    pub(super) fn gender(&self, entity: &Entity) -> Gender {
        let [male, female] = self.votes;
        match entity.gender {
            Gender::Unknown if male > female => Gender::Male,
            Gender::Unknown if female > male => Gender::Female,
            gender => gender,
        }
    }

    /// False where titles say otherwise, or pronouns and nouns do so more than once: one may be wrong, unless the given name
    /// bears it out.
    fn may_be(&self, gender: Gender, entity: &Entity) -> bool {
        let [male, female] = self.votes;
        // pronouns bear out what the given name says
        let against = match self.likely {
            Gender::Male => male > female && gender == Gender::Female,
            Gender::Female => female > male && gender == Gender::Male,
            Gender::Unknown => false,
        };
        !gender.contradicts(entity.gender)
            && !against
            && match gender {
                Gender::Male => self.votes[1] < self.votes[0] + 2,
                Gender::Female => self.votes[0] < self.votes[1] + 2,
                Gender::Unknown => true,
            }
    }

    /// Counts a mention.
    fn note(&mut self, news: &News<'_>) {
        let p = news.features;
        self.latest = news.mention;
        self.count += 1;
        self.owner = news.owner.or(self.owner);
        self.country |= p.place == PlaceKind::Named;
        match p.gender {
            Gender::Male => self.votes[0] += 1,
            Gender::Female => self.votes[1] += 1,
            Gender::Unknown => self.neuter += u32::from(p.form == Form::Pronoun(Person::It)),
        }
        if p.role == GrammaticalRole::Subject {
            self.subjects += 1;
            self.subject_at = Some(p.sentence);
        }
        if p.topmost {
            self.topmost_at = Some(p.sentence);
        }
        // "Clinton", then "Hillary Clinton": a whole name says more
        let whole = p.form == Form::Name && p.words.len() > 1 && !self.whole;
        if self.share_female.is_none() || whole && p.share_female.is_some() {
            (self.likely, self.share_female) = (p.likely, p.share_female);
            self.whole |= whole;
        }
        if !p.is_pronoun() {
            self.nominal = Some(news.mention);
            self.thing = news.thing;
            self.plural = p.plural;
        }
        p.proper.iter().for_each(|w| {
            keep(&mut self.proper, *w);
        });
    }

    /// False where a mention cannot be of this entity.
    pub(super) fn agrees(&self, p: &MentionFeatures, entity: &Entity) -> bool {
        use EntityType::{Gpe, Group, Loc, Norp, Org};
        let number = entity.kind.is_value();
        match p.form {
            Form::Pronoun(Person::He | Person::She) => {
                !number
                    && !self.plural
                    && entity.kind != Group
                    && self.neuter <= self.votes[0] + self.votes[1]
                    && (entity.named || !matches!(entity.kind, Org | Gpe | Loc | Norp))
                    && self.may_be(p.gender, entity)
            }
            Form::Pronoun(Person::It) => {
                !self.plural && entity.kind != EntityType::Person && self.votes[0] + self.votes[1] <= self.neuter
            }
            Form::Pronoun(Person::This) => !self.plural && entity.kind != EntityType::Person,
            Form::Pronoun(Person::They | Person::These) => !number || self.plural,
            _ => self.may_be(p.gender, entity) && self.plural == p.plural && !self.told_apart(p),
        }
    }

    /// "the Hull ferry" and "the Grimsby ferry": each has a name that the other lacks. Not of people, who have several.
    fn told_apart(&self, p: &MentionFeatures) -> bool {
        p.kind != Some(EntityType::Person)
            && p.proper.iter().any(|w| !self.words.contains(w) && !self.proper.contains(w))
            && self.proper.iter().any(|w| !p.words.contains(w))
    }
}

/// Adds a word to a short list; true if it is new there.
fn keep(list: &mut Vec<u32>, word: u32) -> bool {
    let new = list.len() < KEPT && !list.contains(&word);
    if new {
        list.push(word);
    }
    new
}

/// All that is known at this point of the text.
#[derive(Default)]
pub(super) struct State {
    known: IdVec<EntityIdx, Option<Known>>,
    /// Entities, the one mentioned last at the end.
    recent: VecDeque<EntityIdx>,
    by_head: HashMap<u32, Vec<EntityIdx>>,
    /// The last to speak, and in which paragraph.
    pub last_speaker: Option<(EntityIdx, u32)>,
    /// The mention that spoke last, in the reporter's words.
    pub last_source: Option<MentionId>,
    /// Of each pronoun the entity that it meant last.
    chains: Vec<(Person, EntityIdx)>,
}

impl State {
    /// The entity that this pronoun meant last.
    pub(super) fn chain(&self, form: Form) -> Option<EntityIdx> {
        self.chains.iter().find(|(x, _)| form == Form::Pronoun(*x)).map(|(_, e)| *e)
    }

    pub(super) fn of(&self, entity: EntityIdx) -> Option<&Known> {
        self.known.get(entity)?.as_ref()
    }

    fn slot(&mut self, entity: EntityIdx) -> &mut Option<Known> {
        while self.known.len() <= entity.index() {
            self.known.push(None);
        }
        &mut self.known[entity]
    }

    /// Entities from the one mentioned last, then older ones that had this head noun.
    pub(super) fn candidates(&self, lemma: Option<u32>) -> Vec<EntityIdx> {
        let mut out: Vec<EntityIdx> = self.recent().collect();
        let same = lemma.and_then(|l| self.by_head.get(&l));
        for e in same.into_iter().flat_map(|list| list.iter().rev().take(SAME_HEAD)) {
            if !out.contains(e) {
                out.push(*e);
            }
        }
        out
    }

    /// Entities from the one mentioned last.
    pub(super) fn recent(&self) -> impl Iterator<Item = EntityIdx> + '_ {
        self.recent.iter().rev().copied()
    }

    /// Notes a mention of an entity; `roles` are the head nouns of its roles, asked for at its first.
    pub(super) fn note(&mut self, news: &News<'_>, roles: impl FnOnce() -> Vec<u32>) {
        let (e, p) = (news.entity, news.features);
        let first = || Known { roles: roles(), ..Known::new(news.mention, p) };
        self.slot(e).get_or_insert_with(first).note(news);
        if let Form::Pronoun(x) = p.form {
            match self.chains.iter_mut().find(|(y, _)| *y == x) {
                Some((_, meant)) => *meant = e,
                None => self.chains.push((x, e)),
            }
        } else if let Some(known) = &mut self.known[e] {
            if keep(&mut known.heads, p.lemma) {
                self.by_head.entry(p.lemma).or_default().push(e);
            }
            for w in &p.words {
                // a word inside a name ("Ministry" of "Foreign Ministry") may head a nominal
                if keep(&mut known.words, *w) && p.form == Form::Name && *w != p.lemma {
                    self.by_head.entry(*w).or_default().push(e);
                }
            }
        }
        // the same entity is most often near the end
        if let Some(i) = self.recent.iter().rposition(|other| *other == e) {
            self.recent.remove(i);
        }
        self.recent.push_back(e);
        if self.recent.len() > MOST {
            self.recent.pop_front();
        }
    }

    /// What was known of one entity is known of another, new one.
    pub(super) fn rename(&mut self, from: EntityIdx, to: EntityIdx) {
        let Some(known) = self.slot(from).take() else { return };
        for lemma in &known.heads {
            let list = self.by_head.get_mut(lemma).into_iter().flat_map(|list| list.iter_mut().rev().take(MOST));
            list.filter(|e| **e == from).for_each(|e| *e = to);
        }
        *self.slot(to) = Some(known);
        let chained = self.chains.iter_mut().map(|(_, e)| e);
        for e in self.recent.iter_mut().chain(chained).filter(|e| **e == from) {
            *e = to;
        }
        self.last_speaker = self.last_speaker.map(|(e, p)| (if e == from { to } else { e }, p));
    }

    /// Notes a noun that is said of an entity ("Lund is the minister").
    pub(super) fn say(&mut self, entity: EntityIdx, noun: u32) {
        if let Some(known) = self.slot(entity) {
            keep(&mut known.roles, noun);
        }
    }

    /// Of each entity the gender that titles, pronouns and nouns give it.
    pub(super) fn genders(&self, found: &Entities) -> Vec<Gender> {
        let of = |(k, e): (EntityIdx, &Entity)| self.of(k).map_or(e.gender, |known| known.gender(e));
        found.list.enumerated().map(of).collect()
    }
}
