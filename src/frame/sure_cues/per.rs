//! "Per" after a comma and before a name attributes: "The bridge is closed, per the Harbour Board."
//! Development data: fires 1 times; 0 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::span::Tokens;

/// "per Article 5", "per Capita" name no source.
const NOBODY: &[&str] = &["Article", "Section", "Rule", "Person", "Capita", "Day", "Year"];

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    let found = i > 0 && i + 2 < doc.tokens.len() && doc.word(i) == "per" && doc.word(i - 1) == ",";
    let named = || doc.is_capital(i + 1) || doc.word(i + 1) == "the" && doc.is_capital(i + 2);
    (found && named() && !NOBODY.contains(&doc.word(i + 1))).then(|| Tokens::new(i, i + 1))
}

#[cfg(test)]
mod tests {
    use super::at;
    use crate::frame::cues::testing::found;

    #[test]
    fn it_attributes_before_a_name() {
        let lines = "1 The DET _ 2 det _
            2 bridge NOUN _ 4 nsubj _
            3 is AUX _ 4 aux _
            4 closed VERB VBN 0 root SpaceAfter=No
            5 , PUNCT _ 6 punct _
            6 per ADP _ 9 case _
            7 the DET _ 9 det _
            8 Harbour PROPN _ 9 compound _
            9 Board PROPN _ 4 obl SpaceAfter=No
            10 . PUNCT _ 4 punct _

            1 A DET _ 2 det _
            2 boat NOUN _ 3 nsubj _
            3 costs VERB _ 0 root _
            4 nine NUM _ 5 nummod _
            5 euros SYM NNS 3 obj SpaceAfter=No
            6 , PUNCT _ 8 punct _
            7 per ADP _ 8 case _
            8 person NOUN _ 5 nmod _
            9 and CCONJ _ 10 cc _
            10 day NOUN _ 8 conj SpaceAfter=No
            11 . PUNCT _ 3 punct _";
        assert_eq!(found(at, lines), ["per"]);
    }

    #[test]
    fn an_article_of_a_law_is_no_source() {
        let lines = "1 The DET _ 2 det _
            2 bridge NOUN _ 4 nsubj _
            3 is AUX _ 4 aux _
            4 closed VERB VBN 0 root SpaceAfter=No
            5 , PUNCT _ 7 punct _
            6 per ADP _ 7 case _
            7 Article NOUN _ 4 obl _
            8 5 NUM _ 7 flat SpaceAfter=No
            9 . PUNCT _ 4 punct _";
        assert!(found(at, lines).is_empty());
    }
}
