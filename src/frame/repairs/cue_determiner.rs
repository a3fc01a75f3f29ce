//! What stands before a noun belongs to it: "supported a | bipartisan bill" becomes "supported | a bipartisan bill".
//! Development data: fires 3 times; 0 of 3 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.as_mut() else { return false };
    let end = cue.tokens.end;
    let Some(c) = frame.content.iter_mut().find(|c| c.start == end) else { return false };
    let before = |i: usize| {
        matches!(doc.syntax.relation[i], Relation::Det | Relation::Nmod | Relation::Amod)
            && doc.syntax.head(i).is_some_and(|h| h > i)
    };
    while cue.tokens.len() > 1 && before(cue.tokens.end as usize - 1) {
        cue.tokens.end -= 1;
    }
    c.start = cue.tokens.end;
    cue.tokens.end < end
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn a_determiner_goes_to_its_noun() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 supported VERB _ 0 root Cue=0
            3 a DET _ 5 det Cue=0
            4 bipartisan ADJ _ 5 amod Content=0
            5 bill NOUN _ 2 obj Content=0|SpaceAfter=No
            6 . PUNCT _ 2 punct _";
        let want = ["supported | Lund | a bipartisan bill"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_cue_without_it_stays() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 supported VERB _ 0 root Cue=0
            3 a DET _ 5 det Content=0
            4 bipartisan ADJ _ 5 amod Content=0
            5 bill NOUN _ 2 obj Content=0|SpaceAfter=No
            6 . PUNCT _ 2 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
