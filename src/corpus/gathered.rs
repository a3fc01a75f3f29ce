//! The named entities of many articles, each text held once.

use std::collections::HashMap;

use super::names;
use crate::extraction::{EntityType, Gender};

/// Texts by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: Vec<String>,
    by_text: HashMap<String, u32>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.by_text.get(text) {
            return *number;
        }
        let number = self.all.len() as u32;
        self.all.push(text.to_owned());
        self.by_text.insert(text.to_owned(), number);
        number
    }

    pub(super) fn get(&self, number: u32) -> &str {
        &self.all[number as usize]
    }
}

/// A named entity of an article, as the tables have it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Type.
    pub kind: EntityType,
    /// Fullest name in the article.
    pub name: &'a str,
    /// Other names there.
    pub aliases: &'a [&'a str],
    /// Titles and offices.
    pub roles: &'a [&'a str],
    /// As the text says.
    pub gender: Gender,
}

/// The same, its texts by number.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) article: u32,
    pub(super) kind: EntityType,
    pub(super) gender: Gender,
    /// The name as it is shown, in `texts`.
    pub(super) name: u32,
    /// The name as it is compared, in `keys`.
    pub(super) key: u32,
    /// In `texts`.
    pub(super) aliases: Box<[u32]>,
    pub(super) roles: Box<[u32]>,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    pub(super) texts: Texts,
    keys: Texts,
    pub(super) rows: Vec<Row>,
    /// Day of each article, counted from any day; None where it is not known.
    pub(super) days: Vec<Option<i32>>,
    /// Keys of the entities of each article, ascending.
    pub(super) named: Vec<Vec<u32>>,
    /// Articles that name a key.
    counts: Vec<u32>,
}

impl Gathered {
    /// Begins an article, to which the entities that follow belong.
    pub fn article(&mut self, day: Option<i32>) {
        self.days.push(day);
        self.named.push(Vec::new());
    }

    /// Adds an entity to the article that was begun last.
    pub fn add(&mut self, it: &Named) {
        if self.days.is_empty() {
            self.article(None);
        }
        let key = names::key(it.name, it.kind).join(" ");
        let (name, key) = (self.texts.number(it.name), self.keys.number(&key));
        let aliases = it.aliases.iter().map(|a| self.texts.number(a)).collect();
        let roles = it.roles.iter().map(|r| self.texts.number(&r.to_lowercase())).collect();
        let article = self.days.len() as u32 - 1;
        self.rows.push(Row { article, kind: it.kind, gender: it.gender, name, key, aliases, roles });
        let here = &mut self.named[article as usize];
        if let Err(at) = here.binary_search(&key) {
            here.insert(at, key);
            self.counts.resize(self.keys.all.len(), 0);
            self.counts[key as usize] += 1;
        }
    }

    /// The words of a key.
    pub(super) fn words(&self, key: u32) -> Vec<String> {
        self.keys.get(key).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
    }

    /// A key as one text.
    pub(super) fn key(&self, key: u32) -> &str {
        self.keys.get(key)
    }

    /// Share of the articles that name a key.
    pub(super) fn share(&self, key: u32) -> f32 {
        self.counts[key as usize] as f32 / self.days.len().max(1) as f32
    }

    /// Keys of what an article names.
    pub(super) fn companions(&self, row: usize) -> &[u32] {
        &self.named[self.rows[row].article as usize]
    }
}
