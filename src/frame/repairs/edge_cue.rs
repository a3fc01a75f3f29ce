//! The cue is no part of its own content: "the pier | said Lund | will stay" are two parts.
//! Development data: fires 64 times; 42 of 64 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::runs::cut;
use crate::frame::types::Frame;

pub(super) fn apply(_: &Doc, frame: &mut Frame) -> bool {
    frame.cue.is_some_and(|c| cut(&mut frame.content, c.tokens))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_cue_parts_the_content() {
        let lines = "1 The DET _ 2 det Content=0
            2 pier NOUN _ 5 nsubj Content=0|SpaceAfter=No
            3 , PUNCT _ 5 punct Content=0
            4 Lund PROPN _ 5 nsubj Source=0|Content=0
            5 said VERB _ 0 root Cue=0|Content=0|SpaceAfter=No
            6 , PUNCT _ 5 punct Content=0
            7 will AUX _ 8 aux Content=0
            8 stay VERB _ 5 ccomp Content=0
            9 open ADJ _ 8 xcomp Content=0|SpaceAfter=No
            10 . PUNCT _ 5 punct Content=0";
        let want = ["said | Lund | The pier, Lund / , will stay open."].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_cue_outside_parts_nothing() {
        let lines = "1 The DET _ 2 det Content=0
            2 pier NOUN _ 5 nsubj Content=0|SpaceAfter=No
            3 , PUNCT _ 5 punct Content=0
            4 Lund PROPN _ 5 nsubj Source=0|Content=0
            5 said VERB _ 0 root Cue=0|SpaceAfter=No
            6 , PUNCT _ 5 punct Content=0
            7 will AUX _ 8 aux Content=0
            8 stay VERB _ 5 ccomp Content=0
            9 open ADJ _ 8 xcomp Content=0|SpaceAfter=No
            10 . PUNCT _ 5 punct Content=0";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
