//! A name goes on over a hyphen: "Paris Jackson | - | Lee" is one person.

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let mut k = 0;
    while k + 1 < names.len() {
        let ((a, kind), (b, next)) = (names[k], names[k + 1]);
        let hyphen = a.end as usize;
        let close = |i: usize, j: usize| doc.tokens[i].span.end == doc.tokens[j].span.start;
        let joined = b.start as usize == hyphen + 1
            && doc.word(hyphen) == "-"
            && close(hyphen - 1, hyphen)
            && close(hyphen, hyphen + 1);
        // not "the Lund-Berg talks"
        if joined && kind == EntityType::Person && a.len() > 1 && b.len() == 1 && next == kind {
            names[k].0.end = b.end;
            names.remove(k + 1);
        } else {
            k += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(space: &str) -> String {
        format!(
            "1 Ada PROPN _ 5 nsubj Name=(PERSON
            2 Berg PROPN _ 1 flat Name=)|SpaceAfter=No
            3 - PUNCT _ 4 punct {space}
            4 Lund PROPN _ 1 flat Name=(PERSON)
            5 left VERB _ 0 root SpaceAfter=No
            6 . PUNCT _ 5 punct _"
        )
    }

    #[test]
    fn a_hyphen_joins_and_a_dash_does_not() {
        assert_eq!(changed("hyphen", &lines("SpaceAfter=No")), Some(vec!["Ada Berg-Lund PERSON".to_owned()]));
        assert_eq!(changed("hyphen", &lines("_")), None);
    }
}
