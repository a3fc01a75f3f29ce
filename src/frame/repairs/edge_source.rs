//! The source is no part of the content: of `the pier, Lund said, will stay` the two parts around "Lund" are said.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::runs::cut;
use crate::frame::types::Frame;

pub(super) fn apply(_: &Doc, frame: &mut Frame) -> bool {
    frame.source.is_some_and(|s| cut(&mut frame.content, s))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_source_parts_the_content() {
        let lines = "1 The DET _ 2 det Content=0
            2 pier NOUN _ 4 nsubj Content=0|SpaceAfter=No
            3 , PUNCT _ 4 punct Content=0
            4 said VERB _ 0 root Content=0
            5 Ada PROPN _ 4 iobj Source=0|Content=0
            6 Lund PROPN _ 5 flat Source=0|Content=0|SpaceAfter=No
            7 , PUNCT _ 4 punct Content=0
            8 will AUX _ 9 aux Content=0
            9 stay VERB _ 4 ccomp Content=0|SpaceAfter=No
            10 . PUNCT _ 4 punct _";
        let want = ["- | Ada Lund | The pier, said / , will stay"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_source_outside_parts_nothing() {
        let lines = "1 The DET _ 2 det Content=0
            2 pier NOUN _ 4 nsubj Content=0|SpaceAfter=No
            3 , PUNCT _ 4 punct Content=0
            4 said VERB _ 0 root Content=0
            5 Ada PROPN _ 4 iobj Source=0
            6 Lund PROPN _ 5 flat Source=0|SpaceAfter=No
            7 , PUNCT _ 4 punct Content=0
            8 will AUX _ 9 aux Content=0
            9 stay VERB _ 4 ccomp Content=0|SpaceAfter=No
            10 . PUNCT _ 4 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
