//! What the caller knows of an article.

/// What is known of the article as a whole.
#[derive(Clone, Debug)]
pub struct Heading {
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
    /// Slope and offset of the confidence.
    pub calibration: [f32; 2],
    /// Quotes below this confidence are left out.
    pub min_confidence: f64,
    /// Guess a gender from the given name.
    pub guess_gender: bool,
}
