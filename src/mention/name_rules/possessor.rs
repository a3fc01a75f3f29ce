//! Whose somebody with a full name is, is a body: "Slate's Ben Mathis" writes for it, though the network took it for a surname.
//! Not where it is part of somebody's full name, or somebody is addressed so.

use std::collections::HashSet;

use super::{Name, full_names};
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::{given_names, titles};

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let owns = |pair: &[Name]| {
        let ((a, first), (b, second)) = (pair[0], pair[1]);
        let people = first == EntityType::Person && second == EntityType::Person;
        let given = given_names::share_female(doc.word(a.start as usize)).is_some();
        people
            && a.len() == 1
            && b.len() > 1
            && b.start == a.end + 1
            && doc.is_possessive_ending(a.end as usize)
            && !given
    };
    let mut bodies: HashSet<&str> =
        names.windows(2).filter(|p| owns(p)).map(|p| doc.lower(p[0].0.start as usize)).collect();
    if bodies.is_empty() {
        return;
    }
    for word in full_names(names).flat_map(|t| t.range()) {
        bodies.remove(doc.lower(word));
    }
    let single = |(t, kind): &&mut Name| *kind == EntityType::Person && t.len() == 1;
    let titled = |i: usize| i > 0 && titles::is_title(doc.word(i - 1));
    for i in names.iter_mut().filter(single).map(|(t, _)| t.start as usize).filter(|i| titled(*i)) {
        bodies.remove(doc.lower(i));
    }
    for (_, kind) in names.iter_mut().filter(single).filter(|(t, _)| bodies.contains(doc.lower(t.start as usize))) {
        *kind = EntityType::Org;
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(last: &str) -> String {
        format!(
            "1 Slate PROPN NNP 3 nmod Name=(PERSON)|SpaceAfter=No
            2 's PART POS 1 case _
            3 Ben PROPN NNP 5 nsubj Name=(PERSON
            4 Mathis PROPN NNP 3 flat Name=)
            5 met VERB VBD 0 root _
            6 Ada PROPN NNP 5 obj Name=(PERSON
            7 {last} PROPN NNP 6 flat Name=)|SpaceAfter=No
            8 . PUNCT . 5 punct _"
        )
    }

    #[test]
    fn fires_and_does_not() {
        let want = ["Slate ORG", "Ben Mathis PERSON", "Ada Lund PERSON"].map(str::to_owned);
        assert_eq!(changed("possessor", &lines("Lund")), Some(want.to_vec()));
        assert_eq!(changed("possessor", &lines("Slate")), None);
    }
}
