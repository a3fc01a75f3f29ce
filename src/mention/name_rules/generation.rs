//! "Jr.", "Sr.", "II" and the like belong to the person's name before them, and what ends in "Jr." or "Sr." is a person: "Oake
//! Sr.", "Samuel Pope | II".

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    for (t, kind) in names.iter_mut().filter(|(t, kind)| t.len() > 1 && !kind.is_value()) {
        if is_younger(doc.word(t.end as usize - 1)) {
            *kind = EntityType::Person;
        }
    }
    for k in 0..names.len() {
        let (t, kind) = names[k];
        let next = t.end as usize;
        let free = names.get(k + 1).is_none_or(|n| n.0.start > t.end);
        let here = next < doc.tokens.len() && doc.sentence(next) == doc.sentence(next - 1);
        if kind == EntityType::Person && t.len() > 1 && free && here {
            let number = matches!(doc.word(next), "II" | "III" | "IV") && doc.syntax.relation[next] == Relation::Flat;
            if number || is_younger(doc.word(next)) {
                names[k].0.end += 1;
            }
        }
    }
}

fn is_younger(word: &str) -> bool {
    matches!(word, "Jr." | "Jr" | "Sr." | "Sr")
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

    #[test]
    fn a_number_belongs_to_the_name_before_it() {
        let lines = |number: &str| {
            format!(
                "1 Samuel PROPN _ 4 nsubj Name=(PERSON
                2 Pope PROPN _ 1 flat Name=)
                3 {number} NUM _ 1 flat _
                4 sang VERB _ 0 root SpaceAfter=No
                5 . PUNCT _ 4 punct _"
            )
        };
        assert_eq!(changed("generation", &lines("II")), Some(vec!["Samuel Pope II PERSON".to_owned()]));
        assert_eq!(changed("generation", &lines("40")), None);
    }
}
