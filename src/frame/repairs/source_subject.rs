//! A cue verb without a source of its own has its subject, or that of the verb that it hangs on: in `Lund defended the
//! plan, adding: "It will hold."` Lund speaks.
//! Development data: fires 38 times; 11 of 38 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::BY_SYNTAX;
use crate::frame::types::Frame;
use crate::mention::phrase;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.filter(|_| frame.source.is_none()) else { return false };
    let Some(subject) = doc.verb(cue.tokens).and_then(|v| doc.subject(v)) else { return false };
    let phrase = phrase(doc, subject);
    if phrase.overlaps(cue.tokens) || frame.content.iter().any(|c| c.overlaps(phrase)) {
        return false;
    }
    frame.source = Some(phrase);
    frame.source_probability = BY_SYNTAX;
    true
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_subject_of_the_main_verb_speaks() {
        let lines = r#"1 Lund PROPN _ 2 nsubj _
            2 defended VERB _ 0 root _
            3 the DET _ 4 det _
            4 plan NOUN _ 2 obj SpaceAfter=No
            5 , PUNCT _ 2 punct _
            6 adding VERB _ 2 advcl Cue=0|SpaceAfter=No
            7 : PUNCT _ 6 punct _
            8 " PUNCT _ 11 punct Content=0|SpaceAfter=No
            9 It PRON _ 11 nsubj Content=0
            10 will AUX _ 11 aux Content=0
            11 hold VERB _ 2 ccomp Content=0|SpaceAfter=No
            12 . PUNCT _ 11 punct Content=0|SpaceAfter=No
            13 " PUNCT _ 11 punct Content=0"#;
        let want = [r#"adding | Lund | "It will hold.""#].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn the_subject_of_a_passive_does_not() {
        let lines = "1 The DET _ 2 det _
            2 plan NOUN _ 4 nsubj _
            3 was AUX _ 4 aux _
            4 described VERB VBN 0 root Cue=0
            5 as ADP _ 6 case _
            6 reckless ADJ _ 4 obl Content=0|SpaceAfter=No
            7 . PUNCT _ 4 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
