//! Who is told is no part of what is told: "told his men, 'Go'" has the content "'Go'", "asked the keeper, Ola Brun, whether he
//! would stay" begins with "whether", "explained to the man that it had sunk" with "that".
//! Development data: fires 2 times; 0 of 2 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::lexicon::{lemmas, nouns};
use crate::mention::person;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Verbs whose object is told.
const VERBS: &[&str] = &["tell", "ask", "warn", "remind", "inform", "assure"];
/// Words that what is told begins with.
const OPENS: &[&str] = &["that", "whether", "if", "why", "how", "what", "when", "where"];
/// Tokens of the longest phrase for who is told.
const LONGEST: usize = 10;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(verb) = frame.cue.and_then(|c| doc.verb(c.tokens)) else { return false };
    let Some(first) = frame.content.first_mut() else { return false };
    let start = first.start as usize;
    let told = VERBS.contains(&lemmas::verb(doc.lower(verb))) || to_somebody(doc, *first);
    if !told
        || doc.tokens[start].quoted
        || start <= verb
        || start > verb + 2
        || !matches!(doc.syntax.upos[start], Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron)
    {
        return false;
    }
    let end = (start + LONGEST).min(first.end as usize);
    let opens = |i: &usize| doc.tokens[*i].quoted || OPENS.contains(&doc.word(*i)) && doc.word(*i - 1) != "of";
    let Some(at) = (start + 1..end).find(opens) else { return false };
    // no verb of its own stands before: "told the truth hurts, ..." is said
    let phrase = (start..at).all(|i| !matches!(doc.syntax.upos[i], Upos::Verb | Upos::Aux | Upos::Sconj));
    let subject = (start..at).any(|i| doc.syntax.relation[i] == Relation::Nsubj && doc.syntax.head(i) != Some(verb));
    if phrase && !subject {
        first.start = at as u32;
    }
    phrase && !subject
}

/// "explained to | the man that ...", not "pointed to | the fact that ...".
fn to_somebody(doc: &Doc, content: Tokens) -> bool {
    let start = content.start as usize;
    let noun = |i: &usize| matches!(doc.syntax.upos[*i], Upos::Noun | Upos::Propn | Upos::Pron);
    let head = (start..content.end as usize).take(LONGEST).find(noun);
    let person = |i: usize| match doc.syntax.upos[i] {
        Upos::Noun => nouns::is_person(lemmas::noun(doc.lower(i))),
        _ => person(doc.word(i)).is_some(),
    };
    start > 0 && doc.word(start - 1) == "to" && head.is_some_and(person)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(whether: &str) -> String {
        format!(
            "1 Lund PROPN _ 2 nsubj Source=0
            2 asked VERB _ 0 root Cue=0
            3 the DET _ 4 det Content=0
            4 keeper NOUN _ 2 obj Content=0
            5 {whether} SCONJ _ 7 mark Content=0
            6 it PRON _ 7 nsubj Content=0
            7 held VERB _ 2 ccomp Content=0|SpaceAfter=No
            8 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn who_it_is_explained_to_hears() {
        let lines = |noun: &str| {
            format!(
                "1 Lund PROPN _ 2 nsubj Source=0
                2 explained VERB _ 0 root Cue=0
                3 to ADP _ 5 case Cue=0
                4 the DET _ 5 det Content=0
                5 {noun} NOUN _ 2 obl Content=0
                6 that SCONJ _ 8 mark Content=0
                7 it PRON _ 8 nsubj Content=0
                8 sank VERB _ 2 ccomp Content=0"
            )
        };
        let want = ["explained to | Lund | that it sank"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), &lines("fisherman")), Some(want.to_vec()));
        assert_eq!(mended(Apply::Each(apply), &lines("fact")), None);
    }

    #[test]
    fn who_is_asked_is_left_out() {
        let want = ["asked | Lund | whether it held"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), &lines("whether")), Some(want.to_vec()));
    }

    #[test]
    fn a_phrase_alone_stays() {
        assert_eq!(mended(Apply::Each(apply), &lines("while")), None);
    }
}
