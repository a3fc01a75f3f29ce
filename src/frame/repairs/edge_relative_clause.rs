//! What follows a relative clause is not said in it: "Berg, who said the pump had failed, is due to give evidence" says
//! that the pump had failed.
//! Development data: fires 1 times; 1 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let verb = doc.verb(cue).filter(|v| doc.syntax.relation[*v] == Relation::Acl);
    let Some(verb) = verb else { return false };
    let relative = doc.syntax.dependent(verb, Relation::Nsubj).is_some_and(|s| matches!(doc.word(s), "who" | "which"));
    let end = doc.syntax.right[verb];
    if !relative || doc.tokens[end as usize - 1].quoted {
        return false;
    }
    let mut changed = false;
    for c in frame.content.iter_mut().filter(|c| c.start >= cue.end && c.start < end && c.end > end) {
        c.end = end;
        changed = true;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_content_ends_with_the_clause() {
        let lines = "1 Berg PROPN _ 11 nsubj Source=0|SpaceAfter=No
            2 , PUNCT _ 4 punct _
            3 who PRON _ 4 nsubj _
            4 said VERB _ 1 acl Cue=0
            5 the DET _ 6 det Content=0
            6 pump NOUN _ 8 nsubj Content=0
            7 had AUX _ 8 aux Content=0
            8 failed VERB VBN 4 ccomp Content=0|SpaceAfter=No
            9 , PUNCT _ 4 punct Content=0
            10 is AUX _ 11 cop Content=0
            11 due ADJ _ 0 root Content=0
            12 to PART _ 13 mark Content=0
            13 give VERB _ 11 xcomp Content=0
            14 evidence NOUN _ 13 obj Content=0|SpaceAfter=No
            15 . PUNCT _ 11 punct _";
        let want = ["said | Berg | the pump had failed,"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_main_clause_goes_on() {
        let lines = "1 Berg PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 the DET _ 4 det Content=0
            4 pump NOUN _ 8 nsubj Content=0
            5 that PRON _ 6 nsubj Content=0
            6 failed VERB _ 8 advcl Content=0
            7 is AUX _ 8 cop Content=0
            8 due ADJ _ 2 ccomp Content=0
            9 for ADP _ 10 case Content=0
            10 repair NOUN _ 8 obl Content=0|SpaceAfter=No
            11 . PUNCT _ 2 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
