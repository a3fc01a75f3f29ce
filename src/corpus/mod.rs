//! Over many articles: who is the same person or body ([`merge`]), and which statements stand in several of them
//! ([`repeated`]).
//!
//! [`gathered`] holds the named entities, [`names`] says which names may be one person's, [`evidence`] what speaks for it;
//! [`people`] and [`bodies`] decide.

mod bodies;
mod cluster;
mod evidence;
pub mod gathered;
mod names;
mod people;
pub mod repeated;

use gathered::Gathered;

/// Why an entity of an article is taken to be one that other articles name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The first article that names it.
    First,
    /// The same name.
    Name,
    /// Another form of the name: a short given name, an initial, a middle name left out.
    Form,
    /// A surname alone.
    Surname,
    /// A given name alone.
    Given,
    /// The first letters of its name.
    Acronym,
}

impl Why {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::First => "first named",
            Self::Name => "same name",
            Self::Form => "form of the name",
            Self::Surname => "surname alone",
            Self::Given => "given name alone",
            Self::Acronym => "acronym",
        }
    }
}

/// Whom an entity of an article was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Number of the person, body or thing; numbered in the order in which the articles name them.
    pub who: u32,
    /// The rule.
    pub why: Why,
    /// What spoke for it, in words; empty where the name was enough.
    pub evidence: String,
}

/// People, bodies and things over all articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// One an entity, as they were gathered.
    pub taken: Vec<Taken>,
    /// Name of each: the one that most articles use of those with a given name, if any has one.
    pub names: Vec<String>,
}

/// Says which entities of different articles are one. The result depends on the entities and their order alone.
pub fn merge(all: &Gathered) -> Merged {
    let mut clusters = people::clusters(all);
    clusters.extend(bodies::clusters(all));
    cluster::numbered(all, clusters)
}

#[cfg(test)]
mod tests;
