//! The attribution index: of which frames a mention is the source, and what they say of its reference.

use super::Entities;
use super::speakers::Speaker;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::Frame;
use crate::ids::{EntityIdx, FrameId, Id, IdVec, MentionId};
use crate::mention::{Person, person};

/// Mentions inside one quotation that are looked at.
const MOST: usize = 64;
/// Frames before a mention's own that it may go on with.
const BEFORE: usize = 4;

/// The frames by the mention that is their source.
pub(super) struct AttributionIndex<'a> {
    doc: &'a Doc,
    frames: &'a [Frame],
    speakers: &'a IdVec<FrameId, Speaker>,
    /// By mention: the frames of which it is a source, in order.
    by_source: IdVec<MentionId, Vec<FrameId>>,
    /// By token: it is part of what somebody says.
    said: Vec<bool>,
}

impl<'a> AttributionIndex<'a> {
    pub(super) fn new(
        doc: &'a Doc,
        frames: &'a [Frame],
        speakers: &'a IdVec<FrameId, Speaker>,
        mentions: usize,
    ) -> Self {
        let mut by_source = IdVec::filled(Vec::new(), mentions);
        for (frame, speaker) in speakers.enumerated() {
            match speaker {
                Speaker::Mention(m) => by_source[*m].push(frame),
                Speaker::Coordinated(parts, _) => parts.iter().for_each(|m| by_source[*m].push(frame)),
                Speaker::Unnamed => {}
            }
        }
        let mut said = vec![false; doc.tokens.len()];
        for run in frames.iter().flat_map(|f| &f.content) {
            said[run.range()].fill(true);
        }
        Self { doc, frames, speakers, by_source, said }
    }

    /// True if mention `m` is a source.
    pub(super) fn speaks(&self, m: MentionId) -> bool {
        !self.by_source[m].is_empty()
    }

    /// True if mention `m` is the source of quoted words.
    pub(super) fn is_quoted(&self, m: MentionId) -> bool {
        let mut words = self.by_source[m].iter().flat_map(|f| self.frames[f.index()].said());
        words.any(|i| self.doc.tokens[i].quoted)
    }

    /// True if token `i` is the reporter's, not part of what somebody says.
    pub(super) fn is_reporters(&self, i: usize) -> bool {
        !self.said[i]
    }

    /// True if the quoted words of mention `m` speak of entity `e` as of another: `"I thought he was strong," he said`.
    pub(super) fn speaks_of(&self, found: &Entities, m: MentionId, e: EntityIdx) -> bool {
        // a ministry's statement may name the ministry
        if found.list[e].kind != EntityType::Person {
            return false;
        }
        let contents = self.by_source[m].iter().flat_map(|f| &self.frames[f.index()].content);
        contents.into_iter().any(|run| {
            let inside = found.mentions.between(run.start, run.end).take(MOST);
            inside.filter(|n| found.of[*n] == Some(e)).any(|n| {
                let n = &found.mentions[n];
                let head = n.head as usize;
                let own = matches!(person(self.doc.word(head)), Some(Person::I | Person::We | Person::You));
                self.doc.tokens[head].quoted && !(n.kind == MentionKind::Pronoun && own)
            })
        })
    }

    /// True if entity `e` tells what mention `m`, a noun phrase, said: "Lund says the minister told her" has another minister.
    pub(super) fn is_told_by(&self, found: &Entities, m: MentionId, e: EntityIdx) -> bool {
        let mention = &found.mentions[m];
        let Some(own) = self.by_source[m].first().filter(|_| mention.kind == MentionKind::Nominal) else {
            return false;
        };
        let near = own.index().saturating_sub(BEFORE)..(own.index() + BEFORE).min(self.frames.len());
        near.filter(|k| *k != own.index() && self.frames[*k].says(mention.head as usize)).any(|k| {
            let Speaker::Mention(s) = self.speakers[FrameId::at(k)] else { return false };
            found.of[s] == Some(e)
        })
    }

    /// The source of the report that pronoun `m` goes on with: "Lund said ..., but he added", "Lund said the nets,
    /// which he called old, had torn".
    pub(super) fn goes_on(&self, found: &Entities, m: MentionId) -> Option<MentionId> {
        let (doc, head) = (self.doc, found.mentions[m].head as usize);
        let own = self.by_source[m].first()?.index();
        let before = head.checked_sub(1)?;
        let which = matches!(doc.word(before), "which" | "who" | "whom") && before > 0 && doc.word(before - 1) == ",";
        let joined = matches!(doc.word(before), "and" | "but");
        let outer = (0..own).rev().take(BEFORE).map(FrameId::at).find(|f| {
            let f = &self.frames[f.index()];
            let cue = f.cue.map(|c| c.tokens.start as usize);
            let same = |i: usize| doc.sentence(i) == doc.sentence(head) && i < head;
            cue.is_some_and(same) && (which || joined && !f.says(head))
        })?;
        match self.speakers[outer] {
            Speaker::Mention(s) if !doc.tokens[head].quoted => Some(s),
            _ => None,
        }
    }
}
