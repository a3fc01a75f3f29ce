//! Entities that are one, while they are gathered.

use std::collections::{BTreeMap, HashMap};

use super::gathered::Gathered;
use super::names;
use super::{Merged, Taken, Why};
use crate::extraction::Gender;
use crate::lexicon::walks::{self, Walks};

/// A person, body or thing: its entities, and what is known of it by them.
#[derive(Clone, Debug, Default)]
pub(super) struct Cluster {
    /// Places in `Gathered::rows`, each with its reason.
    pub(super) rows: Vec<(u32, Why, String)>,
    /// Articles, ascending, by number.
    pub(super) articles: Vec<u32>,
    /// Articles that name a key beside it.
    pub(super) beside: HashMap<u32, u32>,
    /// Articles that give it a role.
    pub(super) roles: HashMap<u32, u32>,
    /// Articles that say that it is a woman, a man.
    genders: [u32; 2],
    pub(super) walks: Walks,
}

impl Cluster {
    pub(super) fn add(&mut self, all: &Gathered, row: usize, why: Why, evidence: String) {
        let it = &all.rows[row];
        self.rows.push((row as u32, why, evidence));
        for role in &it.roles {
            *self.roles.entry(*role).or_insert(0) += 1;
            self.walks |= walks::of(all.texts.get(*role));
        }
        match it.gender {
            Gender::Female => self.genders[0] += 1,
            Gender::Male => self.genders[1] += 1,
            Gender::Unknown => {}
        }
        if let Err(at) = self.articles.binary_search(&it.article) {
            self.articles.insert(at, it.article);
            for key in all.companions(row) {
                *self.beside.entry(*key).or_insert(0) += 1;
            }
        }
    }

    /// Takes over another's entities, for this reason.
    pub(super) fn take(&mut self, all: &Gathered, other: Cluster, why: Why, evidence: &str) {
        for (row, own, before) in other.rows {
            match own {
                Why::First | Why::Name => self.add(all, row as usize, why, evidence.to_owned()),
                _ => self.add(all, row as usize, own, before),
            }
        }
    }

    /// What most articles say.
    pub(super) fn gender(&self) -> Gender {
        match self.genders {
            [female, male] if female > 2 * male => Gender::Female,
            [female, male] if male > 2 * female => Gender::Male,
            _ => Gender::Unknown,
        }
    }

    pub(super) fn first(&self) -> u32 {
        self.rows.iter().map(|(row, ..)| *row).min().unwrap_or(u32::MAX)
    }

    /// The name that most of its articles use, of those with most of what tells it from others.
    fn name<'a>(&self, all: &'a Gathered) -> &'a str {
        let mut counts: BTreeMap<u32, (bool, u32)> = BTreeMap::new();
        for (row, ..) in &self.rows {
            let it = &all.rows[*row as usize];
            let full = names::key(all.texts.get(it.name), it.kind).len() > 1;
            counts.entry(it.name).or_insert((full, 0)).1 += 1;
        }
        // the first of those that are as good
        let best = counts.iter().max_by_key(|(name, rank)| (**rank, std::cmp::Reverse(**name)));
        best.map_or("", |(name, _)| all.texts.get(*name))
    }
}

/// Numbers the clusters in the order in which the articles name them.
pub(super) fn numbered(all: &Gathered, mut clusters: Vec<Cluster>) -> Merged {
    clusters.sort_by_key(Cluster::first);
    let nobody = Taken { who: 0, why: Why::First, evidence: String::new() };
    let mut out = Merged { taken: vec![nobody; all.rows.len()], names: Vec::new() };
    for (who, mut cluster) in clusters.into_iter().enumerate() {
        out.names.push(cluster.name(all).to_owned());
        let first = cluster.first();
        for (row, why, evidence) in std::mem::take(&mut cluster.rows) {
            let why = match why {
                Why::First | Why::Name => {
                    if row == first {
                        Why::First
                    } else {
                        Why::Name
                    }
                }
                other => other,
            };
            out.taken[row as usize] = Taken { who: who as u32, why, evidence };
        }
    }
    out
}
