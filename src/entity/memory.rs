//! The entities spoken of so far, as the resolver remembers them.

use std::collections::{HashMap, VecDeque};

use super::profiles::{Form, Place, Profile};
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
    /// All its words.
    pub words: Vec<u32>,
    pub count: u32,
    /// Sentence of its first mention.
    pub first: u32,
    pub likely: Gender,
    pub plural: bool,
    /// Its latest noun is for things.
    pub thing: bool,
    /// It was a subject, ever.
    pub subjects: u32,
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
    /// The mention that spoke last.
    pub last_source: Option<usize>,
}

impl Memory {
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

    /// Notes a mention of an entity; its noun stands for a `thing`; `roles` are the head nouns of its roles.
    pub(super) fn note(
        &mut self,
        entity: usize,
        mention: usize,
        p: &Profile,
        thing: bool,
        roles: impl FnOnce() -> Vec<u32>,
    ) {
        let k = self.known.entry(entity).or_insert_with(|| Known {
            latest: mention,
            nominal: None,
            heads: Vec::new(),
            roles: roles(),
            words: Vec::new(),
            count: 0,
            first: p.sentence,
            likely: Gender::Unknown,
            plural: p.plural,
            thing: false,
            subjects: 0,
        });
        k.latest = mention;
        k.count += 1;
        k.subjects += u32::from(p.place == Place::Subject);
        if k.likely == Gender::Unknown {
            k.likely = p.likely;
        }
        if !p.is_pronoun() {
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
        for e in self.recent.iter_mut().filter(|e| **e == from) {
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
                && !matches!(entity.kind, Org | Gpe | Loc | Group | Norp)
                && !p.gender.contradicts(entity.gender)
        }
        Form::Pronoun(Person::It | Person::This) => !known.plural && entity.kind != EntityType::Person,
        Form::Pronoun(Person::They | Person::These) => !number || known.plural,
        _ => !p.gender.contradicts(entity.gender) && known.plural == p.plural,
    }
}

/// The entity of a mention that holds token `i`, among those of these mentions.
pub(super) fn holder(found: &Entities, i: usize) -> Option<usize> {
    let k = found.mentions[..found.sorted].partition_point(|m| (m.tokens.start as usize) <= i);
    let near = (k.saturating_sub(24)..k).rev();
    near.filter(|m| found.mentions[*m].tokens.has(i) && found.of[*m].is_some())
        .min_by_key(|m| (found.mentions[*m].head as usize != i, found.mentions[*m].tokens.len()))
        .and_then(|m| found.of[m])
}
