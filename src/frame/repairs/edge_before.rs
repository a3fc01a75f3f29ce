//! "..., Lund said." ends a sentence, and all that stands before it is said: of "Until May, the last boat left at noon, when
//! it was dark, Lund said" no part is left out.
//! Development data: fires 1 times; 1 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft};
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::Upos;

/// Tokens after the cue and its source up to the sentence's end.
const TAIL: u32 = 5;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let Some(lead) = lead(doc, &draft.list[i]) else { continue };
        let meets = |run: Tokens| run.overlaps(lead);
        let claims = |j: usize| {
            let f = &draft.list[j];
            f.cue.is_some_and(|c| meets(c.tokens)) || f.source.is_some_and(meets) || f.content.iter().any(|c| meets(*c))
        };
        if !draft.near(i).any(claims) {
            draft.list[i].content[0].start = lead.start;
            done.changed.push(i);
        }
    }
    done
}

/// What stands before the content in its sentence, if cue and source end the sentence after a comma.
fn lead(doc: &Doc, f: &Frame) -> Option<Tokens> {
    let (cue, source) = (f.cue?.tokens, f.source?);
    let [content] = f.content[..] else { return None };
    let sentence = doc.sentences[doc.sentence(cue.start as usize) as usize].tokens;
    let after = Tokens { start: cue.start.min(source.start), end: cue.end.max(source.end) };
    let one = sentence.start < content.start && content.end + 1 == after.start && after.end <= sentence.end;
    if !one || sentence.end - after.end > TAIL || after.len() > cue.len() + source.len() {
        return None;
    }
    let lead = Tokens { start: sentence.start, end: content.start };
    let word = |i: u32| doc.word(i as usize);
    let free = lead.range().chain([content.start as usize]).all(|i| !doc.tokens[i].quoted);
    let joined = !matches!(doc.syntax.upos[lead.start as usize], Upos::Cconj);
    (word(content.end) == "," && word(lead.end - 1) == "," && free && joined).then_some(lead)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(marks: &str) -> String {
        format!(
            "1 Until ADP _ 2 case _
            2 May PROPN _ 5 obl SpaceAfter=No
            3 , PUNCT _ 5 punct _
            4 boats NOUN NNS 5 nsubj {marks}
            5 left VERB _ 10 ccomp {marks}
            6 at ADP _ 7 case {marks}
            7 noon NOUN _ 5 obl {marks}|SpaceAfter=No
            8 , PUNCT _ 10 punct _
            9 Lund PROPN _ 10 nsubj Source=0
            10 said VERB _ 0 root Cue=0|SpaceAfter=No
            11 . PUNCT _ 10 punct _"
        )
    }

    #[test]
    fn the_whole_sentence_is_said() {
        let want = ["said | Lund | Until May, boats left at noon"].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &lines("Content=0")), Some(want.to_vec()));
    }

    #[test]
    fn what_another_claims_is_left_to_it() {
        let lines = lines("Content=0")
            .replace("2 May PROPN _ 5 obl SpaceAfter=No", "2 May PROPN _ 5 obl Content=1|SpaceAfter=No");
        let lines = lines.replace("9 Lund PROPN _ 10 nsubj Source=0", "9 Lund PROPN _ 10 nsubj Source=0|Cue=1");
        assert_eq!(mended(Apply::All(apply), &lines), None);
    }
}
