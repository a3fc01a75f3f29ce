//! The entities spoken of so far, as the resolver remembers them.

use std::collections::{HashMap, VecDeque};

use super::profiles::{Form, Land, Place, Profile};
use super::{Entities, Entity};
use crate::extraction::{EntityType, Gender};
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
    pub latest: usize,
    pub nominal: Option<usize>,
    /// Lemmas of the heads of its nominals and names, and of its roles.
    pub heads: Vec<u32>,
    pub roles: Vec<u32>,
    /// All its words, and those that tell it from others of its kind (`Profile::proper`).
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
    pub owner: Option<usize>,
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

impl Known {
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

    /// False where titles say otherwise, or pronouns and nouns do so more than once: one may be wrong.
    fn may_be(&self, gender: Gender, entity: &Entity) -> bool {
        !gender.contradicts(entity.gender)
            && match gender {
                Gender::Male => self.votes[1] < self.votes[0] + 2,
                Gender::Female => self.votes[0] < self.votes[1] + 2,
                Gender::Unknown => true,
            }
    }

    /// Of an entity that this mention is the first of: what it looks like, nothing counted.
    pub(super) fn new(mention: usize, p: &Profile) -> Self {
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
            country: p.land == Land::Named,
            neuter: 0,
            plural: p.plural,
            thing: false,
            subjects: 0,
            subject_at: None,
            topmost_at: None,
        }
    }
}

/// All of them, and in which order they were mentioned last.
#[derive(Default)]
pub(super) struct Memory {
    known: HashMap<usize, Known>,
    /// Entities, the one mentioned last at the end.
    recent: VecDeque<usize>,
    by_head: HashMap<u32, Vec<usize>>,
    /// The last to speak, and in which paragraph.
    pub last_speaker: Option<(usize, u32)>,
    /// Of each pronoun the entity that it meant last.
    chains: Vec<(Person, usize)>,
    /// The mention that spoke last.
    pub last_source: Option<usize>,
}

impl Memory {
    /// The entity that this pronoun meant last.
    pub(super) fn chain(&self, form: Form) -> Option<usize> {
        self.chains.iter().find(|(x, _)| form == Form::Pronoun(*x)).map(|(_, e)| *e)
    }

    pub(super) fn of(&self, entity: usize) -> Option<&Known> {
        self.known.get(&entity)
    }

    /// Entities from the one mentioned last, then older ones that had this head noun.
    pub(super) fn candidates(&self, lemma: Option<u32>) -> Vec<usize> {
        let mut out: Vec<usize> = self.recent.iter().rev().copied().collect();
        let same = lemma.and_then(|l| self.by_head.get(&l));
        for e in same.into_iter().flat_map(|list| list.iter().rev().take(SAME_HEAD)) {
            if !out.contains(e) {
                out.push(*e);
            }
        }
        out
    }

    /// Notes a mention of an entity; its noun stands for a `thing`; `owner`: the mention whose it is; `roles` are the head
    /// nouns of its roles.
    pub(super) fn note(
        &mut self,
        entity: usize,
        mention: usize,
        p: &Profile,
        thing: bool,
        owner: Option<usize>,
        roles: impl FnOnce() -> Vec<u32>,
    ) {
        let k = self.known.entry(entity).or_insert_with(|| Known { roles: roles(), ..Known::new(mention, p) });
        k.latest = mention;
        k.count += 1;
        k.owner = owner.or(k.owner);
        k.country |= p.land == Land::Named;
        match p.gender {
            Gender::Male => k.votes[0] += 1,
            Gender::Female => k.votes[1] += 1,
            Gender::Unknown => k.neuter += u32::from(p.form == Form::Pronoun(Person::It)),
        }
        if p.place == Place::Subject {
            k.subjects += 1;
            k.subject_at = Some(p.sentence);
        }
        if p.topmost {
            k.topmost_at = Some(p.sentence);
        }
        // "Clinton", then "Hillary Clinton": a whole name says more
        let whole = p.form == Form::Name && p.words.len() > 1 && !k.whole;
        if k.share_female.is_none() || whole && p.share_female.is_some() {
            (k.likely, k.share_female) = (p.likely, p.share_female);
            k.whole |= whole;
        }
        if let Form::Pronoun(x) = p.form {
            match self.chains.iter_mut().find(|(y, _)| *y == x) {
                Some((_, e)) => *e = entity,
                None => self.chains.push((x, entity)),
            }
        } else {
            k.nominal = Some(mention);
            k.thing = thing;
            k.plural = p.plural;
            if !k.heads.contains(&p.lemma) && k.heads.len() < KEPT {
                k.heads.push(p.lemma);
                self.by_head.entry(p.lemma).or_default().push(entity);
            }
            for w in &p.words {
                if !k.words.contains(w) && k.words.len() < KEPT {
                    k.words.push(*w);
                    // a word inside a name ("Ministry" of "Foreign Ministry") may head a nominal
                    if p.form == Form::Name && *w != p.lemma {
                        self.by_head.entry(*w).or_default().push(entity);
                    }
                }
            }
        }
        for w in &p.proper {
            if !k.proper.contains(w) && k.proper.len() < KEPT {
                k.proper.push(*w);
            }
        }
        // the same entity is most often near the end
        if let Some(i) = self.recent.iter().rposition(|e| *e == entity) {
            self.recent.remove(i);
        }
        self.recent.push_back(entity);
        if self.recent.len() > MOST {
            self.recent.pop_front();
        }
    }

    /// What was known of one entity is known of another, new one.
    pub(super) fn rename(&mut self, from: usize, to: usize) {
        let Some(known) = self.known.remove(&from) else { return };
        for l in &known.heads {
            for e in self
                .by_head
                .get_mut(l)
                .into_iter()
                .flat_map(|list| list.iter_mut().rev().take(MOST))
                .filter(|e| **e == from)
            {
                *e = to;
            }
        }
        self.known.insert(to, known);
        let chained = self.chains.iter_mut().map(|(_, e)| e);
        for e in self.recent.iter_mut().chain(chained).filter(|e| **e == from) {
            *e = to;
        }
        self.last_speaker = self.last_speaker.map(|(e, p)| (if e == from { to } else { e }, p));
    }

    /// Notes a noun that is said of an entity ("Lund is the minister").
    pub(super) fn say(&mut self, entity: usize, noun: u32) {
        if let Some(k) = self.known.get_mut(&entity)
            && !k.roles.contains(&noun)
            && k.roles.len() < KEPT
        {
            k.roles.push(noun);
        }
    }
}

/// False where a mention cannot be of this entity.
pub(super) fn agrees(p: &Profile, known: &Known, entity: &Entity) -> bool {
    use EntityType::{Gpe, Group, Loc, Norp, Org};
    let number = entity.kind.is_value();
    match p.form {
        Form::Pronoun(Person::He | Person::She) => {
            !number
                && !known.plural
                && entity.kind != Group
                && known.neuter <= known.votes[0] + known.votes[1]
                && (entity.named || !matches!(entity.kind, Org | Gpe | Loc | Norp))
                && known.may_be(p.gender, entity)
        }
        Form::Pronoun(Person::It) => {
            !known.plural && entity.kind != EntityType::Person && known.votes[0] + known.votes[1] <= known.neuter
        }
        Form::Pronoun(Person::This) => !known.plural && entity.kind != EntityType::Person,
        Form::Pronoun(Person::They | Person::These) => !number || known.plural,
        _ => known.may_be(p.gender, entity) && known.plural == p.plural && !told_apart(p, known),
    }
}

/// "the Hull ferry" and "the Grimsby ferry": each has a name that the other lacks. Not of people, who have several.
fn told_apart(p: &Profile, known: &Known) -> bool {
    p.kind != Some(EntityType::Person)
        && p.proper.iter().any(|w| !known.words.contains(w) && !known.proper.contains(w))
        && known.proper.iter().any(|w| !p.words.contains(w))
}

/// Mentions looked at before a token.
const NEAR: usize = 24;

/// The mention whose head is token `i`.
pub(super) fn headed(found: &Entities, i: usize) -> Option<usize> {
    found.up_to(i, NEAR).find(|m| found.mentions[*m].head as usize == i)
}

/// The entity of a mention that holds token `i`, among those of these mentions.
pub(super) fn holder(found: &Entities, i: usize) -> Option<usize> {
    let over = found.up_to(i, NEAR).filter(|m| found.mentions[*m].tokens.has(i) && found.of[*m].is_some());
    over.min_by_key(|m| (found.mentions[*m].head as usize != i, found.mentions[*m].tokens.len()))
        .and_then(|m| found.of[m])
}
