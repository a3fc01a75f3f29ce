//! The weights: read once, checked, shared by all threads.
//!
//! [`Model::read`] turns a weights file ([`format`]) into typed parameters, one struct a part of the network.

pub mod format;
pub mod maps;

use std::path::Path;

use serde::Deserialize;

use crate::error::ModelError;
use format::{LARGEST, Sections};
pub use format::{Matrix, Steps};
use maps::Int8;
pub use maps::{Linear, Map};

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

/// The encoder: embeddings and layers.
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

/// Sizes of the network.
#[derive(Clone, Debug, Deserialize)]
struct Config {
    vocab: usize,
    d: usize,
    layers: usize,
    heads: usize,
    #[serde(rename = "looks")]
    attention: Vec<[usize; 2]>,
    inner: usize,
    frame: usize,
    arc: usize,
    label: usize,
    #[serde(rename = "link")]
    ranker: usize,
    #[serde(rename = "links")]
    scorers: [usize; 2],
    positions: usize,
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

/// A size computed of others.
fn size(n: Option<usize>) -> Result<usize, ModelError> {
    n.ok_or_else(|| ModelError("its manifest: impossible sizes".into()))
}

#[derive(Debug, Deserialize)]
struct Manifest {
    name: String,
    config: Config,
    labels: Labels,
    features: usize,
    distance_side: usize,
    relations: usize,
    cue_threshold: f32,
}

impl Manifest {
    /// Refuses sizes that no network has.
    fn check(&self) -> Result<(), ModelError> {
        let c = &self.config;
        let [people, others] = c.scorers;
        let sizes = [c.vocab, c.d, c.layers, c.heads, c.inner, c.frame, c.arc, c.label, c.ranker, people, others];
        let mut sizes = sizes.into_iter().chain([c.positions, self.distance_side]);
        let possible = sizes.all(|n| (1..=LARGEST as usize).contains(&n));
        if !possible || !c.d.is_multiple_of(c.heads) || c.positions < 16 {
            return Err(ModelError("its manifest: impossible sizes".into()));
        }
        if !self.cue_threshold.is_finite() {
            return Err(ModelError("its manifest: a threshold that is no number".into()));
        }
        Ok(())
    }
}

/// Rows of the feature embedding: 10 word shapes, inside quotation marks or not, first of a paragraph or not.
const FEATURES: usize = 40;
/// Rows of the relation embedding: 4 places of a paragraph, token and cue inside quotation marks or not.
const RELATIONS: usize = 16;

/// Heads of attention that the resolver listens to.
pub const ATTENTION_HEADS: usize = 8;

/// Names of what the resolver knows of a mention and a candidate, in numbers, in order (`entity`); a line each.
const EVIDENCE: &str = include_str!("evidence.names");

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
    pub encoder: EncoderWeights,
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

impl Arithmetic {
    /// Maps of the same inputs as one, the outputs of each after those of the one before.
    fn map(self, s: &Sections<'_>, names: &[String], outputs: usize, inputs: usize) -> Result<Map, ModelError> {
        let (mut weights, mut scales, mut exact, mut bias) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for name in names {
            let weight = format!("{name}.weight");
            match s.steps(&weight, outputs, inputs)? {
                Some(steps) if self == Self::Int8 => {
                    weights.extend_from_slice(&steps.values);
                    scales.extend_from_slice(&steps.scales);
                }
                _ => exact.extend(s.matrix(&weight, outputs, inputs)?.data),
            }
            bias.extend(s.vector(&format!("{name}.bias"), outputs)?);
        }
        match (weights.len(), exact.len()) {
            (_, 0) => Ok(Map::Int8(Int8::new(&weights, scales, bias))),
            (0, _) => {
                let weight = Matrix { rows: bias.len(), cols: inputs, data: exact }.transposed();
                Ok(Map::Exact(Linear { weight, bias }))
            }
            _ => Err(ModelError(format!("sections {names:?} are of different kinds"))),
        }
    }
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
        let s = Sections::read(bytes)?;
        let manifest: Manifest =
            serde_json::from_str(s.text("manifest")?).map_err(|e| ModelError(format!("its manifest: {e}")))?;
        manifest.check()?;
        let (c, labels) = (&manifest.config, manifest.labels);
        if c.attention.len() != ATTENTION_HEADS
            || c.attention.iter().any(|[layer, head]| *layer >= c.layers || *head >= c.heads)
        {
            return Err(ModelError("its manifest: the heads of attention to listen to".into()));
        }
        let wanted = (FEATURES, RELATIONS, 3, 5);
        if (manifest.features, manifest.relations, labels.cue.len(), labels.frame.len()) != wanted
            || !labels.evidence.iter().eq(EVIDENCE.lines())
        {
            return Err(ModelError("its manifest: other features or tags than this sayso computes with".into()));
        }
        let empty = [&labels.upos, &labels.xpos, &labels.relation, &labels.names].iter().any(|l| l.is_empty());
        let inside = |k: usize| k > 0 && labels.names[k].get(1..) == labels.names[k - 1].get(1..);
        if empty
            || labels.names[0] != "O"
            || (1..labels.names.len()).any(|k| labels.names[k].starts_with("I-") && !inside(k))
        {
            return Err(ModelError("its manifest: labels are missing or out of order".into()));
        }
        let linear = |name: &str, out: usize, inp: usize| -> Result<Linear, ModelError> {
            Ok(Linear {
                weight: s.matrix(&format!("{name}.weight"), out, inp)?.transposed(),
                bias: s.vector(&format!("{name}.bias"), out)?,
            })
        };
        let maps = |names: &[String], out: usize, inp: usize| arithmetic.map(&s, names, out, inp);
        let map = |name: &str, out: usize, inp: usize| maps(&[name.to_owned()], out, inp);
        let norm = |name: &str, d: usize| -> Result<Norm, ModelError> {
            Ok(Norm { weight: s.vector(&format!("{name}.weight"), d)?, bias: s.vector(&format!("{name}.bias"), d)? })
        };
        let tagger = |name: &str, tags: usize| -> Result<Tagger, ModelError> {
            Ok(Tagger {
                hidden: map(&format!("{name}.0"), c.frame, c.d)?,
                out: map(&format!("{name}.3"), tags, c.frame)?,
            })
        };
        let block = |i: usize| -> Result<Block, ModelError> {
            let p = |n: &str| format!("layers.{i}.{n}");
            Ok(Block {
                qkv: maps(&["q", "k", "v"].map(p), c.d, c.d)?,
                o: map(&p("o"), c.d, c.d)?,
                n1: norm(&p("n1"), c.d)?,
                up: map(&p("up"), c.inner, c.d)?,
                down: map(&p("down"), c.d, c.inner)?,
                n2: norm(&p("n2"), c.d)?,
            })
        };
        let vocabulary: Vec<String> = s.text("vocabulary")?.split('\n').map(str::to_owned).collect();
        if vocabulary.len() != c.vocab {
            return Err(ModelError(format!("its vocabulary has {} pieces, not {}", vocabulary.len(), c.vocab)));
        }
        let scorer = |k: usize| {
            let linear = |part: &str, cols| linear(&format!("links.{k}.{part}"), c.ranker, cols);
            let matrix =
                |part: &str| Ok(s.matrix(&format!("links.{k}.{part}.weight"), c.ranker, c.ranker)?.transposed());
            Ok::<_, ModelError>(ScorerWeights {
                mention: linear("mention", c.d)?,
                latest: linear("latest", c.d)?,
                nominal: linear("nominal", c.d)?,
                evidence: linear("evidence", labels.evidence.len())?,
                by_mention: matrix("by_mention")?,
                by_latest: matrix("by_latest")?,
                with_latest: matrix("with_latest")?,
                with_nominal: matrix("with_nominal")?,
                out: s.vector(&format!("links.{k}.out.weight"), c.ranker)?,
            })
        };
        let (h, tags, relations) = (c.frame, labels.frame.len(), labels.relation.len());
        let both_sides = size(manifest.distance_side.checked_mul(2).and_then(|n| n.checked_add(1)))?;
        let scorers = size(c.scorers[0].checked_add(c.scorers[1]))?;
        let relations_by_label = size(relations.checked_mul(c.label))?;
        let (two_labels, three_tokens) = (size(c.label.checked_mul(2))?, size(h.checked_mul(3))?);
        Ok(Self {
            encoder: EncoderWeights {
                piece: s
                    .steps("piece.weight", c.vocab, c.d)?
                    .ok_or_else(|| ModelError("its word pieces are not in int8".into()))?,
                position: s.matrix("position.weight", c.positions, c.d)?,
                feature: s.matrix("feature.weight", manifest.features, c.d)?,
                norm: norm("norm", c.d)?,
                layers: (0..c.layers).map(block).collect::<Result<_, _>>()?,
                heads: c.heads,
                attention_heads: c.attention.clone(),
            },
            syntax: SyntaxWeights {
                upos: map("upos", labels.upos.len(), c.d)?,
                xpos: map("xpos", labels.xpos.len(), c.d)?,
                arc_dep: map("parser.arc_dep", c.arc, c.d)?,
                arc_head: map("parser.arc_head", c.arc, c.d)?,
                arc: map("parser.arc", c.arc, c.arc)?,
                root: s.vector("parser.root", c.d)?,
                rel_dep: map("parser.rel_dep", c.label, c.d)?,
                rel_head: map("parser.rel_head", c.label, c.d)?,
                rel: map("parser.rel", relations_by_label, c.label)?,
                rel_bias: map("parser.rel_bias", relations, two_labels)?,
            },
            names: tagger("names", labels.names.len())?,
            cue: tagger("cue", labels.cue.len())?,
            frames: FrameWeights {
                word: map("frames.word", h, c.d)?,
                cue: s.matrix("frames.cue.weight", h, c.d)?.transposed(),
                distance: s.matrix("frames.distance.weight", both_sides, h)?,
                relation: s.matrix("frames.relation.weight", manifest.relations, h)?,
                conv: (0..3).map(|i| map(&format!("frames.conv.{i}"), h, three_tokens)).collect::<Result<_, _>>()?,
                norm: (0..3).map(|i| norm(&format!("frames.norm.{i}"), h)).collect::<Result<_, _>>()?,
                out: map("frames.out", tags, h)?,
                step: s.matrix("frames.crf.step", tags, tags)?,
                first: s.vector("frames.crf.first", tags)?,
            },
            ranker: RankerWeights {
                people: (0..c.scorers[0]).map(scorer).collect::<Result<_, _>>()?,
                others: (c.scorers[0]..scorers).map(scorer).collect::<Result<_, _>>()?,
            },
            name: manifest.name,
            checksum: crc32fast::hash(bytes),
            size: bytes.len(),
            vocabulary,
            labels,
            distance_side: manifest.distance_side,
            cue_threshold: manifest.cue_threshold,
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
