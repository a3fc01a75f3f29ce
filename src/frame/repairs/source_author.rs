//! A noun's own "by" names who speaks, and what follows the noun's clause is not said: "The claim by Lund that the wall
//! would hold angered Berg" is said by Lund, up to "hold".
//! Development data: fires 5 times; 0 of 5 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::BY_SYNTAX;
use crate::frame::types::Frame;
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue else { return false };
    let verb = cue.tokens.range().any(|i| doc.syntax.upos[i] == Upos::Verb);
    let noun = cue.tokens.range().rev().find(|i| doc.syntax.upos[*i] == Upos::Noun);
    let Some(noun) = noun.filter(|_| !verb) else { return false };
    let by = |j: &usize| {
        doc.syntax.relation[*j] == Relation::Nmod
            && doc.syntax.dependents(*j).any(|k| doc.syntax.relation[k] == Relation::Case && doc.word(k) == "by")
    };
    let author = doc.syntax.dependents(noun).find(by).filter(|_| frame.source.is_none());
    if let Some(author) = author {
        frame.source = Some(phrase(doc, author));
        frame.source_probability = BY_SYNTAX;
    }
    let mut changed = author.is_some();
    let clause = |j: &usize| *j > noun && matches!(doc.syntax.relation[*j], Relation::Acl | Relation::Ccomp);
    let end = doc.syntax.dependents(noun).find(clause).map(|j| doc.syntax.right[j]);
    let Some(end) = end else { return changed };
    let begins = |c: &Tokens| c.start >= cue.tokens.end && c.start < end && c.end > end;
    for c in frame.content.iter_mut().filter(|c| begins(c) && !doc.tokens[end as usize].quoted) {
        c.end = end;
        changed = true;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn by_names_the_author() {
        let lines = "1 The DET _ 2 det _
            2 claim NOUN _ 10 nsubj Cue=0
            3 by ADP _ 4 case _
            4 Lund PROPN _ 2 nmod _
            5 that SCONJ _ 9 mark Content=0
            6 the DET _ 7 det Content=0
            7 wall NOUN _ 9 nsubj Content=0
            8 would AUX _ 9 aux Content=0
            9 hold VERB _ 2 acl Content=0
            10 surprised VERB _ 0 root Content=0
            11 everybody PRON _ 10 obj Content=0|SpaceAfter=No
            12 . PUNCT _ 10 punct _";
        let want = ["claim | Lund | that the wall would hold"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn no_by_no_author() {
        let lines = "1 The DET _ 2 det _
            2 claim NOUN _ 8 obj Cue=0
            3 that SCONJ _ 7 mark Content=0
            4 the DET _ 5 det Content=0
            5 wall NOUN _ 7 nsubj Content=0
            6 would AUX _ 7 aux Content=0
            7 hold VERB _ 2 acl Content=0
            8 angered VERB VBN 0 root _
            9 Berg PROPN _ 8 nsubj SpaceAfter=No
            10 . PUNCT _ 8 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
