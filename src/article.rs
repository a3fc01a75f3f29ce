//! What goes in.

/// One news article. Every offset indexes `text`; date and address are kept and not read yet: "Monday" is resolved to no day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The caller's id.
    pub id: Option<String>,
    /// The text that all offsets index.
    pub text: String,
    /// The headline: evidence for who is who, read over a text that does not begin with it; nothing of it is reported.
    pub title: Option<String>,
    /// Date of publication, as given.
    pub date: Option<String>,
    /// Address, as given.
    pub url: Option<String>,
    /// Fields of the caller's own that are carried along and not read.
    pub kept: Vec<Option<String>>,
    /// What was wrong with its fields, a line each: the first of its warnings.
    pub notes: Vec<String>,
}

impl Article {
    /// An article of a text alone.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
