//! A name just after the noun for a trade is that of a body: "the drugmaker Pilva", "its rival airline Norvane".

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::{given_names, nouns};
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Nouns for a house or a body that has a name, beside those of `nouns::is_enterprise`.
const HOUSES: &[&str] = &[
    "band",
    "cinema",
    "daily",
    "festival",
    "foundation",
    "gallery",
    "hotel",
    "label",
    "magazine",
    "museum",
    "nonprofit",
    "orchestra",
    "paper",
    "pub",
    "restaurant",
    "school",
    "tabloid",
    "theater",
    "theatre",
    "watchdog",
    "weekly",
];

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    use EntityType::{Event, Fac, Gpe, Loc, Person, Product, WorkOfArt};
    for (t, kind) in names.iter_mut() {
        let wrong = matches!(kind, Person | Gpe | Loc | Fac | Product | WorkOfArt | Event);
        if wrong && after_trade(doc, *t) {
            *kind = EntityType::Org;
        }
    }
}

/// "The drugmaker | Pilva said"; not "the company Lund runs", "the broker Ada Lund".
fn after_trade(doc: &Doc, name: Tokens) -> bool {
    let Some(noun) =
        (name.start as usize).checked_sub(1).filter(|i| doc.sentence(*i) == doc.sentence(name.start as usize))
    else {
        return false;
    };
    let word = doc.lower(noun);
    let known = nouns::is_enterprise(word) || HOUSES.contains(&word);
    let trade = known && doc.syntax.upos[noun] == Upos::Noun;
    let described = doc.syntax.dependents(noun).any(|j| doc.syntax.relation[j] == Relation::Det && j < noun);
    let full = name.len() > 1 && given_names::share_female(doc.word(name.start as usize)).is_some();
    let runs = name.range().any(|i| {
        let verb = doc.syntax.head(i).filter(|_| doc.syntax.relation[i] == Relation::Nsubj);
        verb.is_some_and(|v| doc.syntax.relation[v] == Relation::Acl && doc.syntax.head(v) == Some(noun))
    });
    trade && described && !runs && !(full && nouns::is_person(doc.lower(noun)))
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(noun: &str) -> String {
        format!(
            "1 The DET _ 2 det _
            2 {noun} NOUN _ 4 nsubj _
            3 Pilva PROPN _ 2 appos Name=(PERSON)
            4 grew VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _"
        )
    }

    #[test]
    fn a_drugmaker_is_a_body_and_a_painter_is_not() {
        assert_eq!(changed("trade_noun", &lines("drugmaker")), Some(vec!["Pilva ORG".to_owned()]));
        assert_eq!(changed("trade_noun", &lines("painter")), None);
    }
}
