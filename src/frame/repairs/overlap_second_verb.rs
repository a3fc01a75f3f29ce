//! A content ends where its speaker does the next thing: of "Police said two men were held and urged witnesses to come
//! forward" the second half is no part of what police said, since police are the source of "urged" as well.
//! Development data: fires 6 times; 3 of 6 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft};
use crate::frame::types::Frame;
use crate::lexicon::lemmas;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let first = &draft.list[i];
        let end = draft.near(i).filter_map(|j| second_verb(doc, first, &draft.list[j])).min();
        let Some(end) = end else { continue };
        let cut = |c: &mut Tokens| c.end = c.end.min(end).max(c.start);
        let content = &mut draft.list[i].content;
        content.iter_mut().filter(|c| c.has(end as usize)).for_each(cut);
        content.retain(|c| c.start < c.end && c.start < end);
        done.changed.push(i);
    }
    done
}

/// The "and" or "but" inside the first frame's content that joins the second frame's cue to its own.
fn second_verb(doc: &Doc, first: &Frame, second: &Frame) -> Option<u32> {
    let (cue, next) = (first.cue?.tokens, second.cue?.tokens);
    let joint = next.start.checked_sub(1)? as usize;
    let joins = matches!(doc.word(joint), "and" | "but") && doc.sentence(joint) == doc.sentence(cue.start as usize);
    let after = cue.end <= joint as u32 && first.says(joint) && !doc.tokens[joint].quoted;
    let words = first.content.iter().any(|c| c.has(joint) && c.start < joint as u32);
    let one = first.source.is_some() && first.source == second.source;
    // "to leave and urge": no verb of the speaker's own
    let finite = lemmas::verb(doc.lower(next.start as usize)) != doc.lower(next.start as usize);
    (joins && after && words && one && finite && first.source.is_some_and(|s| s.end <= cue.start))
        .then_some(joint as u32)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(source: &str) -> String {
        format!(
            "1 Police NOUN _ 2 nsubj Source=0{source}
            2 said VERB _ 0 root Cue=0
            3 boats NOUN NNS 4 nsubj Content=0
            4 sank VERB _ 2 ccomp Content=0
            5 and CCONJ _ 6 cc Content=0
            6 urged VERB _ 2 conj Content=0|Cue=1
            7 witnesses NOUN NNS 6 obj Content=0|Content=1
            8 to PART _ 9 mark Content=0|Content=1
            9 come VERB _ 6 xcomp Content=0|Content=1|SpaceAfter=No
            10 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn what_the_speaker_does_next_is_not_said() {
        let want = ["said | Police | boats sank", "urged | Police | witnesses to come"].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &lines("|Source=1")), Some(want.to_vec()));
    }

    #[test]
    fn what_another_does_is() {
        assert_eq!(mended(Apply::All(apply), &lines("")), None);
    }
}
