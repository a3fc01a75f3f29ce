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

/// Tokens after a cue within which "to" stands.
const TO_REACH: usize = 6;
/// Mentions that are looked at, and tokens of the longest title before a name.
const MENTIONS: usize = 6;
const TITLE: usize = 8;

/// Verbs whose object hears, whatever it is ("told the inquest", "told a news conference"), and objects that do not.
const TOLD: &[&str] = &["tell", "inform", "remind", "assure", "address"];
const NO_HEARERS: &[&str] = &["truth", "story", "tale", "lie", "joke", "time", "difference", "matter", "issue"];
/// What comes before the one who is spoken with, elsewhere in the sentence ("in an interview with", "speaking to").
const SPOKEN_WITH: &[[&str; 2]] = &[
    ["interview", "with"],
    ["interview", "to"],
    ["speaking", "to"],
    ["speaking", "with"],
    ["talking", "to"],
    ["letter", "to"],
    ["email", "to"],
    ["statement", "to"],
    ["message", "to"],
    ["speech", "to"],
];

/// The entity spoken to, if the clause of the cue names it, or its sentence does by what was held with it.
pub(super) fn find(doc: &Doc, f: &Frame, entities: &Entities) -> Option<EntityIdx> {
    by_cue(doc, f, entities).or_else(|| spoken_with(doc, f, entities))
}

fn spoken_with(doc: &Doc, f: &Frame, entities: &Entities) -> Option<EntityIdx> {
    let cue = f.cue?.tokens;
    let sentence = doc.sentences[doc.sentence(cue.start as usize) as usize].tokens;
    let own = |i: usize| !f.says(i) && !doc.tokens[i].quoted && !cue.has(i);
    let after = |i: &usize| {
        *i > sentence.start as usize
            && own(*i)
            && SPOKEN_WITH.iter().any(|[noun, with]| doc.word(*i) == *with && doc.lower(*i - 1) == *noun)
    };
    sentence.range().filter(after).find_map(|i| heard(doc, f, entities, i + 1, false))
}

fn by_cue(doc: &Doc, f: &Frame, entities: &Entities) -> Option<EntityIdx> {
    let cue = f.cue?.tokens;
    let verb = cue.range().map(|i| lemmas::verb(doc.lower(i))).find(|l| HEARD.contains(l));
    let noun_or_verb =
        cue.range().any(|i| TO.contains(&lemmas::verb(doc.lower(i))) || TO.contains(&lemmas::noun(doc.lower(i))));
    let (after, end) = (cue.end as usize, doc.tokens.len());
    if let Some(v) = doc.verb(cue)
        && doc.passive(v)
    {
        // "the court was told": the subject hears it
        let subject = doc.syntax.dependent(v, Relation::Nsubj).filter(|_| verb.is_some())?;
        return heard(doc, f, entities, doc.syntax.left[subject] as usize, false);
    }
    if let Some(verb) = verb {
        let to = |word: &str| matches!((verb, word), (_, "to" | "with") | ("call" | "press", "on" | "upon"));
        let to = after < end && to(doc.word(after));
        // "called on Berg to leave", but "called Berg reckless"
        return if to || verb != "call" {
            heard(doc, f, entities, after + usize::from(to), TOLD.contains(&verb))
        } else {
            None
        };
    }
    if noun_or_verb {
        // "said on Tuesday to reporters", "in a letter to the council"
        for k in after..(after + TO_REACH).min(end) {
            if doc.sentence(k) != doc.sentence(cue.start as usize) || f.says(k) {
                break;
            }
            if doc.word(k) == "to" && doc.lower(k - 1) != "according" {
                return heard(doc, f, entities, k + 1, false);
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

/// The entity whose mention begins at token `i`, articles and titles aside; `any`: of whatever kind it is.
fn heard(doc: &Doc, f: &Frame, entities: &Entities, i: usize, any: bool) -> Option<EntityIdx> {
    if i >= doc.tokens.len() {
        return None;
    }
    let mut best: Option<(u32, EntityIdx)> = None;
    for m in entities.mentions.from(i.saturating_sub(1) as u32).take(MENTIONS) {
        let (id, m) = (m, &entities.mentions[m]);
        let thing = any
            && m.kind == MentionKind::Nominal
            && !f.says(m.head as usize)
            && !m.entity.is_some_and(EntityType::is_value)
            && !NO_HEARERS.contains(&lemmas::noun(doc.lower(m.head as usize)));
        let Some(e) = entities.of[id].filter(|e| thing || hears(entities.list[*e].kind)) else { continue };
        let start = m.tokens.start as usize;
        if m.kind == MentionKind::Pronoun && doc.syntax.relation[start] == Relation::Nmod {
            continue; // "her" of "her colleague"
        }
        let starts_here = start == i || (start == i + 1 && matches!(doc.word(i), "the" | "a" | "an" | "The"));
        let title_before = start > i
            && start <= i + TITLE
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// The first mention of the one whom the first frame is said to.
    fn addressee(lines: &str) -> Option<String> {
        let f = Fixture::new(lines);
        let entities = f.entities();
        let e = find(&f.doc, &f.frames[0], &entities)?;
        Some(f.doc.slice(entities.mentions[entities.list[e].mentions[0]].tokens).to_owned())
    }

    #[test]
    fn the_object_of_told_hears() {
        let lines = "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
            2 told VERB _ 0 root Cue=0
            3 minister NOUN _ 4 compound _
            4 Berg PROPN _ 2 obj Name=(PERSON)
            5 ferries NOUN NNS 6 nsubj Content=0
            6 run VERB _ 2 ccomp Content=0|SpaceAfter=No
            7 . PUNCT _ 2 punct _";
        assert_eq!(addressee(lines), Some("Berg".to_owned()));
    }

    #[test]
    fn whatever_is_told_hears_but_the_truth() {
        let lines = |noun: &str| {
            format!(
                "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
                2 told VERB _ 0 root Cue=0
                3 the DET _ 4 det _
                4 {noun} NOUN _ 2 obj _
                5 that SCONJ _ 7 mark Content=0
                6 ferries NOUN NNS 7 nsubj Content=0
                7 run VERB _ 2 ccomp Content=0|SpaceAfter=No
                8 . PUNCT _ 2 punct _"
            )
        };
        assert_eq!(addressee(&lines("inquest")), Some("the inquest".to_owned()));
        assert_eq!(addressee(&lines("truth")), None);
    }

    #[test]
    fn who_is_spoken_with_hears() {
        let lines = "1 In ADP _ 3 case _
            2 an DET _ 3 det _
            3 interview NOUN _ 7 obl _
            4 with ADP _ 5 case _
            5 Berg PROPN _ 3 nmod Name=(PERSON)
            6 Lund PROPN _ 7 nsubj Name=(PERSON)|Source=0
            7 said VERB _ 0 root Cue=0
            8 ferries NOUN NNS 9 nsubj Content=0
            9 run VERB _ 7 ccomp Content=0|SpaceAfter=No
            10 . PUNCT _ 7 punct _";
        assert_eq!(addressee(lines), Some("Berg".to_owned()));
    }

    #[test]
    fn who_is_called_on_hears_and_who_is_called_something_does_not() {
        let on = "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
            2 called VERB _ 0 root Cue=0
            3 on ADP _ 4 case _
            4 Berg PROPN _ 2 obl Name=(PERSON)
            5 to PART _ 6 mark Content=0
            6 leave VERB _ 2 xcomp Content=0|SpaceAfter=No
            7 . PUNCT _ 2 punct _";
        let something = "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
            2 called VERB _ 0 root Cue=0
            3 Berg PROPN _ 2 obj Name=(PERSON)|Content=0
            4 reckless ADJ _ 2 xcomp Content=0|SpaceAfter=No
            5 . PUNCT _ 2 punct _";
        assert_eq!([addressee(on), addressee(something)], [Some("Berg".to_owned()), None]);
    }

    #[test]
    fn the_subject_of_was_told_hears() {
        let lines = "1 The DET _ 2 det _
            2 court NOUN _ 4 nsubj _
            3 was AUX _ 4 aux Cue=0
            4 told VERB VBN 0 root Cue=0
            5 ferries NOUN NNS 6 nsubj Content=0
            6 run VERB _ 4 ccomp Content=0|SpaceAfter=No
            7 . PUNCT _ 4 punct _";
        assert_eq!(addressee(lines), Some("The court".to_owned()));
    }

    #[test]
    fn said_to_names_the_hearer_but_not_inside_what_is_said() {
        let near = "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
            2 said VERB _ 0 root Cue=0
            3 to ADP _ 4 case _
            4 reporters NOUN NNS 2 obl _
            5 ferries NOUN NNS 6 nsubj Content=0
            6 run VERB _ 2 ccomp Content=0|SpaceAfter=No
            7 . PUNCT _ 2 punct _";
        let said = "1 Lund PROPN _ 2 nsubj Name=(PERSON)|Source=0
            2 said VERB _ 0 root Cue=0
            3 ferries NOUN NNS 4 nsubj Content=0
            4 run VERB _ 2 ccomp Content=0
            5 to ADP _ 6 case Content=0
            6 reporters NOUN NNS 4 obl Content=0|SpaceAfter=No
            7 . PUNCT _ 2 punct _";
        assert_eq!([addressee(near), addressee(said)], [Some("reporters".to_owned()), None]);
    }
}
