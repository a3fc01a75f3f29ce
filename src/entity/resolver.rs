//! Nominals and pronouns, in the order of the text: each to the best of what was mentioned before.

use std::collections::{HashMap, VecDeque};

use super::sources::Speaker;
use super::{Entities, Entity, Page};
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::frame::{Frame, acts};
use crate::lexicon::{lemmas, nouns, places, titles};
use crate::mention::{Person, person};
use crate::span::Tokens;
use crate::syntax::Relation;

/// Sentences that a pronoun looks back over.
const BACK: u32 = 8;
/// Entities remembered at any point: time stays linear.
const MEMORY: usize = 64;

/// An entity as last mentioned.
#[derive(Clone, Copy, Debug)]
struct Recent {
    entity: usize,
    /// Its latest mention.
    mention: usize,
    /// First token of the mention.
    at: u32,
    sentence: u32,
    subject: bool,
}

struct Resolver<'a, 'b> {
    page: Page<'a>,
    found: &'b mut Entities,
    /// Latest last; one entry an entity.
    recent: VecDeque<Recent>,
    /// The last to speak, and in which paragraph.
    last_speaker: Option<(usize, u32)>,
    /// Entities without a name by the head noun of their nominals.
    unnamed: HashMap<String, usize>,
    /// Speakers named together, by the text that names them.
    joint: HashMap<Tokens, usize>,
}

/// Resolves all that names left open, and says who speaks in each frame.
pub(super) fn resolve(page: Page<'_>, found: &mut Entities, frames: &[Frame], speakers: &mut [Speaker]) {
    let mut order: Vec<usize> = (0..found.mentions.len()).collect();
    order.sort_by_key(|m| (found.mentions[*m].tokens.start, found.mentions[*m].tokens.end));
    // frames by the mention that speaks in them
    let mut speaks = vec![false; found.mentions.len()];
    for s in speakers.iter() {
        match s {
            Speaker::Mention(m) => speaks[*m] = true,
            Speaker::Joint(parts, _) => parts.iter().for_each(|m| speaks[*m] = true),
            Speaker::Unnamed => {}
        }
    }
    // and those that stand just after a cue: they may be spoken to
    let mut begins = vec![false; page.text.tokens.len() + 4];
    for end in frames.iter().filter_map(|f| f.cue).map(|c| c.tokens.end as usize) {
        begins[end..end + 3].fill(true);
    }
    // whose words each token is: the innermost frame with a quoted content over it
    let mut voice = vec![u32::MAX; page.text.tokens.len()];
    for (k, f) in frames.iter().enumerate() {
        for i in f.content.iter().flat_map(|c| c.range()).filter(|i| page.text.tokens[*i].quoted) {
            voice[i] = k as u32;
        }
    }
    let mut r = Resolver {
        page,
        found,
        recent: VecDeque::new(),
        last_speaker: None,
        unnamed: HashMap::new(),
        joint: HashMap::new(),
    };
    for m in order {
        let mention = r.found.mentions[m];
        let quoted = page.text.tokens[mention.head as usize].quoted;
        let entity = match mention.kind {
            MentionKind::Name => r.found.of[m],
            MentionKind::Nominal => r.nominal(m, speaks[m] || begins[mention.tokens.start as usize]),
            MentionKind::Pronoun => r.pronoun(m, speaks[m], quoted),
        };
        if let Some(e) = entity {
            if r.found.of[m].is_none() {
                r.found.join(m, e);
            }
            r.remember(m, e, speaks[m]);
        }
    }
    let mut who: Vec<Option<usize>> = speakers.iter().map(|s| r.speaker(s)).collect();
    run_on(page, frames, &mut who);
    r.first_persons(&voice, &who);
    found.speakers = who;
    for e in &mut found.list {
        e.mentions.sort_unstable_by_key(|m| found.mentions[*m].tokens.start);
        e.mentions.dedup();
    }
}

impl Resolver<'_, '_> {
    fn remember(&mut self, m: usize, entity: usize, speaks: bool) {
        let mention = self.found.mentions[m];
        let at = mention.tokens.start;
        self.recent.retain(|r| r.entity != entity);
        let subject = matches!(self.page.syntax.relation[mention.head as usize], Relation::Nsubj | Relation::Csubj);
        let sentence = self.page.sentence(at as usize);
        self.recent.push_back(Recent { entity, mention: m, at, sentence, subject: subject || speaks });
        if self.recent.len() > MEMORY {
            self.recent.pop_front();
        }
        if speaks {
            self.last_speaker = Some((entity, self.page.paragraph(at as usize)));
        }
    }

    /// The best of the recent entities that `fits`, by distance, subjecthood and who spoke last.
    fn best(&self, at: u32, back: u32, fits: impl Fn(usize, &Entity) -> bool) -> Option<usize> {
        let here = self.page.sentence(at as usize);
        let score = |r: &Recent| {
            let far = here.saturating_sub(r.sentence);
            let spoke = self.last_speaker.is_some_and(|(e, _)| e == r.entity);
            let named = self.found.list[r.entity].named;
            -f64::from(far)
                + if r.subject { 1.2 } else { 0.0 }
                + if spoke { 0.8 } else { 0.0 }
                + if named { 0.3 } else { 0.0 }
                + 0.002 * f64::from(r.at.saturating_sub(at.saturating_sub(100)))
        };
        self.recent
            .iter()
            .filter(|r| here.saturating_sub(r.sentence) <= back && fits(r.entity, &self.found.list[r.entity]))
            .max_by(|a, b| score(a).total_cmp(&score(b)))
            .map(|r| r.entity)
    }

    fn pronoun(&mut self, m: usize, speaks: bool, quoted: bool) -> Option<usize> {
        let mention = self.found.mentions[m];
        let at = mention.tokens.start;
        let is_person = |e: &Entity| e.kind == EntityType::Person;
        match person(self.page.word(at as usize))? {
            p @ (Person::He | Person::She) => {
                let gender = if p == Person::He { Gender::Male } else { Gender::Female };
                let speaker = self.last_speaker.map(|(e, _)| e);
                let agrees = |e: &Entity| is_person(e) && (e.gender == Gender::Unknown || e.gender == gender);
                let known = |e: &Entity| is_person(e) && e.gender == gender;
                // one whose gender is known, if near; inside quotation marks rather not the one who speaks
                // nor one whose verb has the pronoun as its object ("Berg told her")
                let syntax = self.page.syntax;
                let object = matches!(syntax.relation[at as usize], Relation::Obj | Relation::Iobj | Relation::Obl);
                let verb = syntax.head(at as usize).filter(|_| object);
                let subject = verb.and_then(|v| syntax.dependent(v, Relation::Nsubj)).and_then(|s| self.holder(s));
                let agrees = |i: usize, e: &Entity| subject != Some(i) && agrees(e);
                let known = |i: usize, e: &Entity| subject != Some(i) && known(e);
                let other = |i: usize| !quoted || speaker != Some(i);
                let e = self
                    .best(at, 1, |i, e| known(i, e) && other(i))
                    .or_else(|| self.best(at, BACK, |i, e| agrees(i, e) && other(i)))
                    .or_else(|| self.best(at, BACK, agrees))?;
                if self.found.list[e].gender == Gender::Unknown {
                    self.found.list[e].gender = gender;
                }
                Some(e)
            }
            Person::Who => self.antecedent(mention.head as usize),
            Person::They => {
                let many = |_, e: &Entity| matches!(e.kind, EntityType::Group | EntityType::Norp);
                let body = |_, e: &Entity| e.kind == EntityType::Org;
                self.best(at, 2, many).or_else(|| if speaks { self.best(at, 2, body) } else { None })
            }
            Person::It if speaks => self.best(at, 2, |_, e| matches!(e.kind, EntityType::Org | EntityType::Gpe)),
            Person::It | Person::I | Person::We => None,
        }
    }

    /// What a relative pronoun stands for: the noun that its clause hangs on, else what stands just before.
    fn antecedent(&self, head: usize) -> Option<usize> {
        let syntax = self.page.syntax;
        let mut i = head;
        for _ in 0..4 {
            let up = syntax.head(i)?;
            if syntax.relation[i] == Relation::Acl
                && up < head
                && let Some(e) = self.holder(up)
            {
                return Some(e);
            }
            i = up;
        }
        self.recent.iter().rev().take(4).find(|r| r.at < head as u32 && head as u32 - r.at <= 12).map(|r| r.entity)
    }

    /// The entity of a mention that holds token `i`.
    fn holder(&self, i: usize) -> Option<usize> {
        self.recent.iter().rev().find(|r| self.found.mentions[r.mention].tokens.has(i)).map(|r| r.entity)
    }

    fn nominal(&mut self, m: usize, speaks: bool) -> Option<usize> {
        let mention = self.found.mentions[m];
        let (page, head) = (self.page, mention.head as usize);
        let noun = lemmas::noun(page.word(head));
        let first = page.lower(mention.tokens.start as usize);
        let definite = matches!(first.as_str(), "the" | "this" | "that" | "these" | "those")
            || (mention.tokens.len() == 1 && !mention.plural && titles::is_title(page.word(head)));
        if definite
            && !mention.plural
            && let Some(e) = self.by_role(mention.tokens, &noun).or_else(|| self.by_noun(m, &noun))
        {
            return Some(e);
        }
        let known = self.unnamed.get(&key(mention.plural, &noun)).copied();
        if let Some(e) = known.filter(|_| definite) {
            return Some(e);
        }
        if !speaks && known.is_none() && mention.tokens.len() == 1 {
            return None;
        }
        let e = self.found.found(m);
        let sex = nouns::sex(&noun);
        if let Some(s) = sex {
            self.found.list[e].gender = if s == titles::Sex::Male { Gender::Male } else { Gender::Female };
        }
        self.unnamed.insert(key(mention.plural, &noun), e);
        Some(e)
    }

    /// The person whose role has this noun, the words of both agreeing: "the minister", "the US official".
    fn by_role(&self, tokens: Tokens, noun: &str) -> Option<usize> {
        let words: Vec<String> = tokens.range().map(|i| self.page.lower(i)).collect();
        let demonym = |w: &str| places::is_demonym(w) || places::country(w).is_some_and(|_| w.len() < 5);
        let mine: Vec<&String> = words.iter().filter(|w| demonym(w)).collect();
        let fits = |role: &String| {
            let role = role.to_lowercase();
            let theirs: Vec<&str> = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            let head = theirs.iter().position(|w| matches!(*w, "of" | "for" | "at" | "in")).unwrap_or(theirs.len());
            let same_noun = theirs[..head].last().is_some_and(|w| lemmas::noun(w) == noun);
            let clash = !mine.is_empty()
                && theirs.iter().any(|w| demonym(w))
                && !mine.iter().any(|w| theirs.contains(&w.as_str()));
            same_noun && !clash
        };
        let at = tokens.start;
        self.recent
            .iter()
            .rev()
            .filter(|r| r.at < at)
            .find(|r| {
                let e = &self.found.list[r.entity];
                e.kind == EntityType::Person && e.named && e.roles.iter().any(fits)
            })
            .map(|r| r.entity)
    }

    /// "the ministry": a named body with that word; "the company": the body named last; "the 42-year-old": the
    /// person named last; "the country": the state named last.
    fn by_noun(&self, m: usize, noun: &str) -> Option<usize> {
        let mention = self.found.mentions[m];
        let at = mention.tokens.start;
        let body = |e: &Entity| e.named && matches!(e.kind, EntityType::Org | EntityType::Fac);
        let named_so = |e: &Entity| {
            e.mentions.iter().take(4).any(|m| {
                let run = self.found.mentions[*m].tokens;
                run.range().any(|i| {
                    let w = self.page.lower(i);
                    w == noun || (noun == "ministry" && w == "office") || lemmas::noun(&w) == noun
                })
            })
        };
        let alone = mention.tokens.len() <= 2;
        if nouns::is_body(noun) {
            let named = self.recent.iter().rev().filter(|r| r.at < at).find(|r| {
                let e = &self.found.list[r.entity];
                body(e) && named_so(e)
            });
            if let Some(r) = named {
                return Some(r.entity);
            }
            let vague = matches!(
                noun,
                "company"
                    | "firm"
                    | "group"
                    | "agency"
                    | "organisation"
                    | "organization"
                    | "party"
                    | "union"
                    | "club"
                    | "team"
                    | "charity"
                    | "bank"
                    | "court"
                    | "council"
                    | "newspaper"
                    | "paper"
                    | "network"
                    | "operator"
                    | "retailer"
                    | "airline"
                    | "manufacturer"
                    | "committee"
                    | "commission"
                    | "university"
                    | "authority"
                    | "department"
                    | "bureau"
                    | "watchdog"
                    | "regulator"
                    | "think-tank"
                    | "institute"
                    | "federation"
            );
            return if alone && vague { self.best(at, 4, |_, e| body(e)) } else { None };
        }
        let gender = nouns::sex(noun);
        let agrees = |e: &Entity| match gender {
            Some(titles::Sex::Male) => e.gender != Gender::Female,
            Some(titles::Sex::Female) => e.gender != Gender::Male,
            None => true,
        };
        let person = |e: &Entity| e.named && e.kind == EntityType::Person && agrees(e);
        if noun == "old" {
            return self.best(at, 3, |_, e| person(e));
        }
        let generic = matches!(
            noun,
            "man"
                | "woman"
                | "politician"
                | "lawmaker"
                | "actor"
                | "actress"
                | "singer"
                | "writer"
                | "author"
                | "billionaire"
                | "businessman"
                | "defendant"
                | "suspect"
                | "striker"
                | "midfielder"
                | "defender"
                | "goalkeeper"
                | "winger"
                | "democrat"
                | "republican"
                | "nominee"
                | "candidate"
                | "veteran"
                | "tycoon"
                | "diplomat"
                | "lawyer"
        );
        if alone && generic { self.best(at, 3, |_, e| person(e)) } else { None }
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

    /// "I" and "we" inside quotation marks are the one who speaks.
    fn first_persons(&mut self, voice: &[u32], who: &[Option<usize>]) {
        for m in 0..self.found.mentions.len() {
            let mention = self.found.mentions[m];
            if mention.kind != MentionKind::Pronoun || self.found.of[m].is_some() {
                continue;
            }
            let head = mention.head as usize;
            let Some(e) = who.get(voice[head] as usize).copied().flatten() else { continue };
            let body = matches!(self.found.list[e].kind, EntityType::Org | EntityType::Group | EntityType::Gpe);
            match person(self.page.word(head)) {
                Some(Person::I) if !body => self.found.join(m, e),
                Some(Person::We) if body => self.found.join(m, e),
                _ => {}
            }
        }
    }
}

/// A quotation without a source of its own is of the one who spoke last, in this paragraph or the one before, unless that
/// calls for an answer.
fn run_on(page: Page<'_>, frames: &[Frame], who: &mut [Option<usize>]) {
    let mut last: Option<(usize, u32)> = None;
    for (f, w) in frames.iter().zip(who) {
        let extent = f.extent();
        let quoted = page.text.tokens[extent.start as usize].quoted;
        if w.is_none()
            && f.source.is_none()
            && f.cue.is_none_or(|c| page.word(c.tokens.start as usize) == ":")
            && quoted
        {
            let here = page.paragraph(extent.start as usize);
            *w = last.filter(|(_, p)| here.saturating_sub(*p) <= 1).map(|(e, _)| e);
        }
        if acts::answered(page, f) {
            last = None;
        } else if let Some(e) = *w {
            last = Some((e, page.paragraph(extent.end as usize - 1)));
        }
    }
}

fn key(plural: bool, noun: &str) -> String {
    format!("{}{noun}", if plural { "+" } else { "" })
}
