//! Who is spoken to: "told Berg", "asked Norway to", "said to reporters", "in a letter to the council".

use crate::doc::Doc;
use crate::entity::Entities;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::Frame;
use crate::ids::EntityIdx;
use crate::lexicon::lemmas;
use crate::syntax::{Relation, Upos};

/// Verbs whose object hears what is said.
const HEARD: &[&str] = &[
    "tell",
    "ask",
    "urge",
    "inform",
    "warn",
    "remind",
    "assure",
    "promise",
    "advise",
    "beg",
    "beseech",
    "implore",
    "order",
    "instruct",
    "command",
    "notify",
    "persuade",
    "convince",
    "encourage",
    "invite",
    "press",
    "lobby",
    "brief",
    "thank",
    "address",
    "answer",
    "call",
    "plead",
    "appeal",
    "reassure",
    "caution",
    "direct",
    "request",
    "challenge",
    "forbid",
];
/// Cues after which "to X" names the one who hears it.
const TO: &[&str] = &[
    "say",
    "write",
    "speak",
    "explain",
    "complain",
    "letter",
    "appeal",
    "suggest",
    "admit",
    "reply",
    "announce",
    "confirm",
    "describe",
    "report",
    "mention",
    "email",
    "e-mail",
    "message",
    "statement",
    "remark",
    "answer",
    "respond",
    "talk",
    "add",
];

/// The entity spoken to, if the clause of the cue names it.
pub(super) fn find(doc: &Doc, f: &Frame, entities: &Entities) -> Option<EntityIdx> {
    let cue = f.cue?.tokens;
    let verb = cue.range().map(|i| lemmas::verb(doc.word(i))).find(|l| HEARD.contains(&l.as_str()));
    let noun_or_verb = cue
        .range()
        .any(|i| TO.contains(&lemmas::verb(doc.word(i)).as_str()) || TO.contains(&lemmas::noun(doc.word(i)).as_str()));
    let mut i = cue.end as usize;
    let end = doc.tokens.len();
    if let Some(v) = doc.verb(cue)
        && doc.passive(v)
    {
        // "the court was told": the subject hears it
        let subject = doc.syntax.dependent(v, Relation::Nsubj).filter(|_| verb.is_some())?;
        return heard(doc, f, entities, doc.syntax.left[subject] as usize, true);
    }
    if verb.is_some() {
        if i < end
            && matches!((verb.as_deref(), doc.word(i)), (_, "to" | "with") | (Some("call" | "press"), "on" | "upon"))
        {
            i += 1;
        }
        return heard(doc, f, entities, i, verb.as_deref() != Some("call") || i > cue.end as usize);
    }
    if noun_or_verb {
        // "said on Tuesday to reporters", "in a letter to the council"
        for k in i..(i + 6).min(end) {
            if doc.sentence(k) != doc.sentence(cue.start as usize) || f.says(k) {
                break;
            }
            if doc.word(k) == "to" && doc.lower(k - 1) != "according" {
                return heard(doc, f, entities, k + 1, true);
            }
        }
    }
    None
}

/// Dates and numbers hear nothing.
fn hears(kind: EntityType) -> bool {
    use EntityType::{Gpe, Group, Norp, Org, Person};
    matches!(kind, Person | Org | Gpe | Norp | Group)
}

/// The entity whose mention begins at token `i`, articles and titles aside.
fn heard(doc: &Doc, f: &Frame, entities: &Entities, i: usize, sure: bool) -> Option<EntityIdx> {
    if !sure || i >= doc.tokens.len() {
        return None;
    }
    let mut best: Option<(u32, EntityIdx)> = None;
    for m in entities.mentions.from(i.saturating_sub(1) as u32).take(6) {
        let (id, m) = (m, &entities.mentions[m]);
        let Some(e) = entities.of[id].filter(|e| hears(entities.list[*e].kind)) else { continue };
        let start = m.tokens.start as usize;
        if m.kind == MentionKind::Pronoun && doc.syntax.relation[start] == Relation::Nmod {
            continue; // "her" of "her colleague"
        }
        let starts_here = start == i || (start == i + 1 && matches!(doc.word(i), "the" | "a" | "an" | "The"));
        let title_before = start > i
            && start <= i + 8
            && m.kind == MentionKind::Name
            && !f.says(start)
            && (i..start).all(|t| {
                matches!(doc.syntax.upos[t], Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Pron)
                    || doc.word(t) == "of"
            });
        if starts_here || title_before {
            let rank = match m.kind {
                MentionKind::Name if m.entity == Some(EntityType::Norp) => 3, // "her Danish colleague Erik Dahl"
                MentionKind::Name => 0,
                MentionKind::Pronoun => 1,
                MentionKind::Nominal => 2,
            };
            if best.is_none_or(|(r, _)| rank < r) {
                best = Some((rank, e));
            }
        }
    }
    best.map(|(_, e)| e)
}
