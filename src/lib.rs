//! sayso: who said what, to whom, in the news.
//!
//! ```text
//! Article -> text -> encode -> syntax -> mention -> frame -> entity -> quote -> Extraction
//! ```
//!
//! [`pipeline::Extractor`] runs that line over an [`article::Article`] with the weights of a [`model::Model`]
//! and returns an [`extraction::Extraction`]; [`batch::extract_batch`] does so for many articles on all cores.

pub mod article;
pub mod batch;
pub mod columns;
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
