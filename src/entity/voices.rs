//! Whose words a token stands in, and who "I", "we" and "you" are.

use std::collections::BTreeMap;

use super::Entities;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::{Frame, acts};
use crate::mention::{Person, person};

/// No frame: the reporter's words.
const NOBODY: u32 = u32::MAX;

/// For each token the innermost frame with a quoted content over it.
pub(super) struct Voices(Vec<u32>);

impl Voices {
    pub(super) fn new(doc: &Doc, frames: &[Frame]) -> Self {
        let mut voice = vec![NOBODY; doc.tokens.len()];
        for (k, f) in frames.iter().enumerate() {
            for i in f.content.iter().flat_map(|c| c.range()).filter(|i| doc.tokens[*i].quoted) {
                voice[i] = k as u32;
            }
        }
        Self(voice)
    }

    /// The frame by its index.
    pub(super) fn at(&self, token: usize) -> Option<usize> {
        Some(self.0[token]).filter(|k| *k != NOBODY).map(|k| k as usize)
    }
}

/// A first or second person, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    /// Of a known speaker.
    Of(usize),
    /// Of a quotation whose speaker is not known, by its first token.
    Quotation(u32),
    /// Of the text itself.
    Writer,
}

/// "I" inside quotation marks is the one who speaks, and "we" if that is a body; the others are the same among themselves.
pub(super) fn first_persons(doc: &Doc, found: &mut Entities, voices: &Voices, who: &[Option<usize>]) {
    let mut chains: BTreeMap<(Voice, u8), usize> = BTreeMap::new();
    for m in 0..found.sorted {
        let mention = found.mentions[m];
        if mention.kind != MentionKind::Pronoun || found.of[m].is_some() {
            continue;
        }
        let head = mention.head as usize;
        let Some(p @ (Person::I | Person::We | Person::You)) = person(doc.word(head)) else { continue };
        let frame = voices.at(head);
        let speaker = frame.and_then(|k| who[k]);
        let body = |e: usize| matches!(found.list[e].kind, EntityType::Org | EntityType::Group | EntityType::Gpe);
        if let Some(e) = speaker.filter(|e| (p == Person::I) != body(*e) && p != Person::You) {
            found.join(m, e);
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
            Some(e) => found.join(m, *e),
            None => {
                let e = found.found(m);
                found.list[e].kind = if chain == 1 { EntityType::Group } else { EntityType::Person };
                chains.insert((voice, chain), e);
            }
        }
    }
}

/// A quotation without a source of its own is of the one who spoke last, in this paragraph or the one before, unless that
/// calls for an answer.
pub(super) fn run_on(doc: &Doc, frames: &[Frame], who: &mut [Option<usize>]) {
    let mut last: Option<(usize, u32)> = None;
    for (f, w) in frames.iter().zip(who) {
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
