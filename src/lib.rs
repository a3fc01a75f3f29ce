//! sayso: who said what, to whom, in the news.
//!
//! ```text
//! Article -> text -> encode -> syntax -> mention -> frame -> entity -> quote -> Extraction
//! ```
//!
//! [`pipeline::Extractor`] runs that line over an [`article::Article`] with the weights of a [`model::Model`]
//! and returns an [`extraction::Extraction`]; [`batch::extract_batch`] does so for many articles on all cores.
//!
//! ```
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use sayso::article::Article;
//! use sayso::model::Model;
//! use sayso::pipeline::{Extractor, Options};
//! use sayso::stop::Stop;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/base.sayso");
//! let extractor = Extractor::new(Arc::new(Model::load(&weights)?), Options::default());
//! let article = Article::new("Ada Lund said on Monday that the ferry would run until March.");
//! let extraction = extractor.extract(&article, &Stop::new())?;
//!
//! let quote = &extraction.quotes[0];
//! assert_eq!(quote.content[0].of(&extraction.text), "that the ferry would run until March");
//! assert_eq!(quote.cue.map(|cue| cue.of(&extraction.text)), Some("said"));
//! let speaker = quote.speaker.map(|e| extraction.entities[e.0 as usize].name.as_str());
//! assert_eq!(speaker, Some("Ada Lund"));
//!
//! // the layers below the result: tokens, syntax, mentions, frames, entities
//! let layers = extractor.analyse(&article, &Stop::new(), &mut |_stage| ())?;
//! assert_eq!(layers.doc.word(0), "Ada");
//! assert_eq!(layers.frames.len(), 1);
//! # Ok(())
//! # }
//! ```

pub mod article;
pub mod batch;
pub mod columns;
pub mod corpus;
pub mod doc;
pub mod encode;
pub mod entity;
pub mod error;
pub mod extraction;
#[cfg(test)]
pub(crate) mod fixture;
pub mod frame;
pub mod ids;
pub mod lexicon;
pub mod mention;
pub mod model;
pub mod pipeline;
pub mod quote;
pub mod rule;
pub mod score;
pub mod span;
pub mod stop;
pub mod syntax;
pub mod text;
