//! The entities to report: those named, and those that speak or are spoken to.

use std::collections::HashMap;

use super::selection::Metadata;
use crate::doc::Doc;
use crate::entity::{Entities, Entity};
use crate::extraction::{self, EntityType, Gender, GenderGuess, MentionKind, Quote, Salience};
use crate::ids::{EntityId, EntityIdx, IdVec, MentionId};
use crate::lexicon::given_names;
use crate::span::{Span, Tokens};

/// The entities to report, by first mention, and the id of each: those with a name, those who speak or are spoken to, and
/// people and bodies without a name that are spoken of twice; not things.
pub(super) fn listed(
    doc: &Doc,
    entities: &Entities,
    used: &[EntityIdx],
    about: &Metadata,
    guess_gender: bool,
) -> (Vec<extraction::Entity>, IdVec<EntityIdx, Option<EntityId>>) {
    let is_wanted = |entity: &Entity| {
        let nominal = |m: &MentionId| entities.mentions[*m].kind == MentionKind::Nominal;
        let spoken_of = entity.kind != EntityType::Other && entity.mentions.len() > 1;
        entity.coordinated.is_empty() && (entity.named || spoken_of && entity.mentions.iter().any(nominal))
    };
    let mut wanted: IdVec<EntityIdx, bool> = entities.list.iter().map(is_wanted).collect();
    for e in used {
        wanted[*e] = true;
    }
    let start = |e: EntityIdx| {
        let entity = &entities.list[e];
        let first = entity.mentions.iter().map(|m| entities.mentions[*m].tokens.start).min();
        first.into_iter().chain(entity.coordinated.first().map(|t| t.start)).min().unwrap_or(u32::MAX)
    };
    let mut order: Vec<EntityIdx> = entities.list.ids().filter(|e| wanted[*e]).collect();
    order.sort_by_key(|e| (start(*e), *e));
    let mut ids = IdVec::filled(None, entities.list.len());
    for (i, e) in order.iter().enumerate() {
        ids[*e] = Some(EntityId(i as u32));
    }
    let headline = Headline::of(doc, about.title.as_deref());
    let report = Report { doc, entities, ids: &ids, headline, guess_gender };
    let list = order.into_iter().map(|e| report.entity(&entities.list[e])).collect();
    (list, ids)
}

/// What an entity is reported by.
struct Report<'a> {
    doc: &'a Doc,
    entities: &'a Entities,
    ids: &'a IdVec<EntityIdx, Option<EntityId>>,
    headline: Headline,
    guess_gender: bool,
}

impl Report<'_> {
    fn entity(&self, entity: &Entity) -> extraction::Entity {
        let mut mentions: Vec<extraction::Mention> = entity
            .mentions
            .iter()
            .map(|m| {
                let mention = &self.entities.mentions[*m];
                self.mention(mention.tokens, mention.kind, self.entities.metonyms[*m])
            })
            .collect();
        let coordinated = entity.coordinated.iter().map(|tokens| self.mention(*tokens, MentionKind::Nominal, false));
        let coordinated: Vec<extraction::Mention> = coordinated.collect();
        mentions.extend(coordinated.iter().cloned());
        mentions.sort_by_key(|m| (m.span, m.kind));
        mentions.dedup();
        let named_by = if coordinated.is_empty() { &mentions } else { &coordinated };
        let (name, aliases) = forms(self.doc, named_by, entity.kind);
        let is_person = entity.kind == EntityType::Person;
        let guess = self.guess_gender && is_person && entity.named;
        extraction::Entity {
            kind: entity.kind,
            roles: entity.roles.clone(),
            affiliation: entity.affiliation.filter(|a| is_person && self.is_body(*a)).and_then(|a| self.ids[a]),
            gender: if is_person { entity.gender } else { Gender::Unknown },
            gender_guess: if guess { guessed(&name) } else { None },
            salience: 0.0,
            in_headline: self.headline.names(&mentions, &self.doc.text),
            name,
            aliases,
            mentions,
        }
    }

    /// What was a body's name first may have turned out to be a person's.
    fn is_body(&self, e: EntityIdx) -> bool {
        self.entities.list[e].kind != EntityType::Person
    }

    fn mention(&self, tokens: Tokens, kind: MentionKind, metonymy: bool) -> extraction::Mention {
        let duplicate = self.doc.repeats(tokens.start as usize);
        extraction::Mention { span: self.doc.span(tokens), kind, metonymy, duplicate }
    }
}

/// What the given name of a full name suggests.
fn guessed(name: &str) -> Option<GenderGuess> {
    let (given, _) = name.split_once(' ')?;
    let female = given_names::share_female(given)?;
    let (gender, probability) = if female >= 0.5 { (Gender::Female, female) } else { (Gender::Male, 1.0 - female) };
    Some(GenderGuess { gender, probability })
}

/// Gives each entity its salience.
pub(super) fn weigh(text: &str, entities: &mut [extraction::Entity], quotes: &[Quote]) {
    let mut speaks = vec![0usize; entities.len()];
    for e in quotes.iter().filter(|q| !q.duplicate).filter_map(|q| q.speaker) {
        speaks[e.0 as usize] += 1;
    }
    let once = |e: &extraction::Entity| e.mentions.iter().filter(|m| !m.duplicate).count();
    let share = |n: usize, most: usize| n as f32 / most.max(1) as f32;
    let most_mentions = entities.iter().map(once).max().unwrap_or(0);
    let most_speaks = speaks.iter().copied().max().unwrap_or(0);
    for (e, said) in entities.iter_mut().zip(speaks) {
        let first = e.mentions.first().map_or(text.len(), |m| m.span.start as usize);
        let salience = Salience {
            mentions: share(once(e), most_mentions),
            early: 1.0 - share(first, text.len()),
            headline: if e.in_headline { 1.0 } else { 0.0 },
            speaks: share(said, most_speaks),
        };
        e.salience = salience.mean();
    }
}

/// The article's headline: its title, or a first paragraph that reads like one.
enum Headline {
    /// The words of the title, in lower case, with a space around each.
    Title(String),
    /// Where the first paragraph ends, in bytes; 0 if it is no headline.
    Before(u32),
}

/// Tokens of the longest first paragraph that is taken for a headline.
const LONGEST: usize = 25;

impl Headline {
    fn of(doc: &Doc, title: Option<&str>) -> Self {
        if let Some(title) = title.filter(|t| !t.trim().is_empty()) {
            return Self::Title(spaced(title));
        }
        let first = doc.paragraphs.first().map(|p| p.tokens);
        let is_headline = |t: &Tokens| {
            let last = t.range().rev().find(|i| doc.is_written(*i)).map_or("", |i| doc.word(i));
            doc.paragraphs.len() > 1 && t.len() <= LONGEST && !matches!(last, "." | "”" | "\"" | ":" | ",")
        };
        Self::Before(first.filter(is_headline).map_or(0, |t| doc.span(t).end))
    }

    fn names(&self, mentions: &[extraction::Mention], text: &str) -> bool {
        match self {
            Self::Before(end) => mentions.first().is_some_and(|m| m.span.end <= *end),
            Self::Title(title) => {
                let mut names = mentions.iter().filter(|m| m.kind == MentionKind::Name);
                names.any(|m| title.contains(&spaced(m.span.of(text))))
            }
        }
    }
}

/// Words in lower case with one space before, between and after.
fn spaced(text: &str) -> String {
    let mut out = String::from(" ");
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        out.push_str(word);
        out.push(' ');
    }
    out
}

/// The canonical form and the others by frequency: names if there are any, else nominals, else pronouns.
fn forms(doc: &Doc, mentions: &[extraction::Mention], kind: EntityType) -> (String, Vec<String>) {
    let best = mentions.iter().map(|m| m.kind).min().unwrap_or(MentionKind::Pronoun);
    let mut counted: Vec<(String, usize, Span)> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    for m in mentions.iter().filter(|m| m.kind == best) {
        let form = clean(m.span.of(&doc.text), best);
        match at.get(&form) {
            Some(k) => counted[*k].1 += 1,
            None => {
                at.insert(form.clone(), counted.len());
                counted.push((form, 1, m.span));
            }
        }
    }
    let words = |f: &str| f.split_whitespace().count();
    let shouted = |f: &str| words(f) > 1 && !f.chars().any(char::is_lowercase);
    // the fullest form; of a person the one of most words, of a thing not much longer than the commonest
    let full = counted
        .iter()
        .enumerate()
        .max_by_key(|(i, (f, n, _))| {
            let length = if kind == EntityType::Person { words(f) * 100 } else { words(f).min(8) * 100 };
            // "TRUDY HOLM" says more of her than "Holm"
            let fuller = if kind == EntityType::Person { words(f) } else { 0 };
            (fuller, !shouted(f), length + f.chars().count().min(60), *n, usize::MAX - *i)
        })
        .map(|(i, _)| i);
    let Some(full) = full else { return (String::new(), Vec::new()) };
    let name = counted[full].0.clone();
    let mut rest: Vec<(String, usize, Span)> = counted;
    rest.remove(full);
    rest.sort_by_key(|(_, n, s)| (usize::MAX - *n, *s));
    (name, rest.into_iter().map(|(f, ..)| f).collect())
}

/// White space folded; a nominal without its definite article, an indefinite one in lower case.
fn clean(form: &str, kind: MentionKind) -> String {
    let joined = form.split_whitespace().collect::<Vec<_>>().join(" ");
    if kind == MentionKind::Nominal
        && let Some(rest) = joined.strip_prefix("The ").or_else(|| joined.strip_prefix("the "))
    {
        return rest.to_owned();
    }
    if kind == MentionKind::Nominal && (joined.starts_with("A ") || joined.starts_with("An ")) {
        return format!("a{}", &joined[1..]);
    }
    joined
}
