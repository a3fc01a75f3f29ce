//! The first word of a body's name stands for it, though the network took it for a person: "It sued Halden Foods. Halden said".

use std::collections::HashSet;

use super::{Name, full_names};
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::{kinds, titles};

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let body = |n: &&Name| n.1 == EntityType::Org && n.0.len() > 1;
    let own = |n: &Name| !kinds::bears_a_name(doc.word(n.0.end as usize - 1));
    let bodies: HashSet<&str> =
        names.iter().filter(body).filter(|n| own(n)).map(|(t, _)| doc.lower(t.start as usize)).collect();
    if bodies.is_empty() {
        return;
    }
    let mut people: HashSet<&str> = full_names(names).flat_map(|t| t.range()).map(|i| doc.lower(i)).collect();
    let one = |n: &Name| n.1 == EntityType::Person && n.0.len() == 1;
    // "Mr. Halden", "Mayor Halden" is somebody wherever he is named
    let titled = |i: usize| i > 0 && titles::is_title(doc.word(i - 1));
    people.extend(
        names.iter().filter(|n| one(n) && titled(n.0.start as usize)).map(|(t, _)| doc.lower(t.start as usize)),
    );
    for (t, kind) in names.iter_mut().filter(|n| one(n)) {
        let word = doc.lower(t.start as usize);
        if bodies.contains(word) && !people.contains(word) {
            *kind = EntityType::Org;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(kind: &str) -> String {
        format!(
            "1 Halden PROPN _ 2 compound Name=(ORG
            2 {kind} PROPN _ 3 nsubj Name=)
            3 closed VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _

            1 Halden PROPN _ 2 nsubj Name=(PERSON)
            2 said VERB _ 0 root _
            3 so ADV _ 2 advmod SpaceAfter=No
            4 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn the_short_name_is_the_body() {
        let bodies = ["Halden Foods ORG", "Halden ORG"].map(str::to_owned);
        assert_eq!(changed("short_body", &lines("Foods")), Some(bodies.to_vec()));
        assert_eq!(changed("short_body", &lines("Foundation")), None);
    }
}
