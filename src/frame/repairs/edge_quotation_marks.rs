//! An edge of the content that stands inside a quotation moves to its marks, if most of the quotation is in the content:
//! `"The wall | will hold," said Lund` becomes `| "The wall will hold," |`.
//! Development data: fires 10 times; 7 of 10 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::QUOTED_REPORT;
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    // "She told me it holds" inside somebody's words has none of their marks
    let mut changed = false;
    if frame.rules.contains(&QUOTED_REPORT) {
        return false;
    }
    for c in &mut frame.content {
        let snapped = snapped(doc, *c);
        changed |= snapped != *c;
        *c = snapped;
    }
    changed
}

fn snapped(doc: &Doc, mut run: Tokens) -> Tokens {
    for _ in 0..2 {
        for edge in [run.start as usize, run.end as usize - 1] {
            let Some(q) = doc.quotation(edge) else { continue };
            let whole = Tokens { start: q.open, end: q.end };
            let held = run.end.min(whole.end) - run.start.max(whole.start);
            if 2 * held as usize > whole.len() {
                run = Tokens { start: run.start.min(whole.start), end: run.end.max(whole.end) };
            }
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn most_of_a_quotation_is_all_of_it() {
        let lines = r#"1 " PUNCT _ 6 punct Content=0|SpaceAfter=No
            2 The DET _ 4 det Content=0
            3 old ADJ _ 4 amod Content=0
            4 wall NOUN _ 6 nsubj Content=0
            5 will AUX _ 6 aux Content=0
            6 hold VERB _ 9 ccomp SpaceAfter=No
            7 , PUNCT _ 6 punct SpaceAfter=No
            8 " PUNCT _ 6 punct _
            9 said VERB _ 0 root Cue=0
            10 Lund PROPN _ 9 nsubj Source=0|SpaceAfter=No
            11 . PUNCT _ 9 punct _"#;
        let want = [r#"said | Lund | "The old wall will hold,""#].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_word_of_it_is_not() {
        let lines = r#"1 The DET _ 2 det Content=0
            2 mayor NOUN _ 14 nsubj Content=0
            3 and CCONJ _ 7 cc Content=0
            4 her PRON _ 7 nmod Content=0
            5 " PUNCT _ 7 punct Content=0|SpaceAfter=No
            6 old ADJ _ 7 amod Content=0
            7 wall NOUN _ 11 nsubj _
            8 of ADP _ 9 case _
            9 promises NOUN NNS 7 nmod _
            10 will AUX _ 11 aux _
            11 hold VERB _ 14 ccomp SpaceAfter=No
            12 " PUNCT _ 11 punct SpaceAfter=No
            13 , PUNCT _ 14 punct _
            14 said VERB _ 0 root Cue=0
            15 Lund PROPN _ 14 nsubj Source=0|SpaceAfter=No
            16 . PUNCT _ 14 punct _"#;
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
