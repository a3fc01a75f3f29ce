//! What is joined to the verb of what is said is said too: "said the wall had cracked | and was leaning". Not what is joined
//! to the cue: "said the wall had cracked | and left".
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::draft::{Done, Draft};
use crate::frame::runs::trimmed;
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let mut done = Done::default();
    for i in 0..draft.list.len() {
        let Some(run) = conjunct(doc, &draft.list[i]) else { continue };
        let reports = |j: &usize| draft.list[*j].cue.is_some_and(|c| run.overlaps(c.tokens));
        let inside: Vec<usize> = draft.near(i).filter(reports).collect();
        let known = |j: &usize| draft.list[*j].cue.is_some_and(|c| acts::act(doc, c.tokens).is_some());
        let claimed =
            |j: usize| draft.list[j].extent().overlaps(run) || draft.list[j].source.is_some_and(|s| s.overlaps(run));
        let free = draft.near(i).filter(|j| !inside.contains(j)).all(|j| !claimed(j));
        if inside.iter().any(known) || !free {
            continue;
        }
        let last = draft.list[i].content.len() - 1;
        draft.list[i].content[last].end = run.end;
        done.changed.push(i);
        done.dropped.extend(inside);
    }
    done.dropped.dedup();
    done
}

/// The conjunct right after the content, from its "and" or "but".
fn conjunct(doc: &Doc, f: &Frame) -> Option<Tokens> {
    let (cue, last) = (f.cue?.tokens, *f.content.last()?);
    let (joint, syntax) = (last.end as usize, &doc.syntax);
    let here =
        cue.end <= last.start && joint < doc.tokens.len() && doc.sentence(joint) == doc.sentence(cue.start as usize);
    if !here || doc.tokens[joint].quoted || !matches!(doc.word(joint), "and" | "but" | "yet") {
        return None;
    }
    let verb = syntax.head(joint).filter(|v| syntax.relation[*v] == Relation::Conj && syntax.upos[*v] == Upos::Verb)?;
    let main = syntax.head(verb).filter(|h| last.has(*h) && syntax.relation[*h] == Relation::Ccomp)?;
    let own = syntax.head(main).is_some_and(|h| cue.has(h)) && syntax.dependent(main, Relation::Nsubj).is_some();
    let shared = syntax.dependent(verb, Relation::Nsubj).is_none();
    // tense tells a finite verb from "to leave and urge"
    let run = trimmed(doc, Tokens { start: joint as u32, end: syntax.right[verb] });
    (own && shared && verb > joint && run.end as usize > verb).then_some(run)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(verb: &str, head: usize) -> String {
        format!(
            "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 walls NOUN NNS 4 nsubj Content=0
            4 cracked VERB _ 2 ccomp Content=0
            5 and CCONJ _ 6 cc _
            6 {verb} VERB _ {head} conj Cue=1
            7 villages NOUN NNS 6 obj Content=1|SpaceAfter=No
            8 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn what_is_joined_to_it_is_said_too() {
        let want = ["said | Lund | walls cracked and buried villages"].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &lines("buried", 4)), Some(want.to_vec()));
    }

    #[test]
    fn what_is_joined_to_the_cue_is_not() {
        assert_eq!(mended(Apply::All(apply), &lines("buried", 2)), None);
        assert_eq!(mended(Apply::All(apply), &lines("warned", 4)), None);
    }
}
