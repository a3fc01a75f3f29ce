//! A verb of saying at the end of its sentence, under "as" and with a subject but without a clause of its own: "The pier
//! was sold, as the board announced."

use crate::doc::Doc;
use crate::extraction::Act;
use crate::frame::acts;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    let (syntax, run) = (&doc.syntax, Tokens::new(i, i + 1));
    if syntax.upos[i] != Upos::Verb || syntax.relation[i] != Relation::Advcl || syntax.left[i] == 0 {
        return None;
    }
    let first = syntax.left[i] as usize;
    let said = || acts::act(doc, run).is_some_and(|(_, act)| act == Act::Statement);
    let object = || [Relation::Obj, Relation::Ccomp, Relation::Xcomp].iter().any(|r| syntax.dependent(i, *r).is_some());
    let fits = doc.word(first) == "as"
        && doc.word(first - 1) == ","
        && syntax.dependent(i, Relation::Nsubj).is_some()
        && said()
        && !object();
    fits.then_some(run)
}

#[cfg(test)]
mod tests {
    use super::at;
    use crate::frame::cues::testing::found;

    #[test]
    fn a_verb_of_saying_under_as_attributes_one_of_feeling_does_not() {
        let lines = "1 The DET _ 2 det _
            2 pier NOUN _ 4 nsubj _
            3 was AUX _ 4 aux _
            4 sold VERB VBN 0 root SpaceAfter=No
            5 , PUNCT _ 4 punct _
            6 as SCONJ _ 9 mark _
            7 the DET _ 8 det _
            8 board NOUN _ 9 nsubj _
            9 announced VERB _ 4 advcl SpaceAfter=No
            10 . PUNCT _ 4 punct _

            1 The DET _ 2 det _
            2 pier NOUN _ 4 nsubj _
            3 was AUX _ 4 cop _
            4 cold ADJ _ 0 root SpaceAfter=No
            5 , PUNCT _ 4 punct _
            6 as SCONJ _ 9 mark _
            7 the DET _ 8 det _
            8 board NOUN _ 9 nsubj _
            9 felt VERB _ 4 advcl SpaceAfter=No
            10 . PUNCT _ 4 punct _";
        assert_eq!(found(at, lines), ["announced"]);
    }
}
