//! Who is told is no part of what is told: "told his men, 'Go'" has the content "'Go'", "asked the keeper, Ola Brun, whether he
//! would stay" begins with "whether".
//! Development data: fires 1 times; 0 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::lexicon::lemmas;
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
    let told = VERBS.contains(&lemmas::verb(doc.lower(verb))) && !doc.tokens[start].quoted;
    if !told
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
    fn who_is_asked_is_left_out() {
        let want = ["asked | Lund | whether it held"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), &lines("whether")), Some(want.to_vec()));
    }

    #[test]
    fn a_phrase_alone_stays() {
        assert_eq!(mended(Apply::Each(apply), &lines("while")), None);
    }
}
