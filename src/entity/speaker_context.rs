//! The speaker context: whose words a token stands in, and who "I", "we" and "you" are.

use std::collections::BTreeMap;

use super::Entities;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::{Frame, acts};
use crate::ids::{EntityIdx, FrameId, Id, IdVec};
use crate::mention::{Person, person};
use crate::rule::{RuleName, Rules};

/// "I" of a quotation is its speaker.
pub(super) const FIRST_PERSON: RuleName = "first_person";
/// A quotation goes on from the one before it.
pub(super) const QUOTATION_GOES_ON: RuleName = "quotation_goes_on";

/// For each token the innermost frame with a quoted content over it.
pub(super) struct SpeakerContext(Vec<Option<FrameId>>);

impl SpeakerContext {
    pub(super) fn new(doc: &Doc, frames: &[Frame]) -> Self {
        let mut voice = vec![None; doc.tokens.len()];
        for (k, f) in frames.iter().enumerate() {
            for i in f.said().filter(|i| doc.tokens[*i].quoted) {
                voice[i] = Some(FrameId::at(k));
            }
        }
        Self(voice)
    }

    /// The frame whose words token `i` is part of.
    pub(super) fn at(&self, i: usize) -> Option<FrameId> {
        self.0[i]
    }
}

/// A first or second person, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    /// Of a known speaker.
    Of(EntityIdx),
    /// Of a quotation whose speaker is not known, by its first token.
    Quotation(u32),
    /// Of the text itself.
    Writer,
}

/// "I" inside quotation marks is the one who speaks, and "we" if that is a body; the others are the same among themselves.
pub(super) fn first_persons(
    doc: &Doc,
    found: &mut Entities,
    context: &SpeakerContext,
    who: &IdVec<FrameId, Option<EntityIdx>>,
    rules: &Rules,
) {
    let mut chains: BTreeMap<(Voice, u8), EntityIdx> = BTreeMap::new();
    for m in found.mentions.from(0) {
        let mention = found.mentions[m];
        if mention.kind != MentionKind::Pronoun || found.of[m].is_some() {
            continue;
        }
        let head = mention.head as usize;
        let Some(p @ (Person::I | Person::We | Person::You)) = person(doc.word(head)) else { continue };
        let frame = context.at(head);
        let speaker = frame.and_then(|k| who[k]);
        let body = |e: EntityIdx| matches!(found.list[e].kind, EntityType::Org | EntityType::Group | EntityType::Gpe);
        let own = speaker.filter(|e| (p == Person::I) != body(*e) && p != Person::You);
        if let Some(e) = own.filter(|_| rules.has(FIRST_PERSON)) {
            found.join(m, e);
            found.linked_by[m] = Some(FIRST_PERSON);
            continue;
        }
        let voice = match (speaker, doc.tokens[head].quoted) {
            (Some(e), _) => Voice::Of(e),
            (None, true) => Voice::Quotation(doc.quotation(head).map_or(0, |q| q.open)),
            (None, false) => Voice::Writer,
        };
        let chain = match p {
            Person::I => 0,
            Person::We => 1,
            _ => 2,
        };
        match chains.get(&(voice, chain)) {
            Some(e) => {
                found.join(m, *e);
                found.linked_by[m] = Some(FIRST_PERSON);
            }
            None => {
                let e = found.begin(m);
                found.list[e].kind = if chain == 1 { EntityType::Group } else { EntityType::Person };
                chains.insert((voice, chain), e);
            }
        }
    }
}

/// A quotation without a source of its own is of the one who spoke last, in this paragraph or the one before, unless that
/// calls for an answer.
pub(super) fn goes_on(doc: &Doc, frames: &[Frame], who: &mut IdVec<FrameId, Option<EntityIdx>>) {
    let mut last: Option<(EntityIdx, u32)> = None;
    for (f, w) in frames.iter().zip(who.iter_mut()) {
        let extent = f.extent();
        let quoted = doc.tokens[extent.start as usize].quoted;
        if w.is_none() && f.source.is_none() && f.cue.is_none_or(|c| doc.word(c.tokens.start as usize) == ":") && quoted
        {
            let here = doc.paragraph(extent.start as usize);
            *w = last.filter(|(_, p)| here.saturating_sub(*p) <= 1).map(|(e, _)| e);
        }
        if acts::answered(doc, f) {
            last = None;
        } else if let Some(e) = *w {
            last = Some((e, doc.paragraph(extent.end as usize - 1)));
        }
    }
}
