//! The agent of a passive cue speaks, whatever the network says, and its subject is not said: in "The court was told by
//! Holm that the safe was empty" Holm speaks and the court hears.
//! Development data: fires 9 times; 8 of 9 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let verb = frame.cue.and_then(|c| doc.verb(c.tokens));
    let Some((agent, verb)) = verb.and_then(|v| Some((doc.agent(v)?, v))) else { return false };
    let phrase = phrase(doc, agent);
    let (source, parts) = (frame.source.replace(phrase), frame.content.len());
    if let Some(s) = doc.syntax.dependent(verb, Relation::Nsubj) {
        let subject = Tokens { start: doc.syntax.left[s], end: doc.syntax.right[s] };
        frame.content.retain(|c| !subject.holds(*c));
    }
    source != Some(phrase) || frame.content.len() < parts
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_agent_speaks() {
        let lines = "1 The DET _ 2 det Source=0
            2 court NOUN _ 4 nsubj Source=0
            3 was AUX _ 4 aux _
            4 told VERB VBN 0 root Cue=0
            5 by ADP _ 6 case _
            6 Sara PROPN _ 4 obl _
            7 Holm PROPN _ 6 flat _
            8 that SCONJ _ 12 mark Content=0
            9 the DET _ 10 det Content=0
            10 safe NOUN _ 12 nsubj Content=0
            11 was AUX _ 12 cop Content=0
            12 empty ADJ _ 4 ccomp Content=0|SpaceAfter=No
            13 . PUNCT _ 4 punct _";
        let want = ["told | Sara Holm | that the safe was empty"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn an_active_verb_has_no_agent() {
        let lines = "1 Holm PROPN _ 2 nsubj Source=0
            2 told VERB _ 0 root Cue=0
            3 the DET _ 4 det _
            4 court NOUN _ 2 iobj _
            5 by ADP _ 6 case _
            6 letter NOUN _ 2 obl _
            7 that SCONJ _ 11 mark Content=0
            8 the DET _ 9 det Content=0
            9 safe NOUN _ 11 nsubj Content=0
            10 was AUX _ 11 cop Content=0
            11 empty ADJ _ 2 ccomp Content=0|SpaceAfter=No
            12 . PUNCT _ 2 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
