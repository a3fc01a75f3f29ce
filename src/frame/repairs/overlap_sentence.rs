//! A part of a content whose cue stands in another sentence goes to the frame that has cue and content there: of
//! `"...," said X. "...," she said` the second quotation is that of "she said" alone.
//! Development data: fires 3 times; 3 of 3 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft};
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let a = &draft.list[i];
        let claimed = |part: &Tokens| {
            draft.near(i).map(|j| &draft.list[j]).any(|b| {
                let shared = part.range().filter(|t| b.says(*t)).count();
                b.reports_in_sentence_of(*part, doc)
                    && 5 * shared > 3 * part.len()
                    && !a.nested_in(b)
                    && !b.nested_in(a)
            })
        };
        let stays = |part: &Tokens| a.reports_in_sentence_of(*part, doc) || !claimed(part);
        let kept: Vec<Tokens> = a.content.iter().copied().filter(stays).collect();
        if !kept.is_empty() && kept.len() < a.content.len() {
            draft.list[i].content = kept;
            done.changed.push(i);
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_quotation_goes_to_the_cue_of_its_sentence() {
        let lines = r#"1 " PUNCT _ 5 punct Content=0|SpaceAfter=No
            2 The DET _ 3 det Content=0
            3 pier NOUN _ 5 nsubj Content=0
            4 is AUX _ 5 cop Content=0
            5 old ADJ _ 8 ccomp Content=0|SpaceAfter=No
            6 , PUNCT _ 5 punct Content=0|SpaceAfter=No
            7 " PUNCT _ 5 punct Content=0
            8 said VERB _ 0 root Cue=0
            9 Tom PROPN _ 8 nsubj Source=0
            10 Berg PROPN _ 9 flat Source=0|SpaceAfter=No
            11 . PUNCT _ 8 punct _

            1 " PUNCT _ 3 punct Content=1|Content=0|SpaceAfter=No
            2 It PRON _ 3 nsubj Content=1|Content=0
            3 has VERB _ 10 ccomp Content=1|Content=0
            4 to PART _ 5 mark Content=1|Content=0
            5 go VERB _ 3 xcomp Content=1|Content=0|SpaceAfter=No
            6 , PUNCT _ 3 punct Content=1|Content=0|SpaceAfter=No
            7 " PUNCT _ 3 punct Content=1|Content=0
            8 Ada PROPN _ 10 nsubj Source=1
            9 Lund PROPN _ 8 flat Source=1
            10 said VERB _ 0 root Cue=1|SpaceAfter=No
            11 . PUNCT _ 10 punct _"#;
        let want =
            [r#"said | Tom Berg | "The pier is old,""#, r#"said | Ada Lund | "It has to go,""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_cue_of_the_next_sentence_claims_nothing() {
        let lines = r#"1 " PUNCT _ 5 punct Content=0|SpaceAfter=No
            2 The DET _ 3 det Content=0
            3 pier NOUN _ 5 nsubj Content=0
            4 is AUX _ 5 cop Content=0
            5 old ADJ _ 8 ccomp Content=0|SpaceAfter=No
            6 , PUNCT _ 5 punct Content=0|SpaceAfter=No
            7 " PUNCT _ 5 punct Content=0
            8 said VERB _ 0 root Cue=0
            9 Tom PROPN _ 8 nsubj Source=0
            10 Berg PROPN _ 9 flat Source=0|SpaceAfter=No
            11 . PUNCT _ 8 punct _

            1 " PUNCT _ 3 punct Content=1|Content=0|SpaceAfter=No
            2 It PRON _ 3 nsubj Content=1|Content=0
            3 has VERB _ 0 root Content=1|Content=0
            4 to PART _ 5 mark Content=1|Content=0
            5 go VERB _ 3 xcomp Content=1|Content=0|SpaceAfter=No
            6 . PUNCT _ 3 punct Content=1|Content=0|SpaceAfter=No
            7 " PUNCT _ 3 punct Content=1|Content=0

            1 Ada PROPN _ 3 nsubj Source=1
            2 Lund PROPN _ 1 flat Source=1
            3 nodded VERB _ 0 root Cue=1|SpaceAfter=No
            4 . PUNCT _ 3 punct _"#;
        assert_eq!(mended(Apply::All(apply), lines), None);
    }
}
