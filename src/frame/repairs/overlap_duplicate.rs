//! Two cues of one act of speech make one frame: of "said in a statement that ..." the frame that the network is surer of
//! stays, or that of "told", for it has a hearer.
//! Development data: fires 27 times; 27 of 27 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft};
use crate::frame::types::Frame;
use crate::lexicon::lemmas;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let tells = |f: &Frame| f.cue.is_some_and(|c| c.tokens.range().any(|i| lemmas::verb(doc.lower(i)) == "tell"));
    let weight = |f: &Frame| (tells(f), f.cue.map_or(0.0, |c| c.probability) * f.content_probability);
    let mut keep = vec![true; draft.list.len()];
    for j in 1..draft.list.len() {
        for i in draft.before(j) {
            let (a, b) = (&draft.list[i], &draft.list[j]);
            if !keep[i] || !keep[j] {
                continue;
            }
            let both = a.said().filter(|t| b.says(*t)).count();
            if both * 5 > (a.size() + b.size() - both) * 4 && !a.nested_in(b) && !b.nested_in(a) {
                keep[if weight(a) < weight(b) { i } else { j }] = false;
            }
        }
    }
    Done { dropped: (0..keep.len()).filter(|k| !keep[*k]).collect(), ..Done::default() }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn one_act_one_frame() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 in ADP _ 5 case _
            4 a DET _ 5 det Source=1
            5 statement NOUN _ 2 obl Cue=1|Source=1
            6 that SCONJ _ 10 mark Content=1|Content=0
            7 the DET _ 8 det Content=1|Content=0
            8 pier NOUN _ 10 nsubj Content=1|Content=0
            9 would AUX _ 10 aux Content=1|Content=0
            10 stay VERB _ 5 acl Content=1|Content=0|SpaceAfter=No
            11 . PUNCT _ 2 punct _";
        let want = ["said | Lund | that the pier would stay"].map(str::to_owned);
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
}
