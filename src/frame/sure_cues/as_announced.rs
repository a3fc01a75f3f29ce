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
