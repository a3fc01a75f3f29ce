//! What the evidence of one frame is asked about.

use crate::doc::Doc;
use crate::entity::{Entities, Entity};
use crate::extraction::{Act, QuoteKind};
use crate::frame::{Frame, acts};
use crate::ids::EntityIdx;

/// A frame and what is known around it.
pub(super) struct Context<'a> {
    pub(super) doc: &'a Doc,
    pub(super) frame: &'a Frame,
    pub(super) entities: &'a Entities,
    pub(super) who: Option<EntityIdx>,
    /// The network's own probability that the frame is right.
    pub(super) network: f32,
    pub(super) kind: QuoteKind,
    /// What the cue's words do; none if they are no known words of reporting.
    pub(super) act: Option<Act>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        doc: &'a Doc,
        frame: &'a Frame,
        kind: QuoteKind,
        entities: &'a Entities,
        who: Option<EntityIdx>,
    ) -> Self {
        let act = frame.cue.and_then(|c| acts::act(doc, c.tokens)).map(|(_, act)| act);
        let p = frame.cue.map_or(0.5, |c| c.probability) * frame.content_probability * frame.source_probability;
        Self { doc, frame, entities, who, network: p.clamp(1e-4, 1.0 - 1e-4), kind, act }
    }

    pub(super) fn speaker(&self) -> Option<&'a Entity> {
        self.who.map(|e| &self.entities.list[e])
    }

    /// Some of the content stands in marks, or all of it.
    pub(super) fn is_marked(&self) -> bool {
        matches!(self.kind, QuoteKind::Direct | QuoteKind::Mixed)
    }

    /// The first verb of the cue.
    pub(super) fn verb(&self) -> Option<usize> {
        self.frame.cue.and_then(|c| self.doc.verb(c.tokens))
    }
}
