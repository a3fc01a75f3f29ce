//! What leads up to the colon before a quotation is not said in it: in `Lund set out the plan: "No site will close," she
//! said` the content begins at the mark.
//! Development data: fires 1 times; 1 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::span::Tokens;

/// Tokens after the content within which the cue stands.
const REACH: u32 = 8;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let mut changed = false;
    for run in &mut frame.content {
        let last = doc.quotation(run.end as usize - 1);
        let Some(q) = last.filter(|q| q.end <= run.end && q.open > run.start) else { continue };
        let lead = Tokens { start: run.start, end: q.open };
        if cue.start >= run.end
            && cue.start < run.end + REACH
            && doc.word(q.open as usize - 1) == ":"
            && doc.is_capital(q.open as usize + 1)
            && lead.range().all(|i| !doc.tokens[i].quoted)
        {
            run.start = q.open;
            changed = true;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_content_begins_at_the_mark() {
        let lines = r#"1 Lund PROPN _ 2 nsubj Content=0
            2 set VERB _ 15 ccomp Content=0
            3 out ADP _ 2 compound Content=0
            4 the DET _ 5 det Content=0
            5 plan NOUN _ 2 obj Content=0|SpaceAfter=No
            6 : PUNCT _ 11 punct Content=0
            7 " PUNCT _ 11 punct Content=0|SpaceAfter=No
            8 No DET _ 9 det Content=0
            9 school NOUN _ 11 nsubj Content=0
            10 will AUX _ 11 aux Content=0
            11 close VERB _ 15 ccomp Content=0|SpaceAfter=No
            12 , PUNCT _ 11 punct Content=0|SpaceAfter=No
            13 " PUNCT _ 11 punct Content=0
            14 she PRON _ 15 nsubj Source=0
            15 said VERB _ 0 root Cue=0|SpaceAfter=No
            16 . PUNCT _ 15 punct _"#;
        let want = [r#"said | she | "No school will close,""#].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_quotation_in_lower_case_goes_on_with_its_sentence() {
        let lines = r#"1 Lund PROPN _ 2 nsubj Content=0
            2 called VERB _ 0 root Content=0
            3 the DET _ 4 det Content=0
            4 plan NOUN _ 2 obj Content=0|SpaceAfter=No
            5 : PUNCT _ 8 punct Content=0
            6 " PUNCT _ 8 punct Content=0|SpaceAfter=No
            7 no DET _ 8 det Content=0
            8 school NOUN _ 2 ccomp Content=0
            9 for ADP _ 11 case Content=0
            10 old ADJ _ 11 amod Content=0
            11 men NOUN NNS 8 nmod Content=0|SpaceAfter=No
            12 , PUNCT _ 8 punct Content=0|SpaceAfter=No
            13 " PUNCT _ 8 punct Content=0
            14 she PRON _ 2 nsubj Source=0
            15 said VERB _ 2 conj Cue=0|SpaceAfter=No
            16 . PUNCT _ 15 punct _"#;
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
