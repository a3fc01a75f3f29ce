//! A person's given name or surname alone is that person again, though it is a month, a place or written in small letters: "June
//! Cole left in May. June said", "marit quell spoke. quell runs the harbour".

use std::collections::HashSet;

use super::{Name, full_names, is_oblique, named, speaks, surnames};
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::places::country;
use crate::lexicon::titles;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    if full_names(names).next().is_none() {
        return;
    }
    let given: HashSet<&str> = full_names(names).map(|t| doc.lower(t.start as usize)).collect();
    let places: HashSet<&str> =
        names.iter().filter(|n| is_place(doc, n)).map(|(t, _)| doc.lower(t.start as usize)).collect();
    let (last, small) = (surnames(doc, names), small(doc, names));
    for (t, kind) in names.iter_mut().filter(|(t, _)| t.len() == 1) {
        let (i, word) = (t.start as usize, doc.lower(t.start as usize));
        let again = given.contains(word) || last.contains(word);
        let meant = match kind {
            EntityType::Date | EntityType::Time => is_argument(doc, i),
            EntityType::Gpe | EntityType::Loc => {
                let place = country(word).is_some() || places.contains(word);
                speaks(doc, i) && !said_subject(doc, i, &["it"]) && (!place || said_subject(doc, i, &["he", "she"]))
            }
            _ => false,
        };
        if again && meant {
            *kind = EntityType::Person;
        }
    }
    let taken = named(doc, names);
    for i in (0..doc.tokens.len()).filter(|i| !taken[*i]) {
        let word = doc.lower(i);
        let capital = doc.is_capital(i) && (given.contains(word) || last.contains(word)) && speaks(doc, i);
        let small = !doc.is_capital(i) && small.contains(word) && is_argument(doc, i);
        // "He" may be a surname
        let closed = matches!(doc.syntax.upos[i], Upos::Pron | Upos::Det | Upos::Aux | Upos::Adp | Upos::Sconj);
        let bare = doc.syntax.left[i] as usize == i && !titles::is_title(word) && !closed;
        if bare && (capital || small) {
            names.push((Tokens::new(i, i + 1), EntityType::Person));
        }
    }
    names.sort_by_key(|(t, _)| t.start);
}

/// The surnames of people whose whole names are written in small letters.
fn small<'a>(doc: &'a Doc, names: &[Name]) -> HashSet<&'a str> {
    let all_small = |t: &Tokens| t.range().all(|i| !doc.is_capital(i)) && doc.is_word(t.end as usize - 1);
    full_names(names).filter(all_small).map(|t| doc.lower(t.end as usize - 1)).collect()
}

/// "in Paris": a place.
fn is_place(doc: &Doc, (t, kind): &Name) -> bool {
    let i = t.start as usize;
    t.len() == 1 && matches!(kind, EntityType::Gpe | EntityType::Loc) && is_oblique(doc, i)
}

/// A subject or object without preposition, determiner or number: "May said", not "in May", "last May".
fn is_argument(doc: &Doc, i: usize) -> bool {
    let bare = doc
        .syntax
        .dependents(i)
        .all(|j| j > i && !matches!(doc.syntax.upos[j], Upos::Num) || doc.syntax.relation[j] == Relation::Punct);
    let before = i.checked_sub(1).map_or("", |b| doc.lower(b));
    bare && matches!(doc.syntax.relation[i], Relation::Nsubj | Relation::Iobj)
        && !matches!(before, "in" | "last" | "next" | "this" | "since" | "by" | "until" | "from" | "of" | "to" | "the")
}

/// "Paris said she would go": the clause said has one of these for its subject.
fn said_subject(doc: &Doc, i: usize, words: &[&str]) -> bool {
    let verb = doc.syntax.head(i);
    let said = verb.and_then(|v| doc.syntax.dependent(v, Relation::Ccomp));
    let subject = said.and_then(|c| doc.syntax.dependent(c, Relation::Nsubj));
    subject.is_some_and(|s| words.contains(&doc.word(s)))
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(head: &str) -> String {
        format!(
            "1 June PROPN _ 3 nsubj Name=(PERSON
            2 Cole PROPN _ 1 flat Name=)
            3 left VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _

            1 June PROPN _ {head} Name=(DATE)
            2 said VERB _ 0 root _
            3 so ADV _ 2 advmod SpaceAfter=No
            4 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn a_month_that_acts_is_the_person_of_that_name() {
        let people = ["June Cole PERSON", "June PERSON"].map(str::to_owned);
        assert_eq!(changed("name_again", &lines("2 nsubj")), Some(people.to_vec()));
        assert_eq!(changed("name_again", &lines("2 obl")), None);
    }

    #[test]
    fn a_surname_in_small_letters() {
        let lines = |name: &str| {
            format!(
                "# newpar
                1 {name} PROPN _ 3 nsubj Name=(PERSON
                2 quell PROPN _ 1 flat Name=)
                3 left VERB _ 0 root SpaceAfter=No
                4 . PUNCT _ 3 punct _

                # newpar
                1 quell NOUN _ 2 nsubj _
                2 waved VERB _ 0 root SpaceAfter=No
                3 . PUNCT _ 2 punct _"
            )
        };
        let people = ["marit quell PERSON", "quell PERSON"].map(str::to_owned);
        assert_eq!(changed("name_again", &lines("marit")), Some(people.to_vec()));
        assert_eq!(changed("name_again", &lines("Marit")), None);
    }
}
