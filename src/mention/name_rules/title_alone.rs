//! A title just before a person's name is no name of its own: "Dame" of "Dame Orla Benn".

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::titles;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    for k in (1..names.len()).rev() {
        let ((before, kind), (name, of)) = (names[k - 1], names[k]);
        let title = before.len() == 1 && titles::is_title(doc.word(before.start as usize));
        let person = matches!(kind, EntityType::Person | EntityType::Org) && of == EntityType::Person;
        if title && person && before.end == name.start {
            names.remove(k - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(first: &str) -> String {
        format!(
            "1 {first} PROPN _ 4 nsubj Name=(PERSON)
            2 Orla PROPN _ 1 flat Name=(PERSON
            3 Benn PROPN _ 1 flat Name=)
            4 sang VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _"
        )
    }

    #[test]
    fn a_title_is_no_name_and_a_name_is() {
        assert_eq!(changed("title_alone", &lines("Dame")), Some(vec!["Orla Benn PERSON".to_owned()]));
        assert_eq!(changed("title_alone", &lines("Ada")), None);
    }
}
