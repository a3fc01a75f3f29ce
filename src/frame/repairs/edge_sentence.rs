//! "According to X, ..." at the start of a sentence is about that sentence, not about the one before: "The pier is shut.
//! According to Lund, it is rotten" says that it is rotten.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let first = cue.start as usize;
    let sentence = doc.sentence(first);
    let at_head = doc.sentences[sentence as usize].tokens.start == cue.start;
    let after = |c: &Tokens| c.start >= cue.end && doc.sentence(c.start as usize) == sentence;
    if !at_head || !doc.word(first).eq_ignore_ascii_case("according") || !frame.content.iter().any(after) {
        return false;
    }
    let parts = frame.content.len();
    frame.content.retain(|c| c.start >= cue.end);
    frame.content.len() < parts
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_sentence_before_is_left_out() {
        let lines = "1 Fares NOUN NNS 3 nsubj Content=0
            2 will AUX _ 3 aux Content=0
            3 rise VERB _ 0 root Content=0|SpaceAfter=No
            4 . PUNCT _ 3 punct Content=0

            1 According VERB VBG 4 case Cue=0
            2 to ADP _ 1 fixed Cue=0
            3 the DET _ 4 det Source=0
            4 union NOUN _ 8 obl Source=0|SpaceAfter=No
            5 , PUNCT _ 4 punct _
            6 nobody PRON _ 8 nsubj Content=0
            7 was AUX _ 8 aux Content=0
            8 asked VERB VBN 0 root Content=0|SpaceAfter=No
            9 . PUNCT _ 8 punct _";
        let want = ["According to | the union | nobody was asked"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn but_not_where_the_cue_ends_its_sentence() {
        let lines = "1 Fares NOUN NNS 3 nsubj Content=0
            2 will AUX _ 3 aux Content=0
            3 rise VERB _ 0 root Content=0|SpaceAfter=No
            4 . PUNCT _ 3 punct Content=0

            1 Nobody PRON _ 3 nsubj Content=0
            2 was AUX _ 3 aux Content=0
            3 asked VERB VBN 0 root Content=0|SpaceAfter=No
            4 , PUNCT _ 5 punct _
            5 according VERB VBG 8 case Cue=0
            6 to ADP _ 5 fixed Cue=0
            7 the DET _ 8 det Source=0
            8 union NOUN _ 3 obl Source=0|SpaceAfter=No
            9 . PUNCT _ 3 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
