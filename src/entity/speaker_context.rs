//! The speaker context: whose words a token stands in, and who "I", "we" and "you" are.

use std::collections::BTreeMap;

use super::Entities;
use super::speakers::Speaker;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::{Frame, acts};
use crate::ids::{EntityIdx, FrameId, Id, IdVec, MentionId};
use crate::mention::{Person, person};
use crate::rule::{RuleName, Rules};

/// "I" of a quotation is its speaker: `"I left," said Lund`.
pub(super) const FIRST_PERSON: RuleName = "first_person";
/// A quotation goes on from the one before it: `"Ferries run," said Lund.`, then `"Boats stop."`
pub(super) const QUOTATION_GOES_ON: RuleName = "quotation_goes_on";

/// For each token the innermost frame with a quoted content over it.
pub(super) struct SpeakerContext(Vec<Option<FrameId>>);

impl SpeakerContext {
    pub(super) fn new(doc: &Doc, frames: &[Frame]) -> Self {
        let mut frame_of = vec![None; doc.tokens.len()];
        for (k, f) in frames.iter().enumerate() {
            for i in f.said().filter(|i| doc.tokens[*i].quoted) {
                frame_of[i] = Some(FrameId::at(k));
            }
        }
        Self(frame_of)
    }

    /// The frame whose words token `i` is part of.
    pub(super) fn at(&self, i: usize) -> Option<FrameId> {
        self.0[i]
    }
}

/// A first or second person, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SpokenBy {
    /// Of a known speaker.
    Entity(EntityIdx),
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
    let mut chains: BTreeMap<(SpokenBy, u8), EntityIdx> = BTreeMap::new();
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
        let by = match (speaker, doc.tokens[head].quoted) {
            (Some(e), _) => SpokenBy::Entity(e),
            (None, true) => SpokenBy::Quotation(doc.quotation(head).map_or(0, |q| q.open)),
            (None, false) => SpokenBy::Writer,
        };
        let chain = match p {
            Person::I => 0,
            Person::We => 1,
            _ => 2,
        };
        match chains.get(&(by, chain)) {
            Some(e) => {
                found.join(m, *e);
                found.linked_by[m] = Some(FIRST_PERSON);
            }
            None => {
                let e = found.begin(m);
                found.list[e].kind = if chain == 1 { EntityType::Group } else { EntityType::Person };
                chains.insert((by, chain), e);
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

/// Who tells their own words within their words: `"I said no," Lund recalled`.
pub(super) fn own_reports(
    doc: &Doc,
    found: &Entities,
    speakers: &IdVec<FrameId, Speaker>,
    who: &mut IdVec<FrameId, Option<EntityIdx>>,
) {
    for (k, speaker) in speakers.enumerated() {
        let Speaker::Mention(m) = speaker else { continue };
        let first = matches!(person(doc.word(found.mentions[*m].head as usize)), Some(Person::I | Person::We));
        let pronoun = |n: &MentionId| found.mentions[*n].kind == MentionKind::Pronoun;
        let known = |e: &EntityIdx| !found.list[*e].mentions.iter().all(pronoun);
        if first && who[k].is_none() {
            who[k] = found.of[*m].filter(known);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// Speakers of the frames, by their first mention.
    fn speakers(lines: &str) -> Vec<Option<String>> {
        let (f, found) = {
            let f = Fixture::new(lines);
            let e = f.entities();
            (f, e)
        };
        let name = |e: EntityIdx| f.doc.slice(found.mentions[found.list[e].mentions[0]].tokens).to_owned();
        found.speakers.iter().map(|e| e.map(name)).collect()
    }

    #[test]
    fn i_is_who_speaks_inside_quotation_marks_alone() {
        let quoted = "1 “ PUNCT _ 3 punct Content=0|SpaceAfter=No
            2 I PRON _ 3 nsubj Content=0
            3 left VERB _ 6 ccomp Content=0|SpaceAfter=No
            4 , PUNCT _ 3 punct Content=0|SpaceAfter=No
            5 ” PUNCT _ 3 punct Content=0
            6 said VERB _ 0 root Cue=0
            7 Lund PROPN _ 6 nsubj Name=(PERSON)|Source=0|SpaceAfter=No
            8 . PUNCT _ 6 punct _";
        let reported = "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
            2 said VERB _ 0 root Cue=0
            3 I PRON _ 4 nsubj Content=0
            4 left VERB _ 2 ccomp Content=0|SpaceAfter=No
            5 . PUNCT _ 2 punct _";
        for (lines, same) in [(quoted, true), (reported, false)] {
            let f = Fixture::new(lines);
            let found = f.entities();
            let of = |word: &str| found.over(f.token(word)).expect("it is resolved");
            assert_eq!(of("I") == of("Lund"), same, "{lines}");
            let rule = found.mentions.headed(f.token("I")).and_then(|m| found.linked_by[m]);
            assert_eq!(rule, same.then_some(FIRST_PERSON));
        }
    }

    #[test]
    fn a_quotation_goes_on_unless_the_one_before_asks() {
        let lines = |mark: &str| {
            format!(
                "1 “ PUNCT _ 3 punct Content=0|SpaceAfter=No
                2 Ferries NOUN NNS 3 nsubj Content=0
                3 run VERB _ 6 ccomp Content=0|SpaceAfter=No
                4 {mark} PUNCT _ 3 punct Content=0|SpaceAfter=No
                5 ” PUNCT _ 3 punct Content=0
                6 said VERB _ 0 root Cue=0
                7 Lund PROPN _ 6 nsubj Name=(PERSON)|Source=0|SpaceAfter=No
                8 . PUNCT _ 6 punct _

                1 “ PUNCT _ 3 punct Content=1|SpaceAfter=No
                2 Boats NOUN NNS 3 nsubj Content=1
                3 sank VERB _ 0 root Content=1|SpaceAfter=No
                4 . PUNCT _ 3 punct Content=1|SpaceAfter=No
                5 ” PUNCT _ 3 punct Content=1"
            )
        };
        let lund = Some("Lund".to_owned());
        assert_eq!(speakers(&lines(",")), [lund.clone(), lund.clone()]);
        assert_eq!(speakers(&lines("?")), [lund, None]);
    }
}
