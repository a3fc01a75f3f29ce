//! A noun's own "by" names who speaks, and what follows the noun's clause is not said: "The claim by Lund that the wall
//! would hold angered Berg" is said by Lund, up to "hold".

use crate::doc::Doc;
use crate::frame::data::Frame;
use crate::frame::repair::BY_SYNTAX;
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
