//! Who said what, to whom: frames and entities put together.

mod act;
mod addressee;
mod anonymity;
mod confidence;
mod entities;
mod kind;
mod restore;
mod selection;
mod types;

use std::sync::Arc;

use crate::doc::Doc;
use crate::entity::{Entities, Entity};
use crate::extraction::{self, Extraction, MentionKind, Quote, QuoteKind};
use crate::frame::{DIALOGUE_TURNS, Frame, QUOTED_REPORT};
use crate::ids::{EntityIdx, FrameId, Id, QuoteId};

pub use confidence::NAMES as EVIDENCE;
pub use restore::restore;
pub use selection::{Metadata, Selection};
pub use types::leave_out;

/// The extraction of an article.
pub fn assemble(doc: &Doc, frames: &[Frame], entities: &Entities, about: Metadata, want: Selection) -> Extraction {
    let mut kept_frames = Vec::new();
    let mut quotes: Vec<(Quote, [Option<EntityIdx>; 2])> = Vec::new();
    for k in kept(doc, frames) {
        let (f, speaker) = (&frames[k], speaker(entities, k));
        let kind = kind::kind(doc, f);
        let evidence = confidence::evidence(doc, f, kind, entities, speaker);
        let sure = confidence::confidence(&evidence);
        // a complete utterance in marks is never left out for want of confidence
        let whole = kind == QuoteKind::Direct || is_turn(f, speaker);
        let wanted = whole || extraction::rounded(sure) >= want.min_confidence;
        if wanted && want.kinds.has(kind) {
            let addressee = addressee::find(doc, f, entities).filter(|a| Some(*a) != speaker);
            quotes.push((quote(doc, f, entities, speaker, (kind, sure)), [speaker, addressee]));
            kept_frames.push(k);
        }
    }
    for (i, outer) in relays(frames, &kept_frames).into_iter().enumerate() {
        quotes[i].0.relayed_by = outer.map(|o| QuoteId(o as u32));
    }
    let used: Vec<EntityIdx> = quotes.iter().flat_map(|(_, who)| who.iter().flatten().copied()).collect();
    let (mut list, ids) = entities::listed(doc, entities, &used, &about, want.guess_gender);
    let quotes: Vec<Quote> = quotes
        .into_iter()
        .map(|(mut q, [speaker, addressee])| {
            q.speaker = speaker.and_then(|e| ids[e]);
            q.addressee = addressee.and_then(|e| ids[e]);
            q
        })
        .collect();
    entities::weigh(&doc.text, &mut list, &quotes);
    Extraction {
        id: about.id,
        text: Arc::clone(&doc.text),
        model: about.model,
        language: about.language,
        warnings: about.warnings,
        entities: list,
        quotes,
    }
}

/// The evidence for the confidence of each quote there is, of every kind: by [`EVIDENCE`].
pub fn evidence(doc: &Doc, frames: &[Frame], entities: &Entities) -> Vec<Vec<f32>> {
    let of =
        |k: usize| confidence::evidence(doc, &frames[k], kind::kind(doc, &frames[k]), entities, speaker(entities, k));
    kept(doc, frames).into_iter().map(of).collect()
}

/// Who speaks in a frame, if that is more than a pronoun.
fn speaker(entities: &Entities, frame: usize) -> Option<EntityIdx> {
    entities.speakers[FrameId::at(frame)].filter(|e| !is_bare_pronoun(entities, *e))
}

/// A turn of a transcript: no network was asked whether it is one, so none is in doubt.
fn is_turn(f: &Frame, speaker: Option<EntityIdx>) -> bool {
    speaker.is_some() && f.rules.contains(&DIALOGUE_TURNS)
}

/// Nothing but pronouns stands for an entity: nobody knows who that is.
fn is_bare_pronoun(entities: &Entities, e: EntityIdx) -> bool {
    let Entity { mentions, coordinated, .. } = &entities.list[e];
    coordinated.is_empty()
        && !mentions.is_empty()
        && mentions.iter().all(|m| entities.mentions[*m].kind == MentionKind::Pronoun)
}

/// Frames to each side that are looked at for one around a frame.
const NEAR: usize = 12;
/// Least probability of a cue inside another's content: training never says what is none there, so they come too easily.
const NESTED: f32 = 0.8;

/// The frames that are quotes: not "I think" inside somebody's quotation marks.
fn kept(doc: &Doc, frames: &[Frame]) -> Vec<usize> {
    let quoted = |i: u32| doc.tokens[i as usize].quoted;
    (0..frames.len())
        .filter(|k| {
            let Some(cue) = frames[*k].cue else { return true };
            let nested = around(*k, frames.len()).any(|o| frames[*k].nested_in(&frames[o]));
            let own_words = quoted(cue.tokens.start) && frames[*k].extent().range().all(|i| quoted(i as u32));
            let sure = frames[*k].rules.contains(&QUOTED_REPORT);
            !nested || sure || (!own_words && cue.probability >= NESTED)
        })
        .collect()
}

/// The frames near frame `k` of so many, in the order of the text.
fn around(k: usize, count: usize) -> impl Iterator<Item = usize> {
    (k.saturating_sub(NEAR)..(k + NEAR).min(count)).filter(move |o| *o != k)
}

/// For each kept frame the kept frame, by its place in `kept`, that its cue and content stand in.
fn relays(frames: &[Frame], kept: &[usize]) -> Vec<Option<usize>> {
    let outer = |(i, k): (usize, &usize)| {
        let inner = &frames[*k];
        let holds = |o: &usize| {
            let outer = &frames[kept[*o]];
            let shared = || inner.said().filter(|t| outer.says(*t)).count();
            inner.nested_in(outer) && shared() * 10 >= inner.size() * 9 && outer.size() > inner.size()
        };
        around(i, kept.len()).filter(holds).min_by_key(|o| frames[kept[*o]].size())
    };
    kept.iter().enumerate().map(outer).collect()
}

fn quote(
    doc: &Doc,
    f: &Frame,
    entities: &Entities,
    speaker: Option<EntityIdx>,
    (kind, confidence): (QuoteKind, f32),
) -> Quote {
    let (act, negated) = act::act(doc, f);
    let anonymous = speaker.is_some_and(|e| anonymity::anonymous(doc, &entities.list[e], &entities.mentions));
    let first = f.cue.map_or(f.extent(), |c| c.tokens).start as usize;
    let sentence = doc.sentence(first) as usize;
    Quote {
        kind,
        content: f.content.iter().map(|c| doc.span(*c)).collect(),
        cue: f.cue.map(|c| doc.span(act::reporting(doc, c.tokens, entities))),
        source: f.source.map(|s| doc.span(s)),
        sentence: doc.span(doc.sentences[sentence].tokens),
        speaker: None,
        addressee: None,
        relayed_by: None,
        act,
        anonymous,
        negated,
        duplicate: doc.repeats(f.extent().start as usize),
        confidence,
    }
}
