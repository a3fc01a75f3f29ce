//! A given name and a surname that speaks or is a person elsewhere are a person, though the network took both for a place or a
//! body: "Georgia Plimpton flew home. ... Plimpton said".

use std::collections::HashSet;

use super::{Name, named, speaks};
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::{given_names, lemmas, nouns, titles};
use crate::span::Tokens;
use crate::syntax::Upos;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let wrong: Vec<usize> = (0..names.len()).filter(|k| wrong(names[*k].1) && is_full(doc, names[*k].0)).collect();
    if wrong.is_empty() {
        return;
    }
    let alone = alone(doc, names);
    for k in wrong {
        let (t, kind) = &mut names[k];
        let titled = t.start > 0 && titles::is_title(doc.word(t.start as usize - 1));
        let t = *t;
        if titled || described(doc, t) || alone.contains(&surname(doc, t)) {
            *kind = EntityType::Person;
        }
    }
}

/// "Georgia Plimpton, the mayor of": what a comma sets off is a person.
fn described(doc: &Doc, t: Tokens) -> bool {
    let comma = t.end as usize;
    let here = |i: usize| i < doc.tokens.len() && doc.sentence(i) == doc.sentence(t.start as usize);
    let article = |i: usize| here(i) && matches!(doc.word(i), "a" | "an" | "the" | "its" | "his" | "her");
    let stretch = comma + 2..comma + 6;
    here(comma)
        && doc.word(comma) == ","
        && article(comma + 1)
        && stretch
            .take_while(|i| here(*i) && matches!(doc.syntax.upos[*i], Upos::Noun | Upos::Propn | Upos::Adj))
            .last()
            .is_some_and(|i| nouns::is_person(lemmas::noun(doc.lower(i))) && !doc.syntax.plural[i])
}

/// A given name and another, both with a capital.
fn is_full(doc: &Doc, t: Tokens) -> bool {
    let given = doc.word(t.start as usize);
    let two = t.len() == 2 || t.len() == 4 && doc.word(t.start as usize + 2) == "-";
    let capitals = two && t.range().all(|i| doc.is_capital(i) || doc.word(i) == "-");
    capitals && given_names::share_female(given).is_some() && !given_names::is_surname(given)
}

/// What follows the given name, its parts joined: "mathis-lilley" of "Ben Mathis-Lilley".
fn surname(doc: &Doc, t: Tokens) -> String {
    (t.start as usize + 1..t.end as usize).map(|i| doc.lower(i)).collect()
}

/// The words that are a person alone, or that speak and are no name for the network ("Lake said").
fn alone(doc: &Doc, names: &[Name]) -> HashSet<String> {
    let one = |t: Tokens| t.len() == 1 || t.len() == 3 && doc.word(t.start as usize + 1) == "-";
    let person = |(t, kind): &&Name| *kind == EntityType::Person && one(*t);
    let whole = |t: Tokens| t.range().map(|i| doc.lower(i)).collect();
    let mut out: HashSet<String> = names.iter().filter(person).map(|(t, _)| whole(*t)).collect();
    let taken = named(doc, names);
    let said = |i: &usize| doc.is_capital(*i) && !taken[*i] && speaks(doc, *i) && doc.syntax.left[*i] as usize == *i;
    out.extend((0..doc.tokens.len()).filter(said).map(|i| doc.lower(i).to_owned()));
    out
}

fn wrong(kind: EntityType) -> bool {
    use EntityType::{Date, Event, Fac, Gpe, Loc, Org, Product, Time, WorkOfArt};
    matches!(kind, Date | Event | Fac | Gpe | Loc | Org | Product | Time | WorkOfArt)
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(speaker: &str) -> String {
        format!(
            "1 Georgia PROPN _ 3 nsubj Name=(GPE
            2 Plimpton PROPN _ 1 flat Name=)
            3 flew VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _

            1 {speaker} PROPN _ 2 nsubj Name=(PERSON)
            2 left VERB _ 0 root SpaceAfter=No
            3 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn the_surname_alone_makes_a_person() {
        let people = ["Georgia Plimpton PERSON", "Plimpton PERSON"].map(str::to_owned);
        assert_eq!(changed("full_name", &lines("Plimpton")), Some(people.to_vec()));
        assert_eq!(changed("full_name", &lines("Berg")), None);
    }
}
