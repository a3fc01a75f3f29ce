//! What ends in "Jr." or "Sr." is a person: "Oake Sr.".

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    for (t, kind) in names.iter_mut().filter(|(t, kind)| t.len() > 1 && !kind.is_value()) {
        if matches!(doc.word(t.end as usize - 1), "Jr." | "Jr" | "Sr." | "Sr") {
            *kind = EntityType::Person;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(last: &str) -> String {
        format!(
            "1 Oake PROPN _ 3 nsubj Name=(ORG
            2 {last} PROPN _ 1 flat Name=)
            3 sang VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct _"
        )
    }

    #[test]
    fn jr_makes_a_person_and_inc_does_not() {
        assert_eq!(changed("generation", &lines("Sr.")), Some(vec!["Oake Sr. PERSON".to_owned()]));
        assert_eq!(changed("generation", &lines("Inc.")), None);
    }
}
