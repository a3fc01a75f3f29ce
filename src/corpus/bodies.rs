//! Which bodies, places and things of different articles are one: those of one name and type, and bodies by acronym.

use std::collections::{BTreeMap, HashMap};

use super::Why;
use super::cluster::Cluster;
use super::evidence::{Evidence, weigh};
use super::gathered::Gathered;
use super::names;
use crate::entity::names::aliases::initials;
use crate::extraction::EntityType;

/// An acronym that so many articles give to a body, or one to a body of so many articles, is that body's without more, if
/// few give it to others.
const GIVEN: u32 = 2;
const MUCH: usize = 4;
const MORE: u32 = 4;
/// Evidence for an acronym that some article gives to the body, and for one that none does.
const KNOWN: f32 = 1.5;
const GUESSED: f32 = 5.0;

/// All that are no people.
pub(super) fn clusters(all: &Gathered) -> Vec<Cluster> {
    let mut by_name: BTreeMap<(EntityType, u32), Vec<usize>> = BTreeMap::new();
    for (row, it) in all.rows.iter().enumerate() {
        if it.kind != EntityType::Person {
            by_name.entry((it.kind, it.key)).or_default().push(row);
        }
    }
    let acronyms = Acronyms::new(all, &by_name);
    let mut out: Vec<Cluster> = Vec::with_capacity(by_name.len());
    let mut places: HashMap<(EntityType, u32), usize> = HashMap::new();
    let mut short = Vec::new();
    for (name, rows) in by_name {
        if name.0 == EntityType::Org && acronyms.long(all.key(name.1)).next().is_some() {
            short.push((name, rows));
            continue;
        }
        places.insert(name, out.len());
        out.push(of_name(all, &rows));
    }
    for ((kind, key), rows) in short {
        let mut left = Vec::new();
        for row in rows {
            let able =
                acronyms.long(all.key(key)).filter_map(|(long, times)| Some((*places.get(&(kind, long))?, times)));
            match meant(all, row, able.collect(), &out) {
                Some((at, evidence)) => out[at].add(all, row, Why::Acronym, evidence.words(all)),
                None => left.push(row),
            }
        }
        if !left.is_empty() {
            out.push(of_name(all, &left));
        }
    }
    out
}

fn of_name(all: &Gathered, rows: &[usize]) -> Cluster {
    let mut cluster = Cluster::default();
    rows.iter().for_each(|row| cluster.add(all, *row, Why::Name, String::new()));
    cluster
}

/// Names that acronyms may stand for, and how many articles say so.
struct Acronyms(HashMap<String, BTreeMap<u32, u32>>);

impl Acronyms {
    fn new(all: &Gathered, by_name: &BTreeMap<(EntityType, u32), Vec<usize>>) -> Self {
        let mut out: HashMap<String, BTreeMap<u32, u32>> = HashMap::new();
        for ((kind, key), rows) in by_name {
            let words = all.words(*key);
            if *kind != EntityType::Org || words.len() < 2 {
                continue;
            }
            for letters in initials(&words).into_iter().filter(|letters| letters.len() > 1) {
                out.entry(letters).or_default().entry(*key).or_insert(0);
            }
            for alias in rows.iter().flat_map(|row| all.rows[*row].aliases.iter()) {
                let alias = all.texts.get(*alias);
                if is_acronym(alias) {
                    let short = names::key(alias, *kind).join(" ");
                    *out.entry(short).or_default().entry(*key).or_insert(0) += 1;
                }
            }
        }
        Self(out)
    }

    fn long(&self, acronym: &str) -> impl Iterator<Item = (u32, u32)> {
        self.0.get(acronym).into_iter().flatten().map(|(key, times)| (*key, *times))
    }
}

/// Capitals alone, with or without full stops.
fn is_acronym(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    letters().count() > 1 && letters().all(char::is_uppercase) && !name.contains(' ')
}

/// The body that an acronym means in an article, if it is clear. `able`: those it may be, and in how many articles it is.
fn meant(all: &Gathered, row: usize, able: Vec<(usize, u32)>, bodies: &[Cluster]) -> Option<(usize, Evidence)> {
    if !is_acronym(all.texts.get(all.rows[row].name)) {
        return None;
    }
    let given: u32 = able.iter().map(|(_, times)| times).sum();
    let enough = |times: u32, at: usize| match times {
        0 => GUESSED,
        _ if (times >= GIVEN || bodies[at].articles.len() >= MUCH) && times >= MORE * (given - times) => 0.0,
        _ => KNOWN,
    };
    let weighed = able.into_iter().map(|(at, times)| (times, at, weigh(all, row, &bodies[at])));
    let best = weighed.max_by(|a, b| {
        let rank = |x: &(u32, usize, Evidence)| x.2.score + (1.0 + x.0 as f32).ln();
        rank(a).total_cmp(&rank(b)).then(b.1.cmp(&a.1))
    });
    best.filter(|(times, at, evidence)| evidence.score >= enough(*times, *at)).map(|(_, at, evidence)| (at, evidence))
}
