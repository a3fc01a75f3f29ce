//! What is passed on is who said it, too: of `"...," said A, according to B` what B passes on is A's words and that A
//! said them.

use crate::doc::Doc;
use crate::frame::repair::{Done, Draft};
use crate::frame::types::Frame;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let sentence = |i: u32| doc.sentence(i as usize);
    let mut done = Done::default();
    for k in 1..draft.list.len() {
        let outer = &draft.list[k];
        let Some(cue) = outer.cue.map(|c| c.tokens).filter(|c| doc.lower(c.start as usize) == "according") else {
            continue;
        };
        let end = outer.extent().end;
        let inside = |f: &Frame| {
            let said = f.cue.map_or(0, |c| c.tokens.start);
            let shared = f.said().filter(|i| outer.says(*i)).count();
            said >= end && said < cue.start && 2 * shared > f.size()
        };
        let source_between = outer.source.is_some_and(|s| s.start >= end && s.start < cue.start);
        if sentence(end - 1) != sentence(cue.start) || source_between || !draft.list[draft.before(k)].iter().any(inside)
        {
            continue;
        }
        let to = (end..cue.start).rev().find(|i| doc.is_word(*i as usize)).map_or(end, |i| i + 1);
        if let Some(last) = draft.list[k].content.last_mut().filter(|_| to > end) {
            last.end = to;
            done.changed.push(k);
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::repair::Apply;
    use crate::frame::repair::testing::mended;

    #[test]
    fn that_he_said_it_is_passed_on() {
        let lines = r#"1 " PUNCT _ 4 punct Content=1|Content=0|SpaceAfter=No
            2 The DET _ 3 det Content=1|Content=0
            3 pump NOUN _ 4 nsubj Content=1|Content=0
            4 failed VERB _ 8 ccomp Content=1|Content=0
            5 twice ADV _ 4 advmod Content=1|Content=0|SpaceAfter=No
            6 , PUNCT _ 4 punct Content=1|Content=0|SpaceAfter=No
            7 " PUNCT _ 4 punct Content=1|Content=0
            8 said VERB _ 0 root Cue=0
            9 Tom PROPN _ 8 nsubj Source=0
            10 Berg PROPN _ 9 flat Source=0|SpaceAfter=No
            11 , PUNCT _ 12 punct _
            12 according VERB VBG 8 advcl Cue=1
            13 to ADP _ 12 fixed Cue=1
            14 Ada PROPN _ 8 obl Source=1
            15 Lund PROPN _ 14 flat Source=1|SpaceAfter=No
            16 . PUNCT _ 8 punct _"#;
        let want = [
            r#"said | Tom Berg | "The pump failed twice,""#,
            r#"according to | Ada Lund | "The pump failed twice," said Tom Berg"#,
        ]
        .map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn another_sentence_is_not() {
        let lines = "1 The DET _ 2 det Content=0
            2 pump NOUN _ 3 nsubj Content=0
            3 failed VERB _ 6 ccomp Content=0
            4 twice ADV _ 3 advmod Content=0|SpaceAfter=No
            5 , PUNCT _ 6 punct _
            6 said VERB _ 0 root Cue=0
            7 Tom PROPN _ 6 nsubj Source=0
            8 Berg PROPN _ 7 flat Source=0|SpaceAfter=No
            9 . PUNCT _ 6 punct _

            1 The DET _ 2 det Content=1
            2 crew NOUN NNS 4 nsubj Content=1
            3 was AUX _ 4 cop Content=1
            4 tired ADJ _ 0 root Content=1|SpaceAfter=No
            5 , PUNCT _ 6 punct _
            6 according VERB VBG 4 conj Cue=1
            7 to ADP _ 6 fixed Cue=1
            8 Ada PROPN _ 6 obl Source=1
            9 Lund PROPN _ 8 flat Source=1|SpaceAfter=No
            10 . PUNCT _ 4 punct _";
        assert_eq!(mended(Apply::All(apply), lines), None);
    }
}
