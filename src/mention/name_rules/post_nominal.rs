//! Degrees, orders and offices after a person's name are no names: "D.V.M." of "Tivo Hask, D.V.M.,".

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::titles;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let letters = |i: usize| titles::is_post_nominal(doc.word(i));
    for (t, _) in names.iter_mut().filter(|(_, kind)| *kind == EntityType::Person) {
        // "Orla Benn DBE", "Ada Lund, Ph.D."
        while t.len() > 2 && (letters(t.end as usize - 1) || !doc.is_word(t.end as usize - 1)) {
            t.end -= 1;
        }
    }
    let mut person: Option<u32> = None;
    names.retain(|(t, kind)| {
        let near = |end: u32| {
            let between = (end..t.start).all(|i| matches!(doc.word(i as usize), "," | "(" | "and"));
            end <= t.start
                && t.start - end <= 1
                && between
                && doc.sentence(end as usize - 1) == doc.sentence(t.start as usize)
        };
        let own = t.range().all(|i| letters(i) || !doc.is_word(i)) && person.is_some_and(near);
        if own || *kind == EntityType::Person {
            person = Some(t.end);
        }
        !own
    });
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(kind: &str) -> String {
        format!(
            "1 Tivo PROPN _ 6 nsubj Name=({kind}
            2 Hask PROPN _ 1 flat Name=)|SpaceAfter=No
            3 , PUNCT _ 1 punct _
            4 D.V.M. PROPN _ 1 appos Name=(ORG)|SpaceAfter=No
            5 , PUNCT _ 1 punct _
            6 rode VERB _ 0 root SpaceAfter=No
            7 . PUNCT _ 6 punct _"
        )
    }

    #[test]
    fn a_degree_belongs_to_its_holder_and_a_state_to_nobody() {
        assert_eq!(changed("post_nominal", &lines("PERSON")), Some(vec!["Tivo Hask PERSON".to_owned()]));
        assert_eq!(changed("post_nominal", &lines("GPE")), None);
    }
}
