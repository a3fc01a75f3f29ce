//! A part of a content that lies beyond another cue of its sentence is that cue's alone: of "Saying the pier was safe, Lund
//! told the crew that it would stay" the first cue has "the pier was safe".
//! Development data: fires 2 times; 0 of 2 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft};
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let f = &draft.list[i];
        let beyond = |part: &Tokens| draft.near(i).any(|j| lies_beyond(doc, f, &draft.list[j], *part));
        let kept: Vec<Tokens> = f.content.iter().copied().filter(|part| !beyond(part)).collect();
        if !kept.is_empty() && kept.len() < f.content.len() {
            draft.list[i].content = kept;
            done.changed.push(i);
        }
    }
    done
}

/// The other cue stands between the first one and the part, and has the part too.
fn lies_beyond(doc: &Doc, first: &Frame, other: &Frame, part: Tokens) -> bool {
    let (Some(cue), Some(next)) = (first.cue, other.cue) else { return false };
    let (cue, next) = (cue.tokens, next.tokens);
    let between = cue.end <= next.start && next.end <= part.start;
    let nearer = first.content[0].start >= cue.end && first.content[0].end <= next.start;
    let shared = part.range().filter(|t| other.says(*t)).count();
    between
        && nearer
        && shared * 10 >= part.len() * 9
        && doc.sentence(cue.start as usize) == doc.sentence(next.start as usize)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(second: &str) -> String {
        format!(
            "1 Saying VERB VBG 5 advcl Cue=0
            2 piers NOUN NNS 3 nsubj Content=0
            3 held VERB _ 1 ccomp Content=0
            4 Lund PROPN _ 5 nsubj Source=0|Source=1
            5 added VERB _ 0 root Cue=1
            6 they PRON _ 7 nsubj Content=0{second}
            7 stay VERB _ 5 ccomp Content=0{second}"
        )
    }

    #[test]
    fn the_part_goes_to_the_cue_before_it() {
        let want = ["Saying | Lund | piers held", "added | Lund | they stay"].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &lines("|Content=1")), Some(want.to_vec()));
    }

    #[test]
    fn what_no_other_cue_has_stays() {
        let lines = lines("").replace("3 held VERB _ 1 ccomp Content=0", "3 held VERB _ 1 ccomp Content=0|Content=1");
        assert_eq!(mended(Apply::All(apply), &lines), None);
    }
}
