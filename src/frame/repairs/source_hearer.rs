//! The subject of a passive without an agent is spoken to or of, and nothing says who speaks: "Asked about the leak,
//! Lund ...", "Berg was accused of ...". But "is convinced that" is what its subject thinks.
//! Development data: fires 5 times; 3 of 5 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::extraction::Act;
use crate::frame::acts;
use crate::frame::draft::BY_SYNTAX;
use crate::frame::types::Frame;
use crate::lexicon::lemmas;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let (Some(cue), Some(source)) = (frame.cue, frame.source) else { return false };
    let Some(verb) = doc.verb(cue.tokens) else { return false };
    let own = doc.syntax.dependent(verb, Relation::Nsubj);
    let asked = matches!(doc.lower(verb), "asked" | "told" | "pressed" | "questioned" | "quizzed")
        && (doc.syntax.participle[verb] || doc.is_reduced(verb))
        && matches!(doc.syntax.relation[verb], Relation::Acl | Relation::Advcl)
        && own.is_none();
    let subject = || own.or_else(|| doc.syntax.dependent(doc.syntax.head(verb)?, Relation::Nsubj));
    let reports = || {
        let act = acts::act(doc, cue.tokens).map(|(_, act)| act);
        matches!(act, Some(Act::Statement | Act::Question | Act::Request | Act::Accusation))
            || lemmas::verb(doc.lower(verb)) == "expect"
    };
    let heard = doc.passive(verb) && subject().is_some_and(|s| source.has(s)) && reports();
    let agent = || source.start > 0 && doc.word(source.start as usize - 1) == "by";
    if !(asked || heard) || doc.agent(verb).is_some() || agent() {
        return false;
    }
    frame.source = None;
    frame.source_probability = BY_SYNTAX;
    true
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn who_is_asked_does_not_speak() {
        let lines = "1 Asked VERB VBN 7 advcl Cue=0
            2 about ADP _ 4 case _
            3 the DET _ 4 det Content=0
            4 leak NOUN _ 7 obl Content=0|SpaceAfter=No
            5 , PUNCT _ 7 punct _
            6 Lund PROPN _ 7 nsubj Source=0
            7 left VERB _ 0 root _
            8 the DET _ 9 det _
            9 room NOUN _ 7 obj SpaceAfter=No
            10 . PUNCT _ 7 punct _";
        let want = ["Asked | - | the leak"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn who_is_asked_whatever_the_tagger_says_does_not_speak() {
        let lines = "1 When ADV _ 2 advmod _
            2 asked VERB VBD 7 advcl Cue=0
            3 if SCONJ _ 5 mark Content=0
            4 it PRON _ 5 nsubj Content=0
            5 sank VERB _ 2 ccomp Content=0
            6 Lund PROPN _ 7 nsubj Source=0
            7 left VERB _ 0 root _";
        let want = ["asked | - | if it sank"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn who_is_convinced_thinks() {
        let lines = "1 Berg PROPN _ 3 nsubj Source=0
            2 is AUX _ 3 aux _
            3 convinced VERB VBN 0 root Cue=0
            4 that SCONJ _ 8 mark Content=0
            5 the DET _ 6 det Content=0
            6 wall NOUN _ 8 nsubj Content=0
            7 will AUX _ 8 aux Content=0
            8 hold VERB _ 3 ccomp Content=0|SpaceAfter=No
            9 . PUNCT _ 3 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }

    #[test]
    fn who_is_accused_does_not_speak() {
        let lines = "1 Berg PROPN _ 3 nsubj Source=0
            2 was AUX _ 3 aux _
            3 accused VERB VBN 0 root Cue=0
            4 of ADP _ 5 mark Content=0
            5 selling VERB VBG 3 advcl Content=0
            6 the DET _ 7 det Content=0
            7 boats NOUN NNS 5 obj Content=0|SpaceAfter=No
            8 . PUNCT _ 3 punct _";
        let want = ["accused | - | of selling the boats"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }
}
