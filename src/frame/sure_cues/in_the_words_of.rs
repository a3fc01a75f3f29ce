//! "In the words of" goes before the one who speaks: `In the words of Lund, "a promise takes time"`.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::cues::phrase;
use crate::span::Tokens;

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    phrase(doc, i, &["in", "the", "words", "of"])
}

#[cfg(test)]
mod tests {
    use super::at;
    use crate::frame::cues::testing::found;

    #[test]
    fn it_attributes_with_of_alone() {
        let lines = r#"1 In ADP _ 3 case _
            2 the DET _ 3 det _
            3 words NOUN NNS 10 obl _
            4 of ADP _ 5 case _
            5 Lund PROPN _ 3 nmod SpaceAfter=No
            6 , PUNCT _ 3 punct _
            7 " PUNCT _ 10 punct SpaceAfter=No
            8 a DET _ 9 det _
            9 promise NOUN _ 10 nsubj _
            10 takes VERB _ 0 root _
            11 time NOUN _ 10 obj SpaceAfter=No
            12 " PUNCT _ 10 punct SpaceAfter=No
            13 . PUNCT _ 10 punct _

            1 In ADP _ 3 case _
            2 the DET _ 3 det _
            3 words NOUN NNS 8 obl _
            4 that PRON _ 5 nsubj _
            5 followed VERB _ 3 acl SpaceAfter=No
            6 , PUNCT _ 3 punct _
            7 he PRON _ 8 nsubj _
            8 wept VERB _ 0 root SpaceAfter=No
            9 . PUNCT _ 8 punct _"#;
        assert_eq!(found(at, lines), ["In the words of"]);
    }
}
