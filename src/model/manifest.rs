//! The manifest of a weights file: sizes and labels, checked before anything is read by them.

use serde::Deserialize;

use super::format::LARGEST;
use super::{ATTENTION_HEADS, Labels};
use crate::error::ModelError;

/// Rows of the feature embedding: 10 word shapes, inside quotation marks or not, first of a paragraph or not.
const FEATURES: usize = 40;
/// Rows of the relation embedding: 4 places of a paragraph, token and cue inside quotation marks or not.
const RELATIONS: usize = 16;

/// Words from a convolution's middle to its ends, at most.
const FARTHEST: usize = 64;

/// Names of what the resolver knows of a mention and a candidate, in numbers, in order (`entity`); a line each.
const EVIDENCE: &str = include_str!("evidence.names");

/// Sizes of the network.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Config {
    pub(super) vocab: usize,
    pub(super) d: usize,
    #[serde(flatten)]
    pub(super) encoder: EncoderSizes,
    pub(super) frame: usize,
    pub(super) arc: usize,
    pub(super) label: usize,
    #[serde(rename = "link")]
    pub(super) ranker: usize,
    #[serde(rename = "links")]
    pub(super) scorers: [usize; 2],
}

/// Sizes of either kind of encoder; what they are called says which it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum EncoderSizes {
    Convolution {
        piece: usize,
        steps: Vec<usize>,
    },
    Transformer {
        layers: usize,
        heads: usize,
        inner: usize,
        positions: usize,
        #[serde(rename = "looks")]
        attention: Vec<[usize; 2]>,
    },
}

impl EncoderSizes {
    /// Refuses sizes that no network has.
    fn check(&self, d: usize) -> Result<(), ModelError> {
        let possible = |sizes: &[usize]| sizes.iter().all(|n| (1..=LARGEST as usize).contains(n));
        let sound = match self {
            Self::Convolution { piece, steps } => {
                possible(&[*piece]) && !steps.is_empty() && steps.iter().all(|s| (1..=FARTHEST).contains(s))
            }
            Self::Transformer { layers, heads, inner, positions, attention } => {
                if attention.len() != ATTENTION_HEADS || attention.iter().any(|[l, h]| l >= layers || h >= heads) {
                    return Err(ModelError("its manifest: the heads of attention to listen to".into()));
                }
                possible(&[*layers, *heads, *inner, *positions]) && d.is_multiple_of(*heads) && *positions >= 16
            }
        };
        if sound { Ok(()) } else { Err(ModelError(IMPOSSIBLE.into())) }
    }
}

/// Said of sizes that no network has.
const IMPOSSIBLE: &str = "its manifest: impossible sizes";

/// A size computed of others.
pub(super) fn size(n: Option<usize>) -> Result<usize, ModelError> {
    n.ok_or_else(|| ModelError(IMPOSSIBLE.into()))
}

#[derive(Debug, Deserialize)]
pub(super) struct Manifest {
    pub(super) name: String,
    pub(super) config: Config,
    pub(super) labels: Labels,
    pub(super) features: usize,
    pub(super) distance_side: usize,
    pub(super) relations: usize,
    pub(super) cue_threshold: f32,
}

impl Manifest {
    /// Refuses sizes that no network has.
    pub(super) fn check(&self) -> Result<(), ModelError> {
        let c = &self.config;
        let [people, others] = c.scorers;
        let sizes = [c.vocab, c.d, c.frame, c.arc, c.label, c.ranker, people, others, self.distance_side];
        if !sizes.into_iter().all(|n| (1..=LARGEST as usize).contains(&n)) {
            return Err(ModelError(IMPOSSIBLE.into()));
        }
        c.encoder.check(c.d)?;
        if !self.cue_threshold.is_finite() {
            return Err(ModelError("its manifest: a threshold that is no number".into()));
        }
        self.check_labels()
    }

    /// Refuses labels that this engine does not compute with.
    fn check_labels(&self) -> Result<(), ModelError> {
        let labels = &self.labels;
        let wanted = (FEATURES, RELATIONS, 3, 5);
        if (self.features, self.relations, labels.cue.len(), labels.frame.len()) != wanted
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
        Ok(())
    }
}
