//! Who in a sentence may be the one whose words stand beside it, by syntax alone.

use crate::doc::Doc;
use crate::lexicon::{acts, documents, lemmas, nouns, titles};
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Nouns for words said that name no act and no document.
const WORDS: [&str; 7] = ["reaction", "word", "motto", "line", "apology", "regret", "lesson"];

/// True of a noun, name or pronoun for a person or a body.
pub(super) fn is_speaker(doc: &Doc, i: usize) -> bool {
    let lemma = || lemmas::noun(doc.lower(i));
    match doc.syntax.upos[i] {
        Upos::Propn => true,
        Upos::Pron => matches!(doc.lower(i), "he" | "she" | "they"),
        Upos::Noun => nouns::is_person(lemma()) || nouns::is_body(lemma()) || titles::is_title(doc.word(i)),
        _ => false,
    }
}

/// The noun phrase of a noun or name, with all of the name that it is the title or a part of ("rescue chief | Nora Lund").
pub(super) fn whole(doc: &Doc, i: usize) -> Tokens {
    let of = doc.sentences[doc.sentence(i) as usize].tokens;
    let mut run = phrase(doc, i);
    let name = |k: u32| of.has(k as usize) && doc.syntax.upos[k as usize] == Upos::Propn && doc.is_capital(k as usize);
    let title = |k: u32| doc.syntax.upos[k as usize] == Upos::Propn || titles::is_title(doc.word(k as usize));
    if title(run.end - 1) || nouns::is_person(lemmas::noun(doc.lower(run.end as usize - 1))) {
        while name(run.end) {
            run.end += 1;
        }
    }
    while doc.syntax.upos[run.start as usize] == Upos::Propn && run.start > of.start && name(run.start - 1) {
        run.start -= 1;
    }
    run
}

/// The first subject of a sentence that is a person or a body, that of its main verb before others.
pub(super) fn subject(doc: &Doc, sentence: Tokens) -> Option<Tokens> {
    let of_root = |i: &usize| doc.syntax.head(*i).is_some_and(|h| doc.syntax.head(h).is_none());
    let subject = |i: &usize| doc.syntax.relation[*i] == Relation::Nsubj && is_speaker(doc, *i);
    let mut all = sentence.range().filter(subject);
    all.clone().find(of_root).or_else(|| all.next()).map(|i| whole(doc, i))
}

/// Whom a lead names whose words it announces: "And this from Lund:", "The verdict of Lund:", "Lund's reaction:", else its
/// subject ("Lund had a simple answer:"), else the name that it is ("Lund, the captain:").
pub(super) fn announced(doc: &Doc, lead: Tokens) -> Option<Tokens> {
    let by_noun = lead.range().filter(|i| is_words(doc, *i)).find_map(|i| author(doc, i));
    let from = || {
        let from =
            |i: &usize| doc.lower(*i) == "from" && !verb_of(doc, *i).is_some_and(|v| doc.syntax.upos[v] == Upos::Verb);
        let noun = doc.syntax.head(lead.range().find(from)?)?;
        (lead.has(noun) && is_speaker(doc, noun)).then_some(noun)
    };
    let root = || {
        let root = lead.range().find(|i| doc.syntax.head(*i).is_none_or(|h| !lead.has(h)))?;
        (doc.syntax.upos[root] == Upos::Propn).then_some(root)
    };
    let named = by_noun.or_else(from).map(|i| whole(doc, i));
    named.or_else(|| subject(doc, lead)).or_else(|| root().map(|i| whole(doc, i)))
}

/// The word that a preposition's noun hangs on.
fn verb_of(doc: &Doc, preposition: usize) -> Option<usize> {
    doc.syntax.head(doc.syntax.head(preposition)?)
}

fn is_words(doc: &Doc, i: usize) -> bool {
    let lemma = lemmas::noun(doc.lower(i));
    doc.syntax.upos[i] == Upos::Noun
        && (acts::act(lemma).is_some() || documents::is_document(lemma) || WORDS.contains(&lemma))
}

/// Whose words a noun names: "Lund's answer", "the answer of Lund", "the answer from Lund".
fn author(doc: &Doc, noun: usize) -> Option<usize> {
    let syntax = &doc.syntax;
    let case =
        |j: usize| syntax.dependents(j).filter(|k| syntax.relation[*k] == Relation::Case).map(|k| doc.lower(k)).next();
    let owns = |j: &usize| {
        let case = case(*j);
        // the parser hangs some endings on the noun
        let next = || doc.is_possessive_ending(syntax.right[*j] as usize);
        let possessive = *j < noun && (doc.is_possessive(*j) || next());
        let of = *j > noun && matches!(case, Some("of" | "from" | "by"));
        let his = *j < noun && matches!(doc.lower(*j), "his" | "her" | "their");
        syntax.relation[*j] == Relation::Nmod && (his || (possessive || of) && is_speaker(doc, *j))
    };
    syntax.dependents(noun).find(owns)
}

/// "Nobody", "no minister", "none of the judges", "hardly anyone": no speaker; not "No 10".
pub fn is_nobody(doc: &Doc, source: Tokens) -> bool {
    let start = source.start as usize;
    let next = (source.len() > 1).then(|| doc.word(start + 1));
    match doc.lower(start) {
        "nobody" | "none" => true,
        "no" => next.is_some_and(|w| w.starts_with(char::is_alphabetic)),
        "hardly" | "scarcely" | "barely" => matches!(next, Some("anyone" | "anybody" | "any")),
        "anyone" | "anybody" => start > 0 && matches!(doc.lower(start - 1), "hardly" | "scarcely" | "barely"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    const LEAD: &str = "1 The DET _ 2 det _
        2 verdict NOUN _ 0 root _
        3 of ADP _ 5 case _
        4 rescue NOUN _ 5 compound _
        5 chief NOUN _ 2 nmod _
        6 Nora PROPN _ 5 appos _
        7 Lund PROPN _ 6 flat SpaceAfter=No
        8 : PUNCT _ 2 punct _";

    #[test]
    fn a_title_goes_with_its_name() {
        let f = Fixture::new(LEAD);
        assert_eq!(f.doc.slice(whole(&f.doc, f.token("chief"))), "rescue chief Nora Lund");
        assert_eq!(f.doc.slice(whole(&f.doc, f.token("Nora"))), "Nora Lund");
    }

    #[test]
    fn a_noun_for_words_names_its_author() {
        let f = Fixture::new(LEAD);
        let named = announced(&f.doc, Tokens::new(0, f.token(":")));
        assert_eq!(named.map(|run| f.doc.slice(run)), Some("rescue chief Nora Lund"));
    }

    #[test]
    fn a_thing_is_no_subject_that_speaks() {
        let lines = "1 The DET _ 2 det _
            2 wall NOUN _ 3 nsubj _
            3 fell VERB _ 0 root _
            4 as SCONJ _ 6 mark _
            5 she PRON _ 6 nsubj _
            6 ran VERB _ 3 advcl SpaceAfter=No
            7 . PUNCT _ 3 punct _";
        let f = Fixture::new(lines);
        let who = subject(&f.doc, f.doc.sentences[0].tokens);
        assert_eq!(who.map(|run| f.doc.slice(run)), Some("she"));
    }
}
