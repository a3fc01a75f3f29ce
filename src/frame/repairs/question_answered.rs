//! A question in marks and the answer right after it are not one speech: `"Who broke it?" "The wind," said Lund.` Lund
//! says "The wind"; nothing says who asks.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::draft::{Done, Draft};
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let Some(question) = question(doc, &draft.list[i]) else { continue };
        let frame = &mut draft.list[i];
        let asked = Frame {
            cue: None,
            source: None,
            content: vec![question],
            content_probability: frame.content_probability,
            source_probability: frame.source_probability,
            verbatim: false,
            rules: Vec::new(),
        };
        for c in &mut frame.content {
            if c.start < question.end {
                c.start = question.end.min(c.end);
            }
        }
        frame.content.retain(|c| !c.is_empty());
        done.changed.push(i);
        draft.list.push(asked);
    }
    done
}

/// The question in marks that a frame's content begins with, if a quotation follows that the cue stands after.
fn question(doc: &Doc, frame: &Frame) -> Option<Tokens> {
    let first = frame.content[0].start as usize;
    let q = doc.quotation(first).filter(|q| q.open as usize == first && q.close.is_some())?;
    let (question, next) = (Tokens { start: q.open, end: q.end }, q.end as usize);
    let answers = next < doc.tokens.len()
        && doc.quotation(next).is_some_and(|n| n.open as usize == next)
        && doc.paragraph(next) == doc.paragraph(first)
        && frame.says(next);
    let cue = frame.cue?.tokens.start as usize;
    (answers && acts::asks(doc, question) && cue > next).then_some(question)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(mark: &str) -> String {
        format!(
            r#"1 " PUNCT _ 3 punct Content=0|SpaceAfter=No
            2 Who PRON _ 3 nsubj Content=0
            3 left VERB _ 0 root Content=0|SpaceAfter=No
            4 {mark} PUNCT _ 3 punct Content=0|SpaceAfter=No
            5 " PUNCT _ 3 punct Content=0

            1 " PUNCT _ 3 punct Content=0|SpaceAfter=No
            2 The DET _ 3 det Content=0
            3 crew NOUN _ 6 ccomp Content=0|SpaceAfter=No
            4 , PUNCT _ 3 punct Content=0|SpaceAfter=No
            5 " PUNCT _ 3 punct Content=0
            6 said VERB _ 0 root Cue=0
            7 Lund PROPN _ 6 nsubj Source=0|SpaceAfter=No
            8 . PUNCT _ 6 punct _"#
        )
    }

    #[test]
    fn the_answer_alone_is_the_speakers() {
        let want = [r#"said | Lund | "The crew,""#, r#"- | - | "Who left?""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &lines("?")), Some(want.to_vec()));
    }

    #[test]
    fn two_statements_are_one_speech() {
        assert_eq!(mended(Apply::All(apply), &lines(".")), None);
    }
}
