//! A party and a state are nobody's name: "D-Calif.", "R-Ky."

use super::Name;
use crate::doc::Doc;

/// Bytes of the longest code: "D-Washington".
const LONGEST: usize = 14;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    names.retain(|(t, _)| !is_code(doc.slice(*t)));
    // "D" of "D-Calif." where the tokens are apart
    names.retain(|(t, _)| {
        let end = t.end as usize;
        let party = t.len() == 1 && matches!(doc.word(t.start as usize), "D" | "R" | "I");
        !(party && end + 1 < doc.tokens.len() && doc.word(end) == "-" && doc.is_capital(end + 1))
    });
}

fn is_code(text: &str) -> bool {
    let mut parts = text.split(['-', '–']);
    let party = parts.next().is_some_and(|p| matches!(p, "D" | "R" | "I" | "Dem" | "Rep"));
    party
        && text.len() <= LONGEST
        && parts.next().is_some_and(|s| s.starts_with(char::is_uppercase))
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(party: &str, state: &str) -> String {
        format!(
            "1 Lund PROPN _ 7 nsubj Name=(PERSON)
            2 ( PUNCT _ 3 punct SpaceAfter=No
            3 {party} PROPN _ 5 compound Name=(PERSON|SpaceAfter=No
            4 - PUNCT _ 5 punct SpaceAfter=No
            5 {state} PROPN _ 1 appos Name=)|SpaceAfter=No
            6 ) PUNCT _ 3 punct _
            7 left VERB _ 0 root SpaceAfter=No
            8 . PUNCT _ 7 punct _"
        )
    }

    #[test]
    fn a_code_is_no_name() {
        assert_eq!(changed("party_code", &lines("D", "Calif.")), Some(vec!["Lund PERSON".to_owned()]));
        assert_eq!(changed("party_code", &lines("Day", "Lewis")), None);
    }
}
