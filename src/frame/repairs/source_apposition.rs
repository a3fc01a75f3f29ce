//! Who is named speaks, not the words beside the name: of "From the desk of Hugo Lund, chief economist:" the source is
//! "Hugo Lund".
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::mention::{phrase, phrase_at};
use crate::syntax::{Relation, Upos};

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(source) = frame.source else { return false };
    let (_, top) = phrase_at(doc, source);
    let name = doc.syntax.head(top).filter(|h| doc.syntax.relation[top] == Relation::Appos && !source.has(*h));
    let Some(name) = name.filter(|h| doc.syntax.upos[*h] == Upos::Propn && doc.syntax.upos[top] == Upos::Noun) else {
        return false;
    };
    let named = phrase(doc, name);
    let apart = !named.overlaps(source) && named.end <= source.start;
    if apart {
        frame.source = Some(named);
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(relation: &str) -> String {
        format!(
            r#"1 From ADP _ 2 case _
            2 Lund PROPN _ 9 obl SpaceAfter=No
            3 , PUNCT _ 5 punct _
            4 chief ADJ _ 5 amod Source=0
            5 economist NOUN _ 2 {relation} Source=0|SpaceAfter=No
            6 : PUNCT _ 9 punct Cue=0
            7 " PUNCT _ 9 punct Content=0|SpaceAfter=No
            8 Rates NOUN NNS 9 nsubj Content=0
            9 fall VERB _ 0 root Content=0|SpaceAfter=No
            10 . PUNCT _ 9 punct Content=0|SpaceAfter=No
            11 " PUNCT _ 9 punct Content=0"#
        )
    }

    #[test]
    fn the_name_speaks() {
        let want = [r#": | Lund | "Rates fall.""#].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), &lines("appos")), Some(want.to_vec()));
    }

    #[test]
    fn a_noun_of_its_own_stays() {
        assert_eq!(mended(Apply::Each(apply), &lines("conj")), None);
    }
}
