//! A content ends where its speaker says the next thing in marks: of `Lund defended his plan, saying, "It will hold."` the
//! content of "defended" ends before "saying".
//! Development data: fires 1 times; 0 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft};
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let first = &draft.list[i];
        let Some(end) = draft.near(i).filter_map(|j| next_cue(doc, first, &draft.list[j])).min() else { continue };
        let content = &mut draft.list[i].content;
        let cut = |c: &mut Tokens| c.end = c.end.min(end).max(c.start);
        content.iter_mut().filter(|c| c.has(end as usize)).for_each(cut);
        content.retain(|c| c.start < c.end && c.start < end);
        done.changed.push(i);
    }
    done
}

/// Where the second frame's "saying" or "adding" begins inside the first frame's content, if its speaker is none of whom
/// the first speaks.
fn next_cue(doc: &Doc, first: &Frame, second: &Frame) -> Option<u32> {
    let (cue, next) = (first.cue?.tokens, second.cue?.tokens);
    let start = next.start as usize;
    let participle = next.len() <= 2 && matches!(doc.word(start), "saying" | "adding") && !doc.tokens[start].quoted;
    let inside = cue.end <= next.start
        && first.says(start)
        && first.content.iter().any(|c| c.has(start) && c.start < next.start);
    let quoted = second.content.iter().all(|c| c.start >= next.end && doc.tokens[c.start as usize].quoted);
    let own = second.source.is_none_or(|s| !first.says(s.start as usize));
    let last = |f: &Frame| f.content.last().map(|c| c.end);
    (participle && inside && quoted && own && last(first) <= last(second)).then_some(next.start)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(lund: &str, berg: &str) -> String {
        format!(
            r#"1 Lund PROPN _ 2 nsubj Source=0{lund}
            2 described VERB _ 0 root Cue=0
            3 plans NOUN NNS 2 obj Content=0
            4 of ADP _ 5 case Content=0
            5 Berg PROPN _ 3 nmod Content=0{berg}
            6 saying VERB VBG 2 advcl Content=0|Cue=1|SpaceAfter=No
            7 , PUNCT _ 6 punct Content=0
            8 " PUNCT _ 10 punct Content=0|Content=1|SpaceAfter=No
            9 It PRON _ 10 nsubj Content=0|Content=1
            10 holds VERB _ 6 ccomp Content=0|Content=1|SpaceAfter=No
            11 . PUNCT _ 10 punct Content=0|Content=1|SpaceAfter=No
            12 " PUNCT _ 10 punct Content=0|Content=1"#
        )
    }

    #[test]
    fn what_the_speaker_says_next_is_another_quote() {
        let want = ["described | Lund | plans of Berg", r#"saying | Lund | "It holds.""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &lines("|Source=1", "")), Some(want.to_vec()));
    }

    #[test]
    fn what_somebody_says_in_it_is_none() {
        assert_eq!(mended(Apply::All(apply), &lines("", "|Source=1")), None);
    }
}
