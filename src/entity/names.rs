//! Names of one and the same: full name and surname, acronym and long form, a country under its names.

use std::collections::HashMap;

use super::{Entities, Entity};
use crate::doc::Doc;
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::lexicon::{given as given_names, places, titles};
use crate::mention::Mention;
use crate::span::Tokens;

/// Words that add nothing to an organisation's name.
const LEGAL: &[&str] =
    &["inc", "corp", "corporation", "co", "company", "ltd", "plc", "llc", "group", "ag", "gmbh", "sa"];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// The words of a name, lower-cased, without article, full stops and marks.
pub(super) fn key(doc: &Doc, run: Tokens) -> Vec<String> {
    let words = run.range().map(|i| doc.lower(i).replace(['.', '’', '\''], ""));
    let mut out: Vec<String> = words.filter(|w| w.chars().any(char::is_alphanumeric)).collect();
    if out.len() > 1 && out[0] == "the" {
        out.remove(0);
    }
    out
}

/// Clusters that a new name is compared with, and forms of each.
const NEAR: usize = 100;
const FORMS: usize = 4;

/// What a cluster of names is known by.
struct Cluster {
    kind: EntityType,
    keys: Vec<Vec<String>>,
    first: u32,
    /// By the titles before its names.
    sex: Option<titles::Sex>,
}

/// Where a cluster was named: first tokens, ascending, by full name and otherwise.
#[derive(Default)]
struct Seen([Vec<u32>; 2]);

impl Seen {
    fn before(&self, at: u32) -> Option<u32> {
        self.0.iter().filter_map(|s| s[..s.partition_point(|p| *p < at)].last().copied()).max()
    }

    fn after(&self, at: u32) -> Option<u32> {
        self.0.iter().filter_map(|s| s.get(s.partition_point(|p| *p < at)).copied()).min()
    }
}

/// Gathers the name mentions into entities.
pub(super) fn cluster(doc: &Doc, mentions: Vec<Mention>) -> Entities {
    let mut out = Entities {
        sorted: mentions.len(),
        of: vec![None; mentions.len()],
        mentions,
        list: Vec::new(),
        speakers: Vec::new(),
        metonyms: Vec::new(),
    };
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut exact: HashMap<(bool, Vec<String>), usize> = HashMap::new();
    let mut surnames: HashMap<String, Vec<usize>> = HashMap::new();
    let is_name = |m: &Mention| m.kind == MentionKind::Name;
    let keys: Vec<Vec<String>> =
        out.mentions.iter().map(|m| if is_name(m) { key(doc, m.tokens) } else { Vec::new() }).collect();
    let person = |m: &Mention| m.entity == Some(EntityType::Person);
    // full names of people first, then all other names, so that a headline's surname finds its holder below
    let order = (0..out.mentions.len()).filter(|i| is_name(&out.mentions[*i]) && !keys[*i].is_empty());
    let (full, other): (Vec<usize>, Vec<usize>) = order.partition(|i| person(&out.mentions[*i]) && keys[*i].len() > 1);
    let mut last_seen: Vec<Seen> = Vec::new();
    let turn = full.len();
    for (n, i) in full.into_iter().chain(other).enumerate() {
        let (m, k) = (out.mentions[i], &keys[i]);
        let kind = m.entity.unwrap_or(EntityType::Person);
        let at = m.tokens.start;
        let title = at.checked_sub(1).map(|i| doc.word(i as usize));
        let sex = title.and_then(titles::sex).filter(|_| kind == EntityType::Person);
        let home = if kind == EntityType::Person {
            of_person(k, sex, &clusters, &surnames, &last_seen, at)
        } else {
            // a bare surname that was taken for something else
            let as_person = (k.len() == 1
                && matches!(kind, EntityType::Org | EntityType::Product | EntityType::WorkOfArt))
            .then(|| of_surname(&k[0], &surnames, &last_seen, at, |_| true))
            .flatten();
            as_person.or_else(|| of_thing(k, kind, &clusters, &exact))
        };
        let home = home.unwrap_or_else(|| {
            clusters.push(Cluster { kind, keys: Vec::new(), first: at, sex });
            out.list.push(Entity {
                kind,
                mentions: Vec::new(),
                roles: Vec::new(),
                affiliation: None,
                gender: Gender::Unknown,
                named: true,
                joint: Vec::new(),
            });
            last_seen.push(Seen::default());
            clusters.len() - 1
        });
        let c = &mut clusters[home];
        c.first = c.first.min(at);
        c.sex = c.sex.or(sex);
        if !c.keys.contains(k) {
            c.keys.push(k.clone());
            exact.entry((c.kind == EntityType::Person, k.clone())).or_insert(home);
            if c.kind == EntityType::Person {
                for w in k.iter().filter(|w| !SUFFIXES.contains(&w.as_str())) {
                    surnames.entry(w.clone()).or_default().push(home);
                }
            } else if let Some(country) = places::country(&k.join(" ")) {
                exact.entry((false, vec![country.to_lowercase()])).or_insert(home);
            }
        }
        last_seen[home].0[usize::from(n >= turn)].push(at);
        out.join(i, home);
    }
    for e in &mut out.list {
        e.mentions.sort_unstable();
        e.kind = majority(&out.mentions, e);
    }
    out
}

/// The type that most of an entity's names have; PERSON and the first break ties.
fn majority(mentions: &[Mention], e: &Entity) -> EntityType {
    if e.kind == EntityType::Person {
        return e.kind;
    }
    let mut count = [0usize; EntityType::ALL.len()];
    for kind in e.mentions.iter().filter_map(|m| mentions[*m].entity) {
        count[kind as usize] += 1;
    }
    EntityType::ALL
        .iter()
        .copied()
        .fold(e.kind, |best, k| if count[k as usize] > count[best as usize] { k } else { best })
}

/// The person of a name: equal, or of the same surname with no other first name.
fn of_person(
    k: &[String],
    sex: Option<titles::Sex>,
    clusters: &[Cluster],
    surnames: &HashMap<String, Vec<usize>>,
    seen: &[Seen],
    at: u32,
) -> Option<usize> {
    if k.len() == 1 {
        // "Mr Pryce" is not Helen Pryce
        return of_surname(&k[0], surnames, seen, at, |c| {
            let theirs = clusters[c].sex;
            let same = sex.is_none() || theirs.is_none() || sex == theirs;
            same && !clusters[c].keys.iter().take(FORMS).any(|other| clash(sex, other))
        });
    }
    let bare =
        |k: &[String]| -> Vec<String> { k.iter().filter(|w| !SUFFIXES.contains(&w.as_str())).cloned().collect() };
    let suffix = |k: &[String]| k.iter().find(|w| SUFFIXES.contains(&w.as_str())).cloned();
    let mine = bare(k);
    let last = mine.last()?;
    surnames.get(last)?.iter().rev().take(NEAR).copied().find(|c| {
        clusters[*c].kind == EntityType::Person
            && clusters[*c].keys.iter().take(FORMS).any(|other| {
                let theirs = bare(other);
                suffix(k) == suffix(other)
                    && (theirs == mine
                        || theirs.len() > 1
                            && theirs.last() == Some(last)
                            && given(&mine[..mine.len() - 1], &theirs[..theirs.len() - 1]))
            })
    })
}

/// Two sets of given names that can be one person's.
fn given(a: &[String], b: &[String]) -> bool {
    let same = |x: &String, y: &String| {
        x == y
            || given_names::short_for(x, y)
            || (x.len() == 1 && y.starts_with(x.as_str()))
            || (y.len() == 1 && x.starts_with(y.as_str()))
    };
    a.first().zip(b.first()).is_some_and(|(x, y)| same(x, y))
        || (a.len() != b.len() && a.iter().any(|x| x.len() > 1 && b.contains(x)))
}

/// Share of one sex among the bearers of a given name from which a title of the other does not go with it.
const SURE: f32 = 0.97;

/// True if a title's sex does not go with a full name's given name.
fn clash(sex: Option<titles::Sex>, full: &[String]) -> bool {
    let female = full.first().filter(|_| full.len() > 1).and_then(|given| given_names::share_female(given));
    match (sex, female) {
        (Some(titles::Sex::Male), Some(p)) => p > SURE,
        (Some(titles::Sex::Female), Some(p)) => p < 1.0 - SURE,
        _ => false,
    }
}

/// The person of a single name: the one named last before, else the first named after.
fn of_surname(
    word: &str,
    surnames: &HashMap<String, Vec<usize>>,
    seen: &[Seen],
    at: u32,
    fits: impl Fn(usize) -> bool,
) -> Option<usize> {
    let all = surnames.get(word)?;
    let candidates: Vec<usize> = all[all.len().saturating_sub(NEAR)..].iter().copied().filter(|c| fits(*c)).collect();
    let latest = candidates.iter().copied().filter_map(|c| seen[c].before(at).map(|s| (s, c))).max();
    let first = candidates.iter().copied().filter_map(|c| seen[c].after(at).map(|s| (s, c))).min();
    latest.or(first).map(|(_, c)| c)
}

/// The organisation, place ... of a name: equal, another name of the country, an acronym, with or without "Inc.".
fn of_thing(
    k: &[String],
    kind: EntityType,
    clusters: &[Cluster],
    exact: &HashMap<(bool, Vec<String>), usize>,
) -> Option<usize> {
    if let Some(c) = exact.get(&(false, k.to_vec())) {
        return Some(*c);
    }
    if let Some(country) = places::country(&k.join(" ")).map(str::to_lowercase)
        && let Some(c) = exact.get(&(false, vec![country]))
    {
        return Some(*c);
    }
    // a short name such as "the U.N." may be taken for a place
    let place = kind == EntityType::Gpe && k.len() == 1;
    if !place && !matches!(kind, EntityType::Org | EntityType::Law | EntityType::Event | EntityType::Fac)
        || places::country(&k.join(" ")).is_some()
    {
        return None;
    }
    // the latest entities and the first forms of each: linear time whatever the text
    let start = clusters.len().saturating_sub(NEAR);
    clusters.iter().enumerate().skip(start).rev().find_map(|(c, cluster)| {
        let forms = &cluster.keys[..cluster.keys.len().min(FORMS)];
        let same = |other: &Vec<String>| {
            cluster.kind == kind && !place && alike(k, other)
                || place && cluster.kind == EntityType::Org && is_acronym(&k[0], other)
        };
        forms.iter().any(same).then_some(c)
    })
}

/// The first letters of two words and more, of all or but for "of", "the" and the like.
fn is_acronym(letters: &str, long: &[String]) -> bool {
    if letters.len() < 2 || long.len() < 2 {
        return false;
    }
    let all: String = long.iter().filter_map(|w| w.chars().next()).collect();
    let small = |w: &&String| !matches!(w.as_str(), "of" | "the" | "and" | "for" | "in" | "on" | "to");
    let main: String = long.iter().filter(small).filter_map(|w| w.chars().next()).collect();
    letters == all || letters == main
}

/// An acronym and its long form, a name with and without its legal form, a name and its last two or more words.
fn alike(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == 1 && is_acronym(&short[0], long) {
        return true;
    }
    let legal = long.len() > short.len()
        && long[..short.len()] == *short
        && long[short.len()..].iter().all(|w| LEGAL.contains(&w.as_str()));
    legal || (short.len() > 1 && long.len() > short.len() && long[long.len() - short.len()..] == *short)
}
