//! Roles that a verb gives: "Ada Lund, who is president of the club", "Ada Lund became minister of transport".

use crate::doc::Doc;
use crate::lexicon::lemmas;
use crate::lexicon::titles::is_office;
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Verbs whose object or complement is the office of their subject.
const BECOMES: &[&str] = &["become", "remain"];
/// Verbs whose passive gives their subject an office.
const MADE: &[&str] = &["appoint", "elect", "name", "re-elect", "reelect"];
/// Verbs of which "as" says in what office.
const SERVES: &[&str] = &["work", "serve", "act", "appoint"];
/// Longest role, in tokens.
const LONGEST: usize = 16;

/// The roles that verbs give the person whose name has this head.
pub(super) fn roles(doc: &Doc, head: usize) -> Vec<Tokens> {
    let syntax = &doc.syntax;
    let mut out = Vec::new();
    for j in syntax.dependents(head).filter(|j| syntax.relation[*j] == Relation::Acl && *j > head) {
        // "who is the president"
        let relative = syntax.dependents(j).any(|k| doc.lower(k) == "who");
        out.extend(is(doc, j).filter(|_| relative));
    }
    let subject = syntax.relation[head] == Relation::Nsubj;
    if let Some(verb) = syntax.head(head).filter(|_| subject) {
        // "Ada Lund is director of the museum"; "is a liar" is no office
        let bare = syntax.dependent(verb, Relation::Det).is_none();
        out.extend(is(doc, verb).filter(|_| bare));
        out.extend(made(doc, verb));
    }
    out
}

/// The office that a noun with a copula is.
fn is(doc: &Doc, noun: usize) -> Option<Tokens> {
    let syntax = &doc.syntax;
    let copula = syntax.dependent(noun, Relation::Cop)?;
    let denied = syntax.dependents(noun).any(|k| doc.is_negation(k) || doc.lower(k) == "no");
    let now = matches!(doc.lower(copula), "is" | "'s" | "was");
    (now && !denied && copula < noun).then(|| role(doc, noun)).flatten()
}

/// The office that a verb gives.
fn made(doc: &Doc, verb: usize) -> Option<Tokens> {
    let syntax = &doc.syntax;
    let lemma = lemmas::verb(doc.lower(verb));
    let denied = syntax.dependents(verb).any(|k| doc.is_negation(k));
    let will = syntax
        .dependents(verb)
        .any(|k| syntax.upos[k] == Upos::Aux && !matches!(doc.lower(k), "was" | "is" | "has" | "had" | "been"));
    if denied || will || syntax.relation[verb] != Relation::Root {
        return None;
    }
    let verbs = |list: &[&str]| list.contains(&&*lemma);
    let complement = |j: &usize| *j > verb && matches!(syntax.relation[*j], Relation::Xcomp | Relation::Obj);
    let of = |j: &usize| {
        *j > verb
            && syntax.relation[*j] == Relation::Obl
            && syntax.dependent(*j, Relation::Case).is_some_and(|c| doc.lower(c) == "as")
    };
    let passive = doc.passive(verb);
    let given = verbs(BECOMES) || verbs(MADE) && passive;
    let noun = syntax.dependents(verb).find(|j| given && complement(j) || verbs(SERVES) && of(j))?;
    role(doc, noun)
}

/// The phrase around an office, without what opens it.
fn role(doc: &Doc, noun: usize) -> Option<Tokens> {
    let syntax = &doc.syntax;
    if !matches!(syntax.upos[noun], Upos::Noun | Upos::Propn) || syntax.plural[noun] || !is_office(doc.word(noun)) {
        return None;
    }
    let mut run = phrase(doc, noun);
    while run.start < noun as u32 && super::after::opens(doc, run.start as usize) {
        run.start += 1;
    }
    // "became Lund's deputy" tells more of Lund
    (run.len() <= LONGEST && !doc.is_possessive(run.start as usize)).then_some(run)
}
