//! The sections of a weights file as the parts of the network.

use super::format::Sections;
use super::manifest::{EncoderSizes, Manifest, size};
use super::maps::Int8;
use super::{
    Arithmetic, Block, ConvolutionLayer, ConvolutionWeights, Encoder, EncoderWeights, FrameWeights, Linear, Map,
    Matrix, Norm, RankerWeights, ScorerWeights, Steps, SyntaxWeights, Tagger,
};
use crate::error::ModelError;

/// Convolutions of the frames' head.
const FRAME_LAYERS: usize = 3;

/// What a network is read from.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) sections: &'a Sections<'a>,
    pub(super) manifest: &'a Manifest,
    pub(super) arithmetic: Arithmetic,
}

impl Parts<'_> {
    /// Embeddings and layers of either kind.
    pub(super) fn encoder(&self) -> Result<Encoder, ModelError> {
        match &self.manifest.config.encoder {
            EncoderSizes::Transformer { layers, heads, inner, positions, attention } => {
                let d = self.manifest.config.d;
                Ok(Encoder::Transformer(EncoderWeights {
                    piece: self.pieces(d)?,
                    position: self.sections.matrix("position.weight", *positions, d)?,
                    feature: self.features()?,
                    norm: self.norm("norm", d)?,
                    layers: (0..*layers).map(|i| self.block(i, *inner)).collect::<Result<_, _>>()?,
                    heads: *heads,
                    attention_heads: attention.clone(),
                }))
            }
            EncoderSizes::Convolution { piece, steps } => Ok(Encoder::Convolution(self.convolution(*piece, steps)?)),
        }
    }

    fn block(&self, i: usize, inner: usize) -> Result<Block, ModelError> {
        let (d, name) = (self.manifest.config.d, |n: &str| format!("layers.{i}.{n}"));
        Ok(Block {
            qkv: self.maps(&["q", "k", "v"].map(name), d, d)?,
            o: self.map(&name("o"), d, d)?,
            n1: self.norm(&name("n1"), d)?,
            up: self.map(&name("up"), inner, d)?,
            down: self.map(&name("down"), d, inner)?,
            n2: self.norm(&name("n2"), d)?,
        })
    }

    fn convolution(&self, piece: usize, steps: &[usize]) -> Result<ConvolutionWeights, ModelError> {
        let d = self.manifest.config.d;
        let (pieces, words) = (size(piece.checked_mul(2))?, size(d.checked_mul(3))?);
        let layer = |(i, step): (usize, &usize)| {
            let map = self.map(&format!("conv.{i}"), d, words)?;
            Ok::<_, ModelError>(ConvolutionLayer { step: *step, map, norm: self.norm(&format!("norms.{i}"), d)? })
        };
        Ok(ConvolutionWeights {
            piece: self.pieces(piece)?,
            word: self.map("word", d, pieces)?,
            feature: self.features()?,
            norm: self.norm("norm", d)?,
            layers: steps.iter().enumerate().map(layer).collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn syntax(&self) -> Result<SyntaxWeights, ModelError> {
        let (c, labels) = (&self.manifest.config, &self.manifest.labels);
        let relations = labels.relation.len();
        let (by_label, two_labels) = (size(relations.checked_mul(c.label))?, size(c.label.checked_mul(2))?);
        Ok(SyntaxWeights {
            upos: self.map("upos", labels.upos.len(), c.d)?,
            xpos: self.map("xpos", labels.xpos.len(), c.d)?,
            arc_dep: self.map("parser.arc_dep", c.arc, c.d)?,
            arc_head: self.map("parser.arc_head", c.arc, c.d)?,
            arc: self.map("parser.arc", c.arc, c.arc)?,
            root: self.sections.vector("parser.root", c.d)?,
            rel_dep: self.map("parser.rel_dep", c.label, c.d)?,
            rel_head: self.map("parser.rel_head", c.label, c.d)?,
            rel: self.map("parser.rel", by_label, c.label)?,
            rel_bias: self.map("parser.rel_bias", relations, two_labels)?,
        })
    }

    pub(super) fn frames(&self) -> Result<FrameWeights, ModelError> {
        let (m, s) = (self.manifest, self.sections);
        let (h, d, tags) = (m.config.frame, m.config.d, m.labels.frame.len());
        let both_sides = size(m.distance_side.checked_mul(2).and_then(|n| n.checked_add(1)))?;
        let tokens = size(h.checked_mul(3))?;
        let conv = |i| self.map(&format!("frames.conv.{i}"), h, tokens);
        let norm = |i| self.norm(&format!("frames.norm.{i}"), h);
        Ok(FrameWeights {
            word: self.map("frames.word", h, d)?,
            cue: s.matrix("frames.cue.weight", h, d)?.transposed(),
            distance: s.matrix("frames.distance.weight", both_sides, h)?,
            relation: s.matrix("frames.relation.weight", m.relations, h)?,
            conv: (0..FRAME_LAYERS).map(conv).collect::<Result<_, _>>()?,
            norm: (0..FRAME_LAYERS).map(norm).collect::<Result<_, _>>()?,
            out: self.map("frames.out", tags, h)?,
            step: s.matrix("frames.crf.step", tags, tags)?,
            first: s.vector("frames.crf.first", tags)?,
        })
    }

    /// Scorers for "he" and "she", and those for all else.
    pub(super) fn ranker(&self) -> Result<RankerWeights, ModelError> {
        let [people, others] = self.manifest.config.scorers;
        let all = size(people.checked_add(others))?;
        Ok(RankerWeights {
            people: (0..people).map(|k| self.scorer(k)).collect::<Result<_, _>>()?,
            others: (people..all).map(|k| self.scorer(k)).collect::<Result<_, _>>()?,
        })
    }

    fn scorer(&self, k: usize) -> Result<ScorerWeights, ModelError> {
        let (c, s) = (&self.manifest.config, self.sections);
        let name = |part: &str| format!("links.{k}.{part}");
        let linear = |part: &str, inputs| {
            Ok::<_, ModelError>(Linear {
                weight: s.matrix(&(name(part) + ".weight"), c.ranker, inputs)?.transposed(),
                bias: s.vector(&(name(part) + ".bias"), c.ranker)?,
            })
        };
        let matrix = |part: &str| {
            Ok::<Matrix, ModelError>(s.matrix(&(name(part) + ".weight"), c.ranker, c.ranker)?.transposed())
        };
        Ok(ScorerWeights {
            mention: linear("mention", c.d)?,
            latest: linear("latest", c.d)?,
            nominal: linear("nominal", c.d)?,
            evidence: linear("evidence", self.manifest.labels.evidence.len())?,
            by_mention: matrix("by_mention")?,
            by_latest: matrix("by_latest")?,
            with_latest: matrix("with_latest")?,
            with_nominal: matrix("with_nominal")?,
            out: s.vector(&name("out.weight"), c.ranker)?,
        })
    }

    pub(super) fn tagger(&self, name: &str, tags: usize) -> Result<Tagger, ModelError> {
        let c = &self.manifest.config;
        let hidden = self.map(&format!("{name}.0"), c.frame, c.d)?;
        Ok(Tagger { hidden, out: self.map(&format!("{name}.3"), tags, c.frame)? })
    }

    fn pieces(&self, size: usize) -> Result<Steps, ModelError> {
        let steps = self.sections.steps("piece.weight", self.manifest.config.vocab, size)?;
        steps.ok_or_else(|| ModelError("its word pieces are not in int8".into()))
    }

    fn features(&self) -> Result<Matrix, ModelError> {
        self.sections.matrix("feature.weight", self.manifest.features, self.manifest.config.d)
    }

    fn norm(&self, name: &str, size: usize) -> Result<Norm, ModelError> {
        let vector = |part: &str| self.sections.vector(&format!("{name}.{part}"), size);
        Ok(Norm { weight: vector("weight")?, bias: vector("bias")? })
    }

    fn map(&self, name: &str, outputs: usize, inputs: usize) -> Result<Map, ModelError> {
        self.maps(&[name.to_owned()], outputs, inputs)
    }

    /// Maps of the same inputs as one, the outputs of each after those of the one before.
    fn maps(&self, names: &[String], outputs: usize, inputs: usize) -> Result<Map, ModelError> {
        let (mut weights, mut scales, mut exact, mut bias) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for name in names {
            let weight = format!("{name}.weight");
            match self.sections.steps(&weight, outputs, inputs)? {
                Some(steps) if self.arithmetic == Arithmetic::Int8 => {
                    weights.extend_from_slice(&steps.values);
                    scales.extend_from_slice(&steps.scales);
                }
                _ => exact.extend(self.sections.matrix(&weight, outputs, inputs)?.data),
            }
            bias.extend(self.sections.vector(&format!("{name}.bias"), outputs)?);
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
