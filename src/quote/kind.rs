//! Direct, indirect or mixed: how much of what is said stands inside quotation marks; or reported: nothing of it is there.

use crate::doc::Doc;
use crate::extraction::{Act, QuoteKind};
use crate::frame::{Frame, acts};
use crate::lexicon::lemmas;
use crate::syntax::{Relation, Upos};

/// Direct if it is a complete utterance inside quotation marks or a turn of a transcript, indirect if no word is quoted.
pub(super) fn kind(doc: &Doc, f: &Frame) -> QuoteKind {
    if f.verbatim {
        return QuoteKind::Direct;
    }
    let words: Vec<usize> = f.said().filter(|i| doc.is_word(*i)).collect();
    let quoted = words.iter().filter(|i| doc.tokens[**i].quoted).count();
    // inside a quotation all around, the words are the inner speaker's own
    let all_around = f.cue.is_some_and(|c| doc.tokens[c.tokens.start as usize].quoted);
    match quoted {
        0 if reported(doc, f) => QuoteKind::Reported,
        0 => QuoteKind::Indirect,
        _ if all_around && quoted == words.len() => QuoteKind::Indirect,
        q if q * 20 >= words.len() * 19 && complete(doc, words[0]) => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}

/// A quotation that begins like a sentence, not with a word in lower case (`called it "reckless"`); in a sentence all in
/// lower case, one that begins it or follows a stop.
fn complete(doc: &Doc, first: usize) -> bool {
    let of = doc.sentences[doc.sentence(first) as usize].tokens;
    let begins = |open: usize| open == of.start as usize || matches!(doc.word(open - 1), "." | "!" | "?" | ":");
    let small = || first > of.start as usize && begins(first - 1) && !of.range().any(|i| doc.is_capital(i));
    doc.word(first).chars().next().is_none_or(|c| !c.is_lowercase()) || small()
}

/// No words and no proposition are there, but a topic or a thing: "spoke about the treaty", "praised the team". What is
/// promised, asked for or denied counts as said, and so does what stands after "said".
fn reported(doc: &Doc, f: &Frame) -> bool {
    let Some(cue) = f.cue.map(|c| c.tokens) else { return false };
    let lemma = |i: usize| lemmas::verb(doc.lower(i));
    let nominal = |i: usize| matches!(doc.syntax.upos[i], Upos::Verb | Upos::Noun);
    let says = |i: usize| matches!(lemma(i), "say" | "state" | "add" | "reply" | "answer" | "accord");
    let asked = matches!(acts::act(doc, cue), Some((_, Act::Promise | Act::Request | Act::Denial)));
    let words = cue.range().any(nominal) && !cue.range().any(says) && !asked;
    words && !f.said().any(|i| states(doc, f, i)) && !called(doc, f)
}

/// A verb of the content that is no part of a noun's own clause ("the man who fled"), or what opens a clause.
fn states(doc: &Doc, f: &Frame, i: usize) -> bool {
    let opens = matches!(doc.lower(i), "that" | "whether" | "if" | "how" | "why" | "what" | "when" | "where" | "to");
    if opens && f.content.iter().any(|c| c.start as usize == i) {
        return doc.lower(i) != "to" || doc.syntax.upos[i] == Upos::Part;
    }
    let verb = matches!(doc.syntax.upos[i], Upos::Verb | Upos::Aux) && doc.syntax.relation[i] != Relation::Amod;
    let mut above = Some(i);
    for _ in 0..8 {
        match above {
            // "the man who fled" is a man, "the government of hiding a deficit" a charge
            Some(k) if doc.syntax.relation[k] == Relation::Acl => {
                return doc.syntax.dependent(k, Relation::Mark).is_some();
            }
            Some(k) => above = doc.syntax.head(k).filter(|h| f.says(*h)),
            None => break,
        }
    }
    verb
}

/// Somebody is called something: "called the plan a hoax", "describes the vote as a fraud".
fn called(doc: &Doc, f: &Frame) -> bool {
    let outside = |i: &usize| doc.syntax.head(*i).is_none_or(|h| !f.says(h));
    let tops: Vec<Relation> = f.said().filter(outside).map(|i| doc.syntax.relation[i]).collect();
    let second = |r: &Relation| matches!(r, Relation::Xcomp | Relation::Advcl | Relation::Ccomp);
    let before = f.content[0].start.checked_sub(1).is_some_and(|i| doc.word(i as usize) == "as");
    before || tops.iter().any(second) || f.said().any(|i| doc.word(i) == "as")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn kinds(lines: &str) -> Vec<QuoteKind> {
        let f = Fixture::new(lines);
        f.frames.iter().map(|frame| kind(&f.doc, frame)).collect()
    }

    #[test]
    fn an_utterance_in_marks_is_direct_and_a_word_of_it_mixed() {
        let lines = "1 “ PUNCT _ 3 punct Content=0|SpaceAfter=No
            2 Ferries NOUN NNS 3 nsubj Content=0
            3 run VERB _ 7 ccomp Content=0|SpaceAfter=No
            4 , PUNCT _ 3 punct Content=0|SpaceAfter=No
            5 ” PUNCT _ 3 punct Content=0
            6 Lund PROPN _ 7 nsubj Source=0
            7 said VERB _ 0 root Cue=0|SpaceAfter=No
            8 . PUNCT _ 7 punct _

            1 She PRON _ 2 nsubj Source=1
            2 called VERB _ 0 root Cue=1
            3 it PRON _ 2 obj Content=1
            4 “ PUNCT _ 5 punct Content=1|SpaceAfter=No
            5 reckless ADJ _ 2 xcomp Content=1|SpaceAfter=No
            6 ” PUNCT _ 5 punct Content=1|SpaceAfter=No
            7 . PUNCT _ 2 punct _";
        assert_eq!(kinds(lines), [QuoteKind::Direct, QuoteKind::Mixed]);
    }

    #[test]
    fn a_report_is_indirect_inside_another_quotation_too() {
        let lines = "1 “ PUNCT _ 3 punct Content=0|SpaceAfter=No
            2 Berg PROPN _ 3 nsubj Content=0|Source=1
            3 said VERB _ 8 ccomp Content=0|Cue=1
            4 boats NOUN NNS 5 nsubj Content=0|Content=1
            5 sank VERB _ 3 ccomp Content=0|Content=1|SpaceAfter=No
            6 , PUNCT _ 3 punct Content=0|SpaceAfter=No
            7 ” PUNCT _ 3 punct Content=0
            8 said VERB _ 0 root Cue=0
            9 Lund PROPN _ 8 nsubj Source=0|SpaceAfter=No
            10 . PUNCT _ 8 punct _

            1 Lund PROPN _ 2 nsubj Source=2
            2 said VERB _ 0 root Cue=2
            3 ferries NOUN NNS 4 nsubj Content=2
            4 run VERB _ 2 ccomp Content=2|SpaceAfter=No
            5 . PUNCT _ 2 punct _";
        assert_eq!(kinds(lines), [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Indirect]);
    }

    #[test]
    fn a_topic_is_reported_and_a_clause_is_not() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 praised VERB _ 0 root Cue=0
            3 the DET _ 4 det Content=0
            4 crew NOUN _ 2 obj Content=0|SpaceAfter=No
            5 . PUNCT _ 2 punct _

            1 Lund PROPN _ 2 nsubj Source=1
            2 promised VERB _ 0 root Cue=1
            3 new ADJ _ 4 amod Content=1
            4 boats NOUN NNS 2 obj Content=1|SpaceAfter=No
            5 . PUNCT _ 2 punct _

            1 Lund PROPN _ 2 nsubj Source=2
            2 called VERB _ 0 root Cue=2
            3 the DET _ 4 det Content=2
            4 crew NOUN _ 2 obj Content=2
            5 lazy ADJ _ 2 xcomp Content=2|SpaceAfter=No
            6 . PUNCT _ 2 punct _";
        assert_eq!(kinds(lines), [QuoteKind::Reported, QuoteKind::Indirect, QuoteKind::Indirect]);
    }

    #[test]
    fn a_turn_of_a_transcript_is_direct_without_marks() {
        let lines = "1 Ferries NOUN NNS 2 nsubj Content=0
            2 run VERB _ 0 root Content=0|SpaceAfter=No
            3 . PUNCT _ 2 punct _";
        let f = Fixture::new(lines);
        let verbatim = Frame { verbatim: true, ..f.frames[0].clone() };
        assert_eq!([&f.frames[0], &verbatim].map(|f2| kind(&f.doc, f2)), [QuoteKind::Indirect, QuoteKind::Direct]);
    }
}
