//! Who has a turn in a dialogue in which people speak is a person: "ANA RUIZ: We will win." / "PIET MAAS: I doubt it." / "RUIZ:".

use super::{Name, surnames};
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::given_names;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let turn = |t: Tokens| {
        let (start, end) = (t.start as usize, t.end as usize);
        let begins = start == 0
            || doc.sentence(start - 1) != doc.sentence(start)
            || doc.paragraph(start - 1) != doc.paragraph(start);
        begins && end < doc.tokens.len() && doc.word(end) == ":"
    };
    if !names.iter().any(|(t, kind)| *kind == EntityType::Person && turn(*t)) {
        return;
    }
    let surnames = surnames(doc, names);
    let person = |t: Tokens| match t.len() {
        1 => surnames.contains(doc.lower(t.start as usize)),
        2 => t.range().all(|i| shouted(doc.word(i))) || given_names::share_female(doc.word(t.start as usize)).is_some(),
        _ => false,
    };
    for (t, kind) in
        names.iter_mut().filter(|(_, kind)| matches!(kind, EntityType::Org | EntityType::Gpe | EntityType::Product))
    {
        if turn(*t) && person(*t) {
            *kind = EntityType::Person;
        }
    }
}

fn shouted(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(second: &str) -> String {
        format!(
            "# newpar
            1 ANA PROPN _ 4 nsubj Name=(PERSON
            2 RUIZ PROPN _ 1 flat Name=)|SpaceAfter=No
            3 : PUNCT _ 4 punct _
            4 Go VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _

            # newpar
            1 {second} PROPN _ 3 nsubj Name=(GPE)|SpaceAfter=No
            2 : PUNCT _ 3 punct _
            3 Stay VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _"
        )
    }

    #[test]
    fn a_surname_takes_a_turn_and_a_place_does_not() {
        let people = ["ANA RUIZ PERSON", "RUIZ PERSON"].map(str::to_owned);
        assert_eq!(changed("speaking_turn", &lines("RUIZ")), Some(people.to_vec()));
        assert_eq!(changed("speaking_turn", &lines("OSLO")), None);
    }
}
