//! The weights: read once, checked, shared by all threads.
//!
//! [`Model::read`] turns a weights file ([`format`]) into typed parameters, one struct a part of the network (`parts`), of the
//! sizes that its `manifest` says.

pub mod format;
mod manifest;
pub mod maps;
mod parts;

use std::path::Path;

use serde::Deserialize;

use crate::error::ModelError;
use format::Sections;
pub use format::{Matrix, Steps};
use manifest::Manifest;
pub use maps::{Linear, Map};
use parts::Parts;

/// Gain and offset of a layer normalisation.
#[derive(Debug)]
pub struct Norm {
    /// Gain.
    pub weight: Vec<f32>,
    /// Offset.
    pub bias: Vec<f32>,
}

/// One transformer layer.
#[derive(Debug)]
#[allow(missing_docs)] // the usual names
pub struct Block {
    pub qkv: Map,
    pub o: Map,
    pub n1: Norm,
    pub up: Map,
    pub down: Map,
    pub n2: Norm,
}

/// The encoder, of either kind.
#[derive(Debug)]
pub enum Encoder {
    /// Word pieces in windows that see one another.
    Transformer(EncoderWeights),
    /// Words that see their neighbours.
    Convolution(ConvolutionWeights),
}

impl Encoder {
    /// Numbers in the vector of a token.
    pub fn width(&self) -> usize {
        match self {
            Self::Transformer(weights) => weights.position.cols,
            Self::Convolution(weights) => weights.feature.cols,
        }
    }
}

/// Embeddings of words and convolutions over them.
#[derive(Debug)]
pub struct ConvolutionWeights {
    /// `[vocabulary, size]`.
    pub piece: Steps,
    /// From a word's first piece and the mean of its others.
    pub word: Map,
    /// `[features, d]`: word shape, quotation, paragraph start.
    pub feature: Matrix,
    /// After the embeddings.
    pub norm: Norm,
    /// The convolutions.
    pub layers: Vec<ConvolutionLayer>,
}

/// A convolution over a word and one to each side.
#[derive(Debug)]
pub struct ConvolutionLayer {
    /// How far away those are.
    pub step: usize,
    /// From three words.
    pub map: Map,
    /// Of what comes out and what went in.
    pub norm: Norm,
}

/// A transformer: embeddings and layers.
#[derive(Debug)]
pub struct EncoderWeights {
    /// `[vocabulary, d]`.
    pub piece: Steps,
    /// `[positions, d]`.
    pub position: Matrix,
    /// `[features, d]`: word shape, quotation, paragraph start.
    pub feature: Matrix,
    /// After the embeddings.
    pub norm: Norm,
    /// The layers.
    pub layers: Vec<Block>,
    /// Attention heads a layer.
    pub heads: usize,
    /// Layer and head of those that the resolver listens to (`encode::AttentionEvidence`).
    pub attention_heads: Vec<[usize; 2]>,
}

/// Two linear maps with a GELU between them.
#[derive(Debug)]
pub struct Tagger {
    /// To the hidden layer.
    pub hidden: Map,
    /// To the tags.
    pub out: Map,
}

/// Source and content of a cue.
#[derive(Debug)]
#[allow(missing_docs)] // see `frame::arguments`
pub struct FrameWeights {
    pub word: Map,
    pub cue: Matrix,
    pub distance: Matrix,
    pub relation: Matrix,
    pub conv: Vec<Map>,
    pub norm: Vec<Norm>,
    pub out: Map,
    pub step: Matrix,
    pub first: Vec<f32>,
}

/// Parts of speech and the biaffine parser.
#[derive(Debug)]
#[allow(missing_docs)] // see `syntax`
pub struct SyntaxWeights {
    pub upos: Map,
    pub xpos: Map,
    pub arc_dep: Map,
    pub arc_head: Map,
    pub arc: Map,
    pub root: Vec<f32>,
    pub rel_dep: Map,
    pub rel_head: Map,
    pub rel: Map,
    pub rel_bias: Map,
}

/// Who is who: one of the layers over a mention and a candidate.
#[derive(Debug)]
#[allow(missing_docs)] // see `entity::ranker`
pub struct ScorerWeights {
    pub mention: Linear,
    pub latest: Linear,
    pub nominal: Linear,
    pub evidence: Linear,
    pub by_mention: Matrix,
    pub by_latest: Matrix,
    pub with_latest: Matrix,
    pub with_nominal: Matrix,
    pub out: Vec<f32>,
}

/// Who is who: heads of which the mean counts.
#[derive(Debug)]
pub struct RankerWeights {
    /// For "he" and "she".
    pub people: Vec<ScorerWeights>,
    /// For all else.
    pub others: Vec<ScorerWeights>,
}

/// The closed label sets, in the order of the network's outputs.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Labels {
    pub upos: Vec<String>,
    pub xpos: Vec<String>,
    pub relation: Vec<String>,
    pub names: Vec<String>,
    pub frame: Vec<String>,
    pub cue: Vec<String>,
    pub evidence: Vec<String>,
}

/// Heads of attention that the resolver listens to; none of an encoder without attention.
pub const ATTENTION_HEADS: usize = 8;

/// Loaded weights.
#[derive(Debug)]
pub struct Model {
    name: String,
    /// CRC-32 of the whole weights file.
    pub checksum: u32,
    /// Length of the weights file, in bytes.
    pub size: usize,
    /// Word pieces by id.
    pub vocabulary: Vec<String>,
    /// Label sets.
    pub labels: Labels,
    /// The encoder.
    pub encoder: Encoder,
    /// Parts of speech and heads.
    pub syntax: SyntaxWeights,
    /// Tags of names.
    pub names: Tagger,
    /// Tags of cues.
    pub cue: Tagger,
    /// Frames.
    pub frames: FrameWeights,
    /// Who is who.
    pub ranker: RankerWeights,
    /// Buckets of distance to each side of a cue.
    pub distance_side: usize,
    /// A cue is one from this probability on.
    pub cue_threshold: f32,
}

/// How linear maps are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// In int8 where the file holds int8.
    Int8,
    /// In f32: the reference.
    Exact,
}

impl Model {
    /// Reads a weights file from memory.
    ///
    /// # Errors
    /// [`ModelError`] with the cause: no such file format, damaged, of other shapes than its manifest says.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::read_in(bytes, Arithmetic::Int8)
    }

    /// Reads a weights file from memory, to compute in that arithmetic.
    ///
    /// # Errors
    /// As of [`Model::read`].
    pub fn read_in(bytes: &[u8], arithmetic: Arithmetic) -> Result<Self, ModelError> {
        let sections = Sections::read(bytes)?;
        let manifest: Manifest =
            serde_json::from_str(sections.text("manifest")?).map_err(|e| ModelError(format!("its manifest: {e}")))?;
        manifest.check()?;
        let vocabulary: Vec<String> = sections.text("vocabulary")?.split('\n').map(str::to_owned).collect();
        if vocabulary.len() != manifest.config.vocab {
            let (found, wanted) = (vocabulary.len(), manifest.config.vocab);
            return Err(ModelError(format!("its vocabulary has {found} pieces, not {wanted}")));
        }
        let parts = Parts { sections: &sections, manifest: &manifest, arithmetic };
        Ok(Self {
            encoder: parts.encoder()?,
            syntax: parts.syntax()?,
            names: parts.tagger("names", manifest.labels.names.len())?,
            cue: parts.tagger("cue", manifest.labels.cue.len())?,
            frames: parts.frames()?,
            ranker: parts.ranker()?,
            checksum: crc32fast::hash(bytes),
            size: bytes.len(),
            vocabulary,
            distance_side: manifest.distance_side,
            cue_threshold: manifest.cue_threshold,
            name: manifest.name,
            labels: manifest.labels,
        })
    }

    /// Reads a weights file.
    ///
    /// # Errors
    /// [`ModelError`] with the path and the cause.
    pub fn load(path: &Path) -> Result<Self, ModelError> {
        let bytes = std::fs::read(path).map_err(|e| ModelError(format!("{}: {e}", path.display())))?;
        Self::read(&bytes).map_err(|e| ModelError(format!("{}: {e}", path.display())))
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}
