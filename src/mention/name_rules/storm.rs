//! A storm is nobody: "Hurricane Humberto ... Humberto".

use std::collections::HashSet;

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;

/// What storms are called before their names.
const STORMS: &[&str] = &["hurricane", "storm", "typhoon", "cyclone"];

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let stormy = |(t, kind): &&Name| {
        let before = (t.start as usize).checked_sub(1).map(|i| doc.lower(i));
        *kind == EntityType::Person && t.len() == 1 && before.is_some_and(|w| STORMS.contains(&w))
    };
    let storms: HashSet<&str> = names.iter().filter(stormy).map(|(t, _)| doc.lower(t.start as usize)).collect();
    for (t, kind) in names.iter_mut().filter(|(t, kind)| *kind == EntityType::Person && t.len() == 1) {
        if storms.contains(doc.lower(t.start as usize)) {
            *kind = EntityType::Event;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(what: &str) -> String {
        format!(
            "1 {what} PROPN _ 2 compound _
            2 Berta PROPN _ 3 nsubj Name=(PERSON)
            3 came VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _

            1 Berta PROPN _ 2 nsubj Name=(PERSON)
            2 passed VERB _ 0 root SpaceAfter=No
            3 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn a_storm_is_an_event_wherever_it_is_named() {
        let events = ["Berta EVENT", "Berta EVENT"].map(str::to_owned);
        assert_eq!(changed("storm", &lines("Hurricane")), Some(events.to_vec()));
        assert_eq!(changed("storm", &lines("Aunt")), None);
    }
}
