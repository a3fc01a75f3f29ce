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

/// Which quotes are given, and how sure they are said to be.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    /// Slope and offset of the confidence.
    pub calibration: [f32; 2],
    /// Quotes below this confidence are left out.
    pub min_confidence: f64,
    /// Quotes of other kinds are left out.
    pub kinds: Kinds,
    /// Guess a gender from the given name.
    pub guess_gender: bool,
}
