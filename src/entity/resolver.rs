//! Nominals and pronouns, in the order of the text: rules where they are sure, else the ranker's choice among what was
//! mentioned before.

use std::collections::HashMap;

use super::features::{self, Standing, View};
use super::holders;
use super::memory::{self, Memory};
use super::profiles::{Form, Place, Profile, Words};
use super::ranker::RANKER;
use super::roles;
use super::sources::Speaker;
use super::voices::{self, Voices};
use super::{Entities, Entity, Page};
use crate::encode::Vectors;
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::frame::Frame;
use crate::lexicon::{lemmas, nouns, titles};
use crate::mention::Person;
use crate::span::Tokens;
use crate::syntax::Relation;

/// Sentences that "the 42-year-old" looks back over.
const AGE_BACK: u32 = 3;

/// One choice: a mention, the entities that it may be of, and the evidence for each.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// The mention's index.
    pub mention: usize,
    /// Indices of the entities.
    pub candidates: Vec<usize>,
    /// The mention is "he" or "she".
    pub someone: bool,
    /// Names of the features.
    pub names: Vec<&'static str>,
    /// A row of features for each candidate, and a last one for a new entity.
    pub rows: Vec<f32>,
}

/// Chooses a candidate by its place in the list, or none for a new entity.
pub type Policy<'a> = &'a mut dyn FnMut(&Decision, &Entities) -> Option<usize>;

/// The shipped policy: the ranker's; "he" and "she" are of somebody, if anybody fits.
pub fn ranked(d: &Decision, found: &Entities) -> Option<usize> {
    eager(d, found, 0.0)
}

/// The same, a new entity's score lowered: for mentions of which it is known that most have an antecedent.
pub fn eager(d: &Decision, found: &Entities, by: f32) -> Option<usize> {
    let people = d.candidates.iter().any(|e| found.list[*e].kind == EntityType::Person);
    RANKER.best(&d.rows, d.names.len(), d.someone && people, by)
}

struct Resolver<'a, 'b> {
    page: Page<'a>,
    vectors: &'a Vectors,
    found: &'b mut Entities,
    speakers: &'b [Speaker],
    profiles: Vec<Profile>,
    words: Words,
    voices: Voices,
    memory: Memory,
    /// By mention: it speaks in a frame.
    speaks: Vec<bool>,
    /// Speakers named together, by the text that names them.
    joint: HashMap<Tokens, usize>,
}

/// Resolves all that names left open, and says who speaks in each frame.
pub(super) fn resolve(
    page: Page<'_>,
    vectors: &Vectors,
    found: &mut Entities,
    frames: &[Frame],
    speakers: &[Speaker],
    policy: Policy<'_>,
) {
    let mut order: Vec<usize> = (0..found.mentions.len()).collect();
    order.sort_by_key(|m| (found.mentions[*m].tokens.start, found.mentions[*m].tokens.end));
    let mut speaks = vec![false; found.mentions.len()];
    for s in speakers {
        match s {
            Speaker::Mention(m) => speaks[*m] = true,
            Speaker::Joint(parts, _) => parts.iter().for_each(|m| speaks[*m] = true),
            Speaker::Unnamed => {}
        }
    }
    let mut words = Words::default();
    let profiles = found.mentions.iter().map(|m| Profile::new(page, vectors, m, &mut words)).collect();
    let mut r = Resolver {
        page,
        vectors,
        found,
        speakers,
        profiles,
        words,
        voices: Voices::new(page, frames),
        memory: Memory::default(),
        speaks,
        joint: HashMap::new(),
    };
    for m in order {
        if let Some(e) = r.entity(m, policy) {
            if r.found.of[m].is_none() {
                r.found.join(m, e);
            }
            r.note(m, e);
        }
    }
    let mut who: Vec<Option<usize>> = speakers.iter().map(|s| r.speaker(s)).collect();
    voices::run_on(page, frames, &mut who);
    voices::first_persons(page, r.found, &r.voices, &who);
    found.speakers = who;
    for e in &mut found.list {
        e.mentions.sort_unstable_by_key(|m| found.mentions[*m].tokens.start);
        e.mentions.dedup();
    }
}

impl Resolver<'_, '_> {
    /// The entity of a mention, a new one if need be.
    fn entity(&mut self, m: usize, policy: Policy<'_>) -> Option<usize> {
        let form = self.profiles[m].form;
        match form {
            Form::Name => self.name(m, policy),
            Form::Pronoun(Person::I | Person::We | Person::You) => None,
            Form::Pronoun(Person::Who) => self.antecedent(self.found.mentions[m].head as usize),
            _ if self.is_title(m) => None,
            _ => match self.by_rule(m) {
                Some(e) => Some(e),
                None => {
                    let d = self.decision(m);
                    match policy(&d, self.found) {
                        Some(k) => Some(d.candidates[k]),
                        None => Some(self.begin(m)),
                    }
                }
            },
        }
    }

    /// The entity of a name; where it is named first, the ranker says whether it was spoken of before.
    fn name(&mut self, m: usize, policy: Policy<'_>) -> Option<usize> {
        let e = self.found.of[m]?;
        if self.memory.of(e).is_none() {
            let d = self.decision(m);
            if let Some(k) = policy(&d, self.found) {
                let before = d.candidates[k];
                let mentions = std::mem::take(&mut self.found.list[before].mentions);
                for other in &mentions {
                    self.found.of[*other] = Some(e);
                }
                self.found.list[e].mentions.extend(mentions);
                if self.found.list[e].gender == Gender::Unknown {
                    self.found.list[e].gender = self.found.list[before].gender;
                }
                self.memory.rename(before, e);
            }
        }
        Some(e)
    }

    /// A new entity.
    fn begin(&mut self, m: usize) -> usize {
        let e = self.found.found(m);
        let p = &self.profiles[m];
        if self.found.mentions[m].entity.is_none() {
            self.found.list[e].kind = match p.form {
                Form::Pronoun(Person::He | Person::She) => EntityType::Person,
                _ => EntityType::Other,
            };
        }
        e
    }

    /// Remembers a mention, and what it says of its entity.
    fn note(&mut self, m: usize, e: usize) {
        let p = &self.profiles[m];
        let entity = &mut self.found.list[e];
        if entity.gender == Gender::Unknown {
            entity.gender = p.gender;
        }
        if entity.kind == EntityType::Other {
            match (p.kind, p.form) {
                (Some(k), _) => entity.kind = k,
                (None, Form::Pronoun(Person::He | Person::She | Person::Who)) => entity.kind = EntityType::Person,
                _ => {}
            }
        }
        let (words, page) = (&mut self.words, self.page);
        let roles = || {
            let nouns = entity.roles.iter().filter_map(|r| roles::head_noun(r));
            nouns.map(|n| words.id(&lemmas::noun(n))).collect()
        };
        self.memory.note(e, m, p, roles);
        if let Some(subject) = p.predicate_of
            && let Some(of) = memory::holder(self.found, subject)
        {
            self.memory.say(of, p.lemma);
        }
        if self.speaks[m] {
            self.memory.last_speaker = Some((e, page.paragraph(self.found.mentions[m].tokens.start as usize)));
        }
    }

    /// "minister" of "minister Ada Lund": part of how she is named, no mention.
    fn is_title(&self, m: usize) -> bool {
        let mention = &self.found.mentions[m];
        if mention.kind != MentionKind::Nominal || mention.plural || m >= self.found.sorted {
            return false;
        }
        let next = self.found.mentions[m + 1..self.found.sorted].iter().take(8);
        let name = |n: &&super::Mention| {
            n.tokens.start == mention.tokens.end && n.kind == MentionKind::Name && n.entity == Some(EntityType::Person)
        };
        let word = self.page.word(mention.head as usize);
        next.filter(name).count() > 0 && (nouns::is_person(&lemmas::noun(word)) || titles::is_title(word))
    }

    /// Where grammar or a word decides: reflexives, appositions, "the minister", "the ministry", "the 42-year-old".
    fn by_rule(&self, m: usize) -> Option<usize> {
        let (mention, p) = (&self.found.mentions[m], &self.profiles[m]);
        let (syntax, head) = (self.page.syntax, mention.head as usize);
        if p.is_pronoun() {
            let reflexive = self.page.lower(head).ends_with("self") || self.page.lower(head).ends_with("selves");
            let subject = syntax.dependent(p.governor?, Relation::Nsubj).filter(|s| reflexive && *s < head)?;
            let e = memory::holder(self.found, subject)?;
            return Some(e).filter(|e| self.agrees(m, *e));
        }
        if let Some(other) = self.beside(m).filter(|e| self.agrees(m, *e)) {
            return Some(other);
        }
        let word = self.page.word(head);
        let bare_title = mention.tokens.len() == 1 && titles::is_title(word);
        if !mention.plural && (p.form == Form::Definite || bare_title) {
            let noun = lemmas::noun(word);
            let by_role = holders::by_role(self.page, self.found, &self.memory, mention.tokens, &noun);
            let holder = by_role.or_else(|| holders::by_name(self.page, self.found, &self.memory, &noun));
            if let Some(e) = holder.filter(|e| self.agrees(m, *e)) {
                return Some(e);
            }
        }
        if word == "old" && p.form == Form::Definite {
            let person = |e: &usize| {
                let known = self.memory.of(*e);
                self.found.list[*e].named
                    && self.found.list[*e].kind == EntityType::Person
                    && known.is_some_and(|k| p.sentence - self.profiles[k.latest].sentence <= AGE_BACK)
            };
            return self.memory.candidates(None).into_iter().find(person);
        }
        None
    }

    /// The entity that a nominal is in apposition to: "Lund, the harbour minister,", "the harbour minister, Ada Lund".
    fn beside(&self, m: usize) -> Option<usize> {
        let (mention, syntax) = (&self.found.mentions[m], self.page.syntax);
        let head = mention.head as usize;
        let kind = self.profiles[m].kind?;
        let fits = |e: &usize| {
            let k = self.found.list[*e].kind;
            k == kind || kind == EntityType::Org && matches!(k, EntityType::Fac | EntityType::Gpe)
        };
        if syntax.relation[head] == Relation::Appos {
            let up = syntax.head(head).filter(|h| *h < mention.tokens.start as usize)?;
            return memory::holder(self.found, up).filter(fits);
        }
        if let Some(e) = self.set_off(m).filter(fits) {
            return Some(e);
        }
        let apposition = |j: &usize| syntax.relation[*j] == Relation::Appos && *j > head;
        let named = |j: usize| {
            let k = self.found.mentions[..self.found.sorted].partition_point(|n| n.tokens.start as usize <= j);
            let near = (k.saturating_sub(8)..k).rev();
            near.filter(|n| self.found.mentions[*n].kind == MentionKind::Name)
                .find(|n| self.found.mentions[*n].tokens.has(j))
                .and_then(|n| self.found.of[n])
        };
        syntax.dependents(head).find(apposition).and_then(named).filter(fits)
    }

    /// The person whose name stands just before, but for a comma: "Tom Berg, a fisherman from Hull,". Not in a list.
    fn set_off(&self, m: usize) -> Option<usize> {
        let (mention, page) = (&self.found.mentions[m], self.page);
        let comma = (mention.tokens.start as usize).checked_sub(1).filter(|i| page.word(*i) == ",")?;
        let article = matches!(self.profiles[m].form, Form::Definite | Form::Indefinite) && !mention.plural;
        let end = mention.tokens.end as usize;
        let word = |i: usize| page.text.tokens.get(i).map_or("", |_| page.word(i));
        let listed = word(end) == "and" || word(end) == "," && word(end + 1) == "and";
        let person = |n: &usize| {
            let n = &self.found.mentions[*n];
            n.kind == MentionKind::Name && n.entity == Some(EntityType::Person) && n.tokens.end as usize == comma
        };
        let k = self.found.mentions[..self.found.sorted].partition_point(|n| n.tokens.start < mention.tokens.start);
        let before = (k.saturating_sub(8)..k).rev().find(person).filter(|_| article && !listed)?;
        self.found.of[before]
    }

    fn agrees(&self, m: usize, e: usize) -> bool {
        let entity = &self.found.list[e];
        self.memory.of(e).is_none_or(|known| memory::agrees(&self.profiles[m], known, entity))
    }

    /// The candidates for a mention and the evidence.
    fn decision(&self, m: usize) -> Decision {
        let p = &self.profiles[m];
        let remembered = self.memory.candidates((!p.is_pronoun()).then_some(p.lemma));
        let voice = self.voices.at(self.found.mentions[m].head as usize);
        let speaker = voice.and_then(|k| match self.speakers[k] {
            Speaker::Mention(s) => self.found.of[s],
            _ => None,
        });
        let view = View { vectors: self.vectors, found: self.found, profiles: &self.profiles };
        let alike = |e: &Entity| p.kind.is_none_or(|k| k == e.kind);
        let someone = matches!(p.form, Form::Pronoun(Person::He | Person::She));
        let mut d = Decision { mention: m, someone, ..Decision::default() };
        let mut chosen: Vec<(usize, Standing)> = Vec::new();
        let (mut rank_alike, mut foremost) = (0, 0);
        let (mut any_head, mut any_exact) = (false, false);
        for (rank, e) in remembered.into_iter().enumerate() {
            let Some(known) = self.memory.of(e) else { continue };
            let entity = &self.found.list[e];
            let named = p.form == Form::Name && entity.named;
            if named || !memory::agrees(p, known, entity) || self.bound(m, known) {
                continue;
            }
            let latest = self.found.mentions[known.latest].head as usize;
            let same_voice = self.voices.at(latest) == voice;
            let spoke = self.memory.last_speaker.is_some_and(|(s, _)| s == e);
            let own_voice = speaker == Some(e);
            chosen.push((e, Standing { rank, rank_alike, spoke, own_voice, same_voice, foremost: false }));
            foremost = foremost.max(if alike(entity) { known.count } else { 0 });
            rank_alike += usize::from(alike(entity));
            any_head |= !p.is_pronoun() && (known.heads.contains(&p.lemma) || known.roles.contains(&p.lemma));
            any_exact |= known.nominal.is_some_and(|n| self.profiles[n].words == p.words);
        }
        let mut names: Vec<&'static str> = Vec::with_capacity(128);
        for (e, mut s) in chosen {
            let Some(known) = self.memory.of(e) else { continue };
            s.foremost = known.count == foremost && foremost > 1;
            names.clear();
            let mut put = |name: &'static str, x: f32| {
                names.push(name);
                d.rows.push(x);
            };
            features::of_mention(p, self.speaks[m], &mut put);
            features::of_new(None, &mut put);
            features::of_pair(&view, m, e, known, &s, &mut put);
            d.candidates.push(e);
        }
        // of a new entity nothing is known
        let mut put = |_: &'static str, x: f32| d.rows.push(x);
        features::of_mention(p, self.speaks[m], &mut put);
        features::of_new(Some((any_head, any_exact, rank_alike)), &mut put);
        if names.is_empty() {
            names = vec!["new"; d.rows.len()];
        }
        d.rows.resize((d.candidates.len() + 1) * names.len(), 0.0);
        d.names = names;
        d
    }

    /// Grammar forbids it: one phrase inside the other, or subject and object of one verb ("Berg told her").
    fn bound(&self, m: usize, known: &memory::Known) -> bool {
        let (a, b) = (&self.found.mentions[m], &self.found.mentions[known.latest]);
        let (p, q) = (&self.profiles[m], &self.profiles[known.latest]);
        let nested = b.tokens.has(a.head as usize) || a.tokens.has(b.head as usize);
        let clause = p.is_pronoun()
            && matches!(p.place, Place::Object | Place::Oblique)
            && q.place == Place::Subject
            && p.governor.is_some()
            && p.governor == q.governor;
        nested || clause
    }

    /// What a relative pronoun stands for: the noun that its clause hangs on, else what stands just before.
    fn antecedent(&self, head: usize) -> Option<usize> {
        let syntax = self.page.syntax;
        let mut i = head;
        for _ in 0..4 {
            let up = syntax.head(i)?;
            if syntax.relation[i] == Relation::Acl && up < head {
                return memory::holder(self.found, up);
            }
            i = up;
        }
        None
    }

    /// Who speaks in a frame.
    fn speaker(&mut self, speaker: &Speaker) -> Option<usize> {
        match speaker {
            Speaker::Mention(m) => self.found.of[*m],
            Speaker::Joint(parts, tokens) => {
                if let Some(e) = self.joint.get(tokens) {
                    return Some(*e);
                }
                self.found.list.push(Entity {
                    kind: EntityType::Group,
                    mentions: Vec::new(),
                    roles: Vec::new(),
                    affiliation: None,
                    gender: Gender::Unknown,
                    named: parts.iter().any(|m| self.found.mentions[*m].kind == MentionKind::Name),
                    joint: Some(*tokens),
                });
                let e = self.found.list.len() - 1;
                self.joint.insert(*tokens, e);
                Some(e)
            }
            Speaker::Unnamed => None,
        }
    }
}
