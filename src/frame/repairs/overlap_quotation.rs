//! A quotation that is the whole content of one frame and in another's too belongs to the frame whose cue shares its
//! sentence; if that is not the smaller one, the smaller one is dropped. Of `"It holds," said Lund. "It will stay," she added`
//! the second quotation is that of "added" alone.
//! Development data: fires 5 times; 3 of 5 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft};
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let (mut done, mut gone) = (Done::default(), vec![false; draft.list.len()]);
    for i in 0..draft.list.len() {
        for j in draft.near(i) {
            let (inner, outer) = (&draft.list[i], &draft.list[j]);
            let larger = outer.size() > inner.size() || (outer.size() == inner.size() && j < i);
            if gone[i] || gone[j] || !larger || !within(doc, inner, outer) {
                continue;
            }
            let first = inner.content[0];
            let rest: Vec<Tokens> = outer.content.iter().copied().filter(|c| !inner.content.contains(c)).collect();
            let splits = !rest.is_empty() && rest.len() < outer.content.len();
            if splits && inner.reports_in_sentence_of(first, doc) && !outer.reports_in_sentence_of(first, doc) {
                draft.list[j].content = rest;
                done.changed.push(j);
            } else {
                gone[i] = true;
                done.dropped.push(i);
            }
        }
    }
    done
}

/// All that `inner` says is quoted and said by `outer` too; neither reports the other.
fn within(doc: &Doc, inner: &Frame, outer: &Frame) -> bool {
    !inner.nested_in(outer)
        && !outer.nested_in(inner)
        && inner.said().all(|i| doc.tokens[i].quoted)
        && inner.said().all(|t| outer.says(t))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_larger_frame_keeps_it() {
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
        let want = [r#"said | Tom Berg | "The pier is old," / "It has to go.""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_report_in_a_report_stays() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 the DET _ 4 det Content=0
            4 board NOUN _ 5 nsubj Content=0
            5 claims VERB _ 2 ccomp Cue=1|Content=0
            6 that SCONJ _ 10 mark Content=1|Content=0
            7 the DET _ 8 det Content=1|Content=0
            8 pier NOUN _ 10 nsubj Content=1|Content=0
            9 will AUX _ 10 aux Content=1|Content=0
            10 stay VERB _ 5 ccomp Content=1|Content=0|SpaceAfter=No
            11 . PUNCT _ 2 punct _";
        assert_eq!(mended(Apply::All(apply), lines), None);
    }

    #[test]
    fn the_cue_of_its_sentence_keeps_it() {
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
}
