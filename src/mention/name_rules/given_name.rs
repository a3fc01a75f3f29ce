//! The given name before a person's surname belongs to it, though the network took it for a place, for a headline's verb or for
//! nothing: "Dallas" of "Dallas Monk moved", "TRUDY" of "MAYOR TRUDY HOLM RESIGNS".

use std::collections::HashMap;

use super::{Name, is_oblique, named};
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::{given_names, nouns, titles};
use crate::span::Tokens;
use crate::syntax::Upos;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let (taken, bare) = (named(doc, names), bare(doc, names));
    let mut k = 0;
    while k < names.len() {
        let (t, kind) = names[k];
        let start = t.start as usize;
        let before = start.checked_sub(1).filter(|i| doc.sentence(*i) == doc.sentence(start));
        let given = before.filter(|i| kind == EntityType::Person && t.len() == 1 && is_given(doc.word(*i)));
        let Some(i) = given else {
            k += 1;
            continue;
        };
        let whole = Tokens { start: t.start - 1, end: t.end };
        let place =
            k.checked_sub(1).map(|p| names[p]).filter(|(t, kind)| *t == Tokens::new(i, start) && is_place(*kind));
        // the surname stands alone elsewhere
        let again = || bare.get(doc.lower(start)).is_some_and(|n| *n > 1);
        if place.is_some() && !is_oblique(doc, i) && again() {
            names[k].0 = whole;
            names.remove(k - 1);
            continue;
        }
        if !taken[i] && begins(doc, i, start) {
            names[k].0 = whole;
        }
        k += 1;
    }
}

fn is_given(word: &str) -> bool {
    let office = titles::is_title(word) || nouns::is_person(&word.to_lowercase());
    given_names::share_female(word).is_some() && !given_names::is_surname(word) && !office
}

/// How often each word alone is a person.
fn bare<'a>(doc: &'a Doc, names: &[Name]) -> HashMap<&'a str, usize> {
    let mut out = HashMap::new();
    for (t, _) in names.iter().filter(|(t, kind)| *kind == EntityType::Person && t.len() == 1) {
        *out.entry(doc.lower(t.start as usize)).or_insert(0) += 1;
    }
    out
}

fn is_place(kind: EntityType) -> bool {
    matches!(kind, EntityType::Gpe | EntityType::Loc | EntityType::Org)
}

/// Written as the surname is, a name by its part of speech or after a title.
fn begins(doc: &Doc, i: usize, surname: usize) -> bool {
    let titled = i > 0 && titles::is_title(doc.word(i - 1));
    let alike = doc.is_capital(i) == doc.is_capital(surname);
    alike && (titled || doc.is_capital(i) && doc.syntax.upos[i] == Upos::Propn)
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(before: &str) -> String {
        format!(
            "1 {before} _
            2 Monk PROPN _ 3 nsubj Name=(PERSON)
            3 moved VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _"
        )
    }

    #[test]
    fn a_given_name_is_part_of_the_name_and_an_office_is_not() {
        let whole = Some(vec!["Ada Monk PERSON".to_owned()]);
        assert_eq!(changed("given_name", &lines("Ada PROPN _ 2 compound")), whole);
        assert_eq!(changed("given_name", &lines("Justice PROPN _ 2 compound")), None);
    }

    #[test]
    fn a_place_that_is_a_given_name_needs_the_surname_alone() {
        let lines = |second: &str| {
            format!(
                "1 Dallas PROPN _ 2 nmod Name=(GPE)
                2 Monk PROPN _ 3 nsubj Name=(PERSON)
                3 moved VERB _ 0 root SpaceAfter=No
                4 . PUNCT _ 3 punct _

                1 {second} PROPN _ 2 nsubj Name=(PERSON)
                2 waved VERB _ 0 root SpaceAfter=No
                3 . PUNCT _ 2 punct _"
            )
        };
        let whole = vec!["Dallas Monk PERSON".to_owned(), "Monk PERSON".to_owned()];
        assert_eq!(changed("given_name", &lines("Monk")), Some(whole));
        assert_eq!(changed("given_name", &lines("Berg")), None);
    }
}
