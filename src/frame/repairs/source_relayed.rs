//! Who is quoted speaks, who quotes passes it on: in "The agency quoted Lund as saying that ..." and "Lund was quoted by the
//! agency as saying ..." Lund speaks. What stands up to "saying" is not said, but a quotation.
//! Development data: fires 4 times; 4 of 4 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::BY_SYNTAX;
use crate::frame::people::whole;
use crate::frame::runs::cut;
use crate::frame::types::Frame;
use crate::lexicon::lemmas;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Tokens from "quoted" to "as saying" at most.
const REACH: usize = 24;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let Some((verb, saying)) = relay(doc, cue) else { return bare_object(doc, frame, cue) };
    let Some(quoted) = quoted(doc, verb, saying) else { return false };
    let who = whole(doc, quoted);
    let who = Tokens { start: who.start, end: who.end.min(saying as u32 - 1).max(quoted as u32 + 1) };
    let before = frame.content.clone();
    let first = doc.sentences[doc.sentence(verb) as usize].tokens.start;
    let told = Tokens { start: first, end: saying as u32 + 1 };
    let marked: Vec<Tokens> = frame.content.iter().filter_map(|c| quotation_in(doc, *c, told)).collect();
    cut(&mut frame.content, told);
    frame.content.splice(0..0, marked);
    let changed = frame.source != Some(who) || frame.content != before;
    (frame.source, frame.source_probability) = (Some(who), frame.source_probability.max(BY_SYNTAX));
    changed
}

/// The verb of quoting and the "saying" of a cue.
fn relay(doc: &Doc, cue: Tokens) -> Option<(usize, usize)> {
    let of = doc.sentences[doc.sentence(cue.start as usize) as usize].tokens;
    // "reported him as saying"; what is "as saying" tells a report from a relay
    let relays = |i: usize| is_quoting(doc, i) || lemmas::verb(doc.lower(i)) == "report";
    let quotes = |i: &usize| doc.syntax.upos[*i] == Upos::Verb && relays(*i);
    let saying = |i: &usize| *i + 1 < of.end as usize && doc.word(*i) == "as" && doc.lower(*i + 1).ends_with("ing");
    let from = (cue.start as usize).saturating_sub(REACH).max(of.start as usize);
    let verb = cue.range().find(quotes).or_else(|| (from..cue.start as usize).rev().find(quotes))?;
    let saying = (verb + 1..(verb + REACH).min(of.end as usize)).find(saying)? + 1;
    let own = Tokens::new(verb, saying + 1);
    own.overlaps(cue).then_some((verb, saying))
}

fn is_quoting(doc: &Doc, i: usize) -> bool {
    matches!(lemmas::verb(doc.lower(i)), "quote" | "cite")
}

/// Who is quoted: the subject of the passive, else the object.
fn quoted(doc: &Doc, verb: usize, saying: usize) -> Option<usize> {
    let syntax = &doc.syntax;
    if doc.passive(verb) {
        return syntax.dependent(verb, Relation::Nsubj);
    }
    let object =
        syntax.dependents(verb).find(|j| *j > verb && matches!(syntax.relation[*j], Relation::Obj | Relation::Iobj));
    let noun = |j: &usize| matches!(syntax.upos[*j], Upos::Noun | Upos::Propn | Upos::Pron);
    object.filter(|j| *j < saying).or_else(|| (verb + 1..saying).rev().find(noun))
}

/// The quotation that a part of the content before the relay's words holds.
fn quotation_in(doc: &Doc, content: Tokens, told: Tokens) -> Option<Tokens> {
    let inside = Tokens { start: content.start.max(told.start), end: content.end.min(told.end) };
    let q = inside.range().filter(|_| inside.start < inside.end).find_map(|i| doc.quotation(i))?;
    let run = Tokens { start: q.open, end: q.end };
    told.holds(run).then_some(run)
}

/// "Quoting an aide, the Tribune reported": a person is nothing that is said, so the frame is dropped.
fn bare_object(doc: &Doc, frame: &mut Frame, cue: Tokens) -> bool {
    let verb = cue.range().find(|i| is_quoting(doc, *i) && doc.word(*i).ends_with("ing"));
    let object = verb.and_then(|v| doc.syntax.dependent(v, Relation::Obj)).map(|o| whole(doc, o));
    let only = |o: Tokens| frame.said().all(|i| o.has(i)) && frame.said().all(|i| !doc.tokens[i].quoted);
    let drop = object.is_some_and(only);
    if drop {
        frame.content.clear();
    }
    drop
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn who_is_quoted_speaks() {
        let lines = "1 The DET _ 2 det Source=0
            2 agency NOUN _ 3 nsubj Source=0
            3 quoted VERB VBD 0 root Cue=0
            4 Ada PROPN _ 3 obj Content=0
            5 Lund PROPN _ 4 flat Content=0
            6 as SCONJ _ 7 mark Content=0
            7 saying VERB VBG 3 advcl Content=0
            8 that SCONJ _ 11 mark Content=0
            9 the DET _ 10 det Content=0
            10 wall NOUN _ 11 nsubj Content=0
            11 held VERB _ 7 ccomp Content=0|SpaceAfter=No
            12 . PUNCT _ 3 punct _";
        let want = ["quoted | Ada Lund | that the wall held"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn the_subject_of_the_passive_speaks() {
        let lines = "1 Lund PROPN _ 3 nsubj Content=0
            2 was AUX _ 3 aux Cue=0
            3 quoted VERB VBN 0 root Cue=0
            4 by ADP _ 6 case Cue=0
            5 the DET _ 6 det Source=0
            6 Wire PROPN _ 3 obl Source=0
            7 as SCONJ _ 8 mark Content=0
            8 saying VERB VBG 3 advcl Content=0
            9 the DET _ 10 det Content=0
            10 wall NOUN _ 11 nsubj Content=0
            11 held VERB _ 8 ccomp Content=0|SpaceAfter=No
            12 . PUNCT _ 3 punct _";
        let want = ["was quoted by | Lund | the wall held"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_price_that_is_quoted_is_none() {
        let lines = "1 The DET _ 2 det Source=0
            2 agency NOUN _ 3 nsubj Source=0
            3 quoted VERB VBD 0 root Cue=0
            4 a DET _ 5 det Content=0
            5 price NOUN _ 3 obj Content=0
            6 of ADP _ 8 case Content=0
            7 nine NUM _ 8 nummod Content=0
            8 euros NOUN NNS 5 nmod Content=0|SpaceAfter=No
            9 . PUNCT _ 3 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
