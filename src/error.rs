//! What can go wrong, and where.

use std::fmt;

/// The stage of the line that an article failed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Reading the article itself: no text, wrong type, wrong encoding.
    Input,
    /// Paragraphs, sentences, tokens.
    Text,
    /// Word vectors.
    Encode,
    /// Parts of speech and heads.
    Syntax,
    /// Names, nominals, pronouns.
    Mention,
    /// Cues, sources, contents.
    Frame,
    /// Who is who.
    Entity,
    /// Who said what.
    Quote,
    /// A result that breaks its own rules, met after the last stage.
    Internal,
}

impl Stage {
    const ALL: [Self; 8] =
        [Self::Input, Self::Text, Self::Encode, Self::Syntax, Self::Mention, Self::Frame, Self::Entity, Self::Quote];

    /// The stage of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The stage's name as users see it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Input => "input",
            Stage::Text => "text",
            Stage::Encode => "encode",
            Stage::Syntax => "syntax",
            Stage::Mention => "mention",
            Stage::Frame => "frame",
            Stage::Entity => "entity",
            Stage::Quote => "quote",
            Stage::Internal => "internal",
        }
    }
}

/// One article that could not be read; others are not touched by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleError {
    /// The article's id, if it has one.
    pub id: Option<String>,
    /// Where it failed.
    pub stage: Stage,
    /// Why, in one line.
    pub message: String,
}

impl fmt::Display for ArticleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "article {id:?}: {}: {}", self.stage.name(), self.message),
            None => write!(f, "article: {}: {}", self.stage.name(), self.message),
        }
    }
}

impl std::error::Error for ArticleError {}

/// A weights file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError(pub String);

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ModelError {}

/// Why an extraction did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The article is at fault.
    Article(ArticleError),
    /// The caller asked to stop ([`crate::stop::Stop`]).
    Stopped,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Article(e) => e.fmt(f),
            Error::Stopped => f.write_str("stopped by the caller"),
        }
    }
}

impl std::error::Error for Error {}
