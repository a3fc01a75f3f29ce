//! Who speaks, of whom, and whether they go on: what the frames say of a mention's reference.

use super::Entities;
use super::sources::Speaker;
use crate::doc::Doc;
use crate::extraction::MentionKind;
use crate::frame::Frame;
use crate::mention::{Person, person};

/// Mentions inside one quotation that are looked at.
const MOST: usize = 64;

/// The frames by the mention that is their source.
pub(super) struct Said<'a> {
    doc: &'a Doc,
    frames: &'a [Frame],
    speakers: &'a [Speaker],
    /// By mention: the frames of which it is a source, in order.
    by: Vec<Vec<u32>>,
    /// By token: it is part of what somebody says.
    told: Vec<bool>,
}

impl<'a> Said<'a> {
    pub(super) fn new(doc: &'a Doc, frames: &'a [Frame], speakers: &'a [Speaker], mentions: usize) -> Self {
        let mut by = vec![Vec::new(); mentions];
        for (k, s) in speakers.iter().enumerate() {
            match s {
                Speaker::Mention(m) => by[*m].push(k as u32),
                Speaker::Joint(parts, _) => parts.iter().for_each(|m| by[*m].push(k as u32)),
                Speaker::Unnamed => {}
            }
        }
        let mut told = vec![false; doc.tokens.len()];
        for run in frames.iter().flat_map(|f| &f.content) {
            told[run.range()].fill(true);
        }
        Self { doc, frames, speakers, by, told }
    }

    /// True if mention `m` is a source.
    pub(super) fn speaks(&self, m: usize) -> bool {
        !self.by[m].is_empty()
    }

    /// True if mention `m` is the source of quoted words.
    pub(super) fn is_quoted(&self, m: usize) -> bool {
        let mut words = self.by[m].iter().flat_map(|k| &self.frames[*k as usize].content).flat_map(|run| run.range());
        words.any(|i| self.doc.tokens[i].quoted)
    }

    /// True if token `i` is the reporter's, not part of what somebody says.
    pub(super) fn told_by_reporter(&self, i: usize) -> bool {
        !self.told[i]
    }

    /// True if the quoted words of mention `m` speak of entity `e` as of another: `"I thought he was strong," he said`.
    pub(super) fn of_another(&self, found: &Entities, m: usize, e: usize) -> bool {
        let frames = self.by[m].iter().map(|k| &self.frames[*k as usize]);
        frames.flat_map(|f| &f.content).any(|run| {
            let from = found.mentions[..found.sorted].partition_point(|n| n.tokens.start < run.start);
            let inside = (from..found.sorted).take_while(|n| found.mentions[*n].tokens.start < run.end).take(MOST);
            inside.filter(|n| found.of[*n] == Some(e)).any(|n| {
                let n = &found.mentions[n];
                let head = n.head as usize;
                let own = matches!(person(self.doc.word(head)), Some(Person::I | Person::We | Person::You));
                self.doc.tokens[head].quoted && !(n.kind == MentionKind::Pronoun && own)
            })
        })
    }

    /// The source of the report that pronoun `m` goes on with: "Lund said ..., but he added", "Lund said the nets,
    /// which he called old, had torn".
    pub(super) fn goes_on(&self, found: &Entities, m: usize) -> Option<usize> {
        let (doc, head) = (self.doc, found.mentions[m].head as usize);
        let own = *self.by[m].first()? as usize;
        let before = head.checked_sub(1)?;
        let which = matches!(doc.word(before), "which" | "who" | "whom") && before > 0 && doc.word(before - 1) == ",";
        let joined = matches!(doc.word(before), "and" | "but");
        let outer = (0..own).rev().take(4).find(|k| {
            let f = &self.frames[*k];
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
