//! The mentions that are resolved: those of the text, in its order, and those made for sources that none of them covers.

use std::ops::Index;

use crate::ids::{Id, IdVec, MentionId};
use crate::mention::Mention;

/// Mentions looked at before a token.
const NEAR: usize = 24;
/// Mentions looked at for a name over a token.
const NEAR_NAMES: usize = 8;

/// Mentions by id; those of the text have the first ids, ascending by first token.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    all: IdVec<MentionId, Mention>,
    of_text: usize,
    /// Of each of the text, where it or one before it ends last.
    reach: Vec<u32>,
}

impl Mentions {
    pub(super) fn new(of_text: &[Mention]) -> Self {
        let furthest = |far: &mut u32, m: &Mention| {
            *far = m.tokens.end.max(*far);
            Some(*far)
        };
        Self { all: of_text.to_vec().into(), of_text: of_text.len(), reach: of_text.iter().scan(0, furthest).collect() }
    }

    pub(super) fn add_source(&mut self, mention: Mention) -> MentionId {
        self.all.push(mention)
    }

    /// All ids: those of the text, then those of sources.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = MentionId> + ExactSizeIterator + use<> {
        self.all.ids()
    }

    /// All mentions, in the order of their ids.
    pub fn iter(&self) -> std::slice::Iter<'_, Mention> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All ids, those of sources in their place in the text.
    pub(super) fn in_order(&self) -> Vec<MentionId> {
        let mut out: Vec<MentionId> = self.ids().collect();
        out.sort_by_key(|m| (self[*m].tokens.start, self[*m].tokens.end));
        out
    }

    /// Those of the text, by first token.
    pub fn of_text(&self) -> &[Mention] {
        &self.all.as_slice()[..self.of_text]
    }

    /// True of a mention that was made for a source.
    pub fn is_of_source(&self, m: MentionId) -> bool {
        m.index() >= self.of_text
    }

    /// Those of the text that begin at token `start` or after it.
    pub fn from(&self, start: u32) -> impl Iterator<Item = MentionId> + Clone + use<> {
        let first = self.of_text().partition_point(|m| m.tokens.start < start);
        (first..self.of_text).map(MentionId::at)
    }

    /// Those of the text that begin at token `start` or after it, and before token `end`.
    pub fn between(&self, start: u32, end: u32) -> impl Iterator<Item = MentionId> + Clone + '_ {
        self.from(start).take_while(move |m| self[*m].tokens.start < end)
    }

    /// Those of the text that begin at token `i` or before it, from the last, `most` of them.
    pub(super) fn up_to(&self, i: usize, most: usize) -> impl Iterator<Item = MentionId> + use<> {
        let end = self.of_text().partition_point(|m| m.tokens.start as usize <= i);
        (end.saturating_sub(most)..end).rev().map(MentionId::at)
    }

    /// The mention whose head is token `i`.
    pub(super) fn headed(&self, i: usize) -> Option<MentionId> {
        self.over(i).find(|m| self[*m].head as usize == i)
    }

    /// The mentions near token `i` that hold it.
    pub(super) fn over(&self, i: usize) -> impl Iterator<Item = MentionId> + '_ {
        let reaching = self.up_to(i, NEAR).take_while(move |m| self.reach[m.index()] as usize > i);
        reaching.filter(move |m| self[*m].tokens.has(i))
    }

    /// The mention by name over token `i`.
    pub(super) fn name_over(&self, i: usize) -> Option<MentionId> {
        self.up_to(i, NEAR_NAMES).find(|m| self[*m].is_name() && self[*m].tokens.has(i))
    }
}

impl Index<MentionId> for Mentions {
    type Output = Mention;

    fn index(&self, m: MentionId) -> &Mention {
        &self.all[m]
    }
}
