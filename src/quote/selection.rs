//! What the caller knows of an article, and what the reader wants of it.

use crate::extraction::Kinds;

/// What is known of the article as a whole.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// The article's id.
    pub id: String,
    /// The article's title, if it has one beside its text.
    pub title: Option<String>,
    /// Name of the model.
    pub model: String,
    /// Language code.
    pub language: String,
    /// Warnings so far.
    pub warnings: Vec<String>,
}

/// Which quotes are given.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    /// Quotes below this confidence are left out, direct ones apart.
    pub min_confidence: f64,
    /// Quotes of other kinds are left out.
    pub kinds: Kinds,
    /// Guess a gender from the given name.
    pub guess_gender: bool,
}
