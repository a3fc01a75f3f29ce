//! That a source asked not to be named is not what it said: "The talks failed, an official said, who asked not to be
//! named."
//! Development data: fires 1 times; 0 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(end) = frame.cue.map(|c| c.tokens.end) else { return false };
    let about = |c: &Tokens| c.start >= end && c.start <= end + 1 && doc.word(c.start as usize) == "who";
    let parts = frame.content.len();
    if frame.content.iter().any(|c| c.end <= end) {
        frame.content.retain(|c| !about(c));
    }
    frame.content.len() < parts
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_clause_about_the_source_is_not_said() {
        let lines = "1 The DET _ 2 det Content=0
            2 merger NOUN _ 3 nsubj Content=0
            3 failed VERB _ 7 ccomp Content=0|SpaceAfter=No
            4 , PUNCT _ 7 punct _
            5 a DET _ 6 det Source=0
            6 banker NOUN _ 7 nsubj Source=0
            7 said VERB _ 0 root Cue=0|SpaceAfter=No
            8 , PUNCT _ 10 punct _
            9 who PRON _ 10 nsubj Content=0
            10 asked VERB _ 7 ccomp Content=0
            11 not PART _ 14 advmod Content=0
            12 to PART _ 14 mark Content=0
            13 be AUX _ 14 aux Content=0
            14 named VERB VBN 10 xcomp Content=0|SpaceAfter=No
            15 . PUNCT _ 7 punct _";
        let want = ["said | a banker | The merger failed"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_question_is() {
        let lines = "1 A DET _ 2 det Source=0
            2 banker NOUN _ 3 nsubj Source=0
            3 asked VERB _ 0 root Cue=0
            4 who PRON _ 7 nsubj Content=0
            5 would AUX _ 7 aux Content=0
            6 be AUX _ 7 aux Content=0
            7 named VERB VBN 3 ccomp Content=0|SpaceAfter=No
            8 . PUNCT _ 3 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
