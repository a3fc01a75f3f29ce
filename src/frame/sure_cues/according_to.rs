//! "According to" attributes, but for "according to plan" and the like.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::cues::phrase;
use crate::span::Tokens;

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    let run = phrase(doc, i, &["according", "to"])?;
    let next = doc.tokens.get(run.end as usize)?.span.of(&doc.text);
    (!matches!(next, "plan" | "plans" | "schedule")).then_some(run)
}

#[cfg(test)]
mod tests {
    use super::at;
    use crate::frame::cues::testing::found;

    #[test]
    fn it_attributes_but_not_a_plan() {
        let lines = "1 The DET _ 2 det _
            2 bridge NOUN _ 4 nsubj _
            3 is AUX _ 4 aux _
            4 shut VERB VBN 0 root SpaceAfter=No
            5 , PUNCT _ 6 punct _
            6 according VERB VBG 9 case _
            7 to ADP _ 6 fixed _
            8 the DET _ 9 det _
            9 board NOUN _ 4 obl SpaceAfter=No
            10 . PUNCT _ 4 punct _

            1 All DET _ 2 nsubj _
            2 went VERB _ 0 root _
            3 according VERB VBG 5 case _
            4 to ADP _ 5 case _
            5 plan NOUN _ 2 obl SpaceAfter=No
            6 . PUNCT _ 2 punct _";
        assert_eq!(found(at, lines), ["according to"]);
    }
}
