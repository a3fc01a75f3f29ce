//! Nominals and pronouns, in the order of the text: rules where they are sure, else the ranker's choice among what was
//! mentioned before and the name just ahead.

use std::collections::HashMap;

use super::clauses::Clauses;
use super::features::{self, Standing, View};
use super::glances::Glances;
use super::hearsay::Said;
use super::memory::{self, Memory};
use super::profiles::{Form, Place, Profile, Words};
use super::ranker::{self, Ranker};
use super::roles;
use super::sources::Speaker;
use super::together::{self, Group};
use super::voices::{self, Voices};
use super::{Entities, Entity};
use crate::doc::Doc;
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::frame::Frame;
use crate::lexicon::{lemmas, nouns, titles};
use crate::mention::Person;
use crate::model::Matrix;
use crate::span::Tokens;
use crate::syntax::Relation;

/// One choice: a mention, the entities that it may be of, and the evidence for each.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// The mention's index.
    pub mention: usize,
    /// Indices of the entities.
    pub candidates: Vec<usize>,
    /// The mention is "he" or "she", and of some person nothing is known that speaks against it: it is no new entity.
    pub someone: bool,
    /// Of each candidate its latest mention, and its latest that is no pronoun.
    pub pairs: Vec<[usize; 2]>,
    /// Names of the features.
    pub names: Vec<&'static str>,
    /// A row of features for each candidate, and a last one for a new entity.
    pub rows: Vec<f32>,
    /// The ranker's score of each row.
    pub scores: Vec<f32>,
}

/// Taken from a new entity's score; chosen on held-out training documents.
const EAGER: f32 = 0.4;

/// Chooses a candidate by its place in the list, or none for a new entity.
pub type Policy<'a> = &'a mut dyn FnMut(&Decision, &Entities) -> Option<usize>;

/// The shipped policy: the ranker's; "he" and "she" are no new entity, if anybody fits.
pub fn ranked(d: &Decision) -> Option<usize> {
    eager(d, EAGER)
}

/// The same, a new entity's score lowered: for mentions of which it is known that most have an antecedent.
pub fn eager(d: &Decision, by: f32) -> Option<usize> {
    ranker::best(&d.scores, d.someone, by)
}

pub(super) struct Resolver<'a, 'b> {
    pub doc: &'a Doc,
    pub ranker: Ranker<'a>,
    pub glances: Glances<'a>,
    pub found: &'b mut Entities,
    pub speakers: &'b [Speaker],
    pub profiles: Vec<Profile>,
    pub words: Words,
    pub voices: Voices,
    pub memory: Memory,
    /// What each mention says.
    pub said: Said<'a>,
    /// People named together, and the entities of those who were spoken of.
    pub groups: Vec<Group>,
    pub joint: HashMap<(Option<Tokens>, Vec<usize>), usize>,
}

/// Resolves all that names left open, and says who speaks in each frame.
pub(super) fn resolve(
    doc: &Doc,
    (ranker, glances): (Ranker<'_>, Glances<'_>),
    found: &mut Entities,
    frames: &[Frame],
    speakers: &[Speaker],
    policy: Policy<'_>,
) {
    let mut order: Vec<usize> = (0..found.mentions.len()).collect();
    order.sort_by_key(|m| (found.mentions[*m].tokens.start, found.mentions[*m].tokens.end));
    let said = Said::new(doc, frames, speakers, found.mentions.len());
    let mut words = Words::default();
    let profiles = found.mentions.iter().map(|m| Profile::new(doc, m, &mut words)).collect();
    let groups = together::find(doc, found);
    let mut r = Resolver {
        doc,
        ranker,
        glances,
        found,
        speakers,
        profiles,
        words,
        voices: Voices::new(doc, frames),
        memory: Memory::default(),
        said,
        groups,
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
    voices::run_on(doc, frames, &mut who);
    voices::first_persons(doc, r.found, &r.voices, &who);
    let genders = r.genders();
    found.speakers = who;
    for (e, gender) in found.list.iter_mut().zip(genders) {
        e.gender = gender;
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
            _ => match self.by_rule(m).or_else(|| self.group(m)) {
                Some(e) => Some(e),
                None => {
                    let d = self.decision(m);
                    let chosen = policy(&d, self.found).map(|k| d.candidates[k]);
                    Some(chosen.or_else(|| self.they(m, &d.candidates)).unwrap_or_else(|| self.begin(m)))
                }
            },
        }
    }

    /// The entity of a name; where it is named first, the ranker says whether it was spoken of before.
    fn name(&mut self, m: usize, policy: Policy<'_>) -> Option<usize> {
        let e = self.found.of[m]?;
        if self.memory.of(e).is_none() {
            let before = self.announced(m, e).or_else(|| {
                let d = self.decision(m);
                policy(&d, self.found).map(|k| d.candidates[k])
            });
            if let Some(before) = before {
                let mentions = std::mem::take(&mut self.found.list[before].mentions);
                for other in &mentions {
                    self.found.of[*other] = Some(e);
                }
                self.found.list[e].mentions.extend(mentions);
                self.memory.rename(before, e);
            }
        }
        Some(e)
    }

    /// Of each entity.
    fn genders(&self) -> Vec<Gender> {
        let of = |(k, e): (usize, &Entity)| self.memory.of(k).map_or(e.gender, |known| known.gender(e));
        self.found.list.iter().enumerate().map(of).collect()
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
        let owner = p.owner.and_then(|i| memory::headed(self.found, i));
        let entity = &mut self.found.list[e];
        if entity.kind == EntityType::Other {
            match (p.kind, p.form) {
                (Some(k), _) => entity.kind = k,
                (None, Form::Pronoun(Person::He | Person::She | Person::Who)) => entity.kind = EntityType::Person,
                _ => {}
            }
        }
        let (words, doc) = (&mut self.words, self.doc);
        let roles = || {
            let nouns = entity.roles.iter().filter_map(|r| roles::head_noun(r));
            nouns.map(|n| words.id(&lemmas::noun(n))).collect()
        };
        let noun = lemmas::noun(doc.word(self.found.mentions[m].head as usize));
        let thing = p.form != Form::Name && !nouns::is_person(&noun) && !nouns::is_body(&noun);
        self.memory.note(e, m, p, thing, owner, roles);
        if let Some(subject) = p.predicate_of
            && let Some(of) = memory::holder(self.found, subject)
        {
            self.memory.say(of, p.lemma);
        }
        if self.said.speaks(m) {
            if self.said.told_by_reporter(self.found.mentions[m].head as usize) {
                self.memory.last_source = Some(m);
            }
            self.memory.last_speaker = Some((e, doc.paragraph(self.found.mentions[m].tokens.start as usize)));
        }
    }

    /// "minister" of "minister Ada Lund": part of how she is named, no mention.
    fn is_title(&self, m: usize) -> bool {
        let mention = &self.found.mentions[m];
        // "Senators Lund and Berg", but not "the ministers Lund and Berg"
        let counted = mention.plural && self.profiles[m].form != Form::Bare;
        if mention.kind != MentionKind::Nominal || counted || m >= self.found.sorted {
            return false;
        }
        let next = self.found.mentions[m + 1..self.found.sorted].iter().take(8);
        let name = |n: &&super::Mention| {
            n.tokens.start == mention.tokens.end && n.kind == MentionKind::Name && n.entity == Some(EntityType::Person)
        };
        let word = self.doc.word(mention.head as usize);
        next.filter(name).count() > 0 && (nouns::is_person(&lemmas::noun(word)) || titles::is_title(word))
    }

    pub(super) fn agrees(&self, m: usize, e: usize) -> bool {
        let entity = &self.found.list[e];
        let agrees = self.memory.of(e).is_none_or(|known| memory::agrees(&self.profiles[m], known, entity));
        agrees && !self.said.of_another(self.found, m, e)
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
        let clauses = Clauses::over(self.doc, self.found, self.found.mentions[m].head as usize);
        let chain = self.memory.chain(p.form);
        let owner = p.owner.and_then(|i| memory::headed(self.found, i)).and_then(|n| self.found.of[n]);
        let shares = self.glances.at(self.found, self.found.mentions[m].head as usize);
        let view = View { found: self.found, profiles: &self.profiles, clauses: &clauses, chain, owner, shares };
        // "In his report, Ada Lund said": of whom the text has not spoken yet
        let ahead = clauses.ahead.filter(|_| p.is_pronoun()).and_then(|n| Some((n, self.found.of[n]?)));
        let ahead = ahead.filter(|(_, e)| self.memory.of(*e).is_none());
        let ahead = ahead.map(|(n, e)| (e, memory::Known::new(n, &self.profiles[n])));
        let alike = |e: &Entity| p.kind.is_none_or(|k| k == e.kind);
        let someone = matches!(p.form, Form::Pronoun(Person::He | Person::She));
        let mut d = Decision { mention: m, ..Decision::default() };
        let mut chosen: Vec<(usize, &memory::Known, Standing)> = Vec::new();
        let (mut rank_alike, mut fitting, mut foremost) = (0, 0, 0);
        let (mut any_head, mut any_exact) = (false, false);
        let known = remembered.into_iter().filter_map(|e| Some((e, self.memory.of(e)?)));
        for (rank, (e, known)) in known.chain(ahead.as_ref().map(|(e, k)| (*e, k))).enumerate() {
            let entity = &self.found.list[e];
            let named = p.form == Form::Name && entity.named;
            if named || !memory::agrees(p, known, entity) || self.bound(m, known) {
                continue;
            }
            let latest = self.found.mentions[known.latest].head as usize;
            let same_voice = self.voices.at(latest) == voice;
            let spoke = self.memory.last_speaker.is_some_and(|(s, _)| s == e);
            let own_voice = speaker == Some(e);
            let fits = alike(entity)
                && (!someone || entity.kind == EntityType::Person)
                && !p.sex().contradicts(known.likely)
                && !p.sex().contradicts(known.gender(entity));
            let standing = Standing {
                rank,
                rank_alike,
                fits,
                rank_fit: fitting,
                fitting: 0,
                spoke,
                own_voice,
                same_voice,
                foremost: false,
            };
            chosen.push((e, known, standing));
            fitting += usize::from(fits);
            foremost = foremost.max(if alike(entity) { known.count } else { 0 });
            rank_alike += usize::from(alike(entity));
            any_head |= !p.is_pronoun() && (known.heads.contains(&p.lemma) || known.roles.contains(&p.lemma));
            any_exact |= known.nominal.is_some_and(|n| self.profiles[n].words == p.words);
        }
        d.someone = someone && fitting > 0;
        let mut names: Vec<&'static str> = Vec::with_capacity(160);
        for (e, known, mut s) in chosen {
            s.fitting = fitting;
            s.foremost = known.count == foremost && foremost > 1;
            names.clear();
            let mut put = |name: &'static str, x: f32| {
                names.push(name);
                d.rows.push(x);
            };
            features::of_mention(p, self.said.speaks(m), &mut put);
            features::of_new(None, &mut put);
            features::of_pair(&view, m, e, known, &s, &mut put);
            d.candidates.push(e);
            d.pairs.push([known.latest, known.nominal.unwrap_or(known.latest)]);
        }
        // of a new entity nothing is known
        let mut put = |_: &'static str, x: f32| d.rows.push(x);
        features::of_mention(p, self.said.speaks(m), &mut put);
        features::of_new(Some((any_head, any_exact, rank_alike)), &mut put);
        if d.candidates.is_empty() {
            return d;
        }
        d.rows.resize((d.candidates.len() + 1) * names.len(), 0.0);
        let rows = std::mem::take(&mut d.rows);
        let evidence = Matrix { rows: d.candidates.len() + 1, cols: names.len(), data: rows };
        d.scores = self.ranker.scores(m, someone, &d.pairs, &evidence);
        d.rows = evidence.data;
        d.names = names;
        d
    }

    /// Grammar forbids it: one phrase inside the other, or subject and object of one verb ("Berg told her"). Nor does a
    /// thing speak as "they", nor anybody of themselves as of another.
    fn bound(&self, m: usize, known: &memory::Known) -> bool {
        let (a, b) = (&self.found.mentions[m], &self.found.mentions[known.latest]);
        let (p, q) = (&self.profiles[m], &self.profiles[known.latest]);
        let nested = b.tokens.has(a.head as usize) || a.tokens.has(b.head as usize);
        let clause = p.is_pronoun()
            && matches!(p.place, Place::Object | Place::Oblique)
            && q.place == Place::Subject
            && p.governor.is_some()
            && p.governor == q.governor;
        let e = self.found.of[known.latest];
        let mute = |e: usize| {
            let someone = matches!(p.form, Form::Pronoun(Person::He | Person::She | Person::They));
            let entity = &self.found.list[e];
            someone && self.said.speaks(m) && !entity.named && known.thing && entity.kind != EntityType::Person
        };
        nested || clause || e.is_some_and(|e| mute(e) || self.said.of_another(self.found, m, e))
    }

    /// What a relative pronoun stands for: the noun that its clause hangs on, else what stands just before.
    fn antecedent(&self, head: usize) -> Option<usize> {
        let syntax = &self.doc.syntax;
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
            Speaker::Joint(parts, tokens) => Some(self.together(parts, *tokens)),
            Speaker::Unnamed => None,
        }
    }

    /// The entity of several who are named together; the same people are the same entity.
    pub(super) fn together(&mut self, parts: &[usize], mut tokens: Tokens) -> usize {
        if matches!(self.doc.word(tokens.end as usize - 1), "'s" | "’s" | "'" | "’") {
            tokens.end -= 1;
        }
        let mut who: Vec<usize> = parts.iter().filter_map(|m| self.found.of[*m]).collect();
        who.sort_unstable();
        who.dedup();
        // "Lund and others": who the others are only this text says
        let key = if who.len() > 1 { (None, who) } else { (Some(tokens), Vec::new()) };
        let known = self.joint.get(&key).copied();
        let e = known.unwrap_or_else(|| {
            self.found.list.push(Entity {
                kind: EntityType::Group,
                mentions: Vec::new(),
                roles: Vec::new(),
                affiliation: None,
                gender: Gender::Unknown,
                named: parts.iter().any(|m| self.found.mentions[*m].kind == MentionKind::Name),
                joint: Vec::new(),
            });
            self.found.list.len() - 1
        });
        self.joint.insert(key, e);
        let joint = &mut self.found.list[e].joint;
        // "Mr. Lund and Mr. Berg", "Lund and Mr. Berg": the longer
        joint.retain(|t| !tokens.holds(*t));
        if !joint.iter().any(|t| t.holds(tokens)) {
            joint.push(tokens);
        }
        e
    }
}
