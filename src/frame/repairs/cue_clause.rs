//! The first words of what is said belong to the content, not to the cue: "said it would propose | a rule" becomes "said | it
//! would propose a rule".
//! Development data: fires 7 times; 6 of 7 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::runs::trimmed;
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.filter(|c| c.tokens.len() > 1) else { return false };
    let [content] = frame.content.as_slice() else { return false };
    let (content, syntax) = (*content, &doc.syntax);
    let Some((verb, _)) = acts::act(doc, cue.tokens) else { return false };
    let Some(clause) = syntax.dependents(verb).find(|j| *j > verb && syntax.relation[*j] == Relation::Ccomp) else {
        return false;
    };
    let mut said = Tokens { start: syntax.left[clause].max(verb as u32 + 1), end: syntax.right[clause] };
    // "said wistfully that"
    while !said.is_empty() && syntax.upos[said.start as usize] == Upos::Adv {
        said.start += 1;
    }
    // a clause with a subject, of which the cue has the first words and the content more
    let subject = syntax.dependent(clause, Relation::Nsubj).is_some_and(|s| said.has(s));
    let first = said.start;
    if !subject || !cue.tokens.has(first as usize) || !said.holds(content) || doc.tokens[first as usize].quoted {
        return false;
    }
    let run = trimmed(doc, said);
    if let Some(cue) = &mut frame.cue {
        cue.tokens.end = first;
    }
    frame.content = vec![run];
    true
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(it: &str) -> String {
        format!(
            "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 it PRON _ 5 nsubj {it}
            4 would AUX _ 5 aux {it}
            5 propose VERB _ 2 ccomp {it}
            6 a DET _ 7 det Content=0
            7 rule NOUN _ 5 obj Content=0|SpaceAfter=No
            8 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn the_clause_is_said() {
        let want = ["said | Lund | it would propose a rule"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), &lines("Cue=0")), Some(want.to_vec()));
    }

    #[test]
    fn a_cue_of_its_own_words_stays() {
        assert_eq!(mended(Apply::Each(apply), &lines("Content=0")), None);
    }
}
