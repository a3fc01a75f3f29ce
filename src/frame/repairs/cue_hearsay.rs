//! What somebody is said to have said, they say: in "Lund is said to have told the crew that ..." the cue is "told", and the
//! subject of the passive speaks.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::BY_SYNTAX;
use crate::frame::people::whole;
use crate::frame::runs::cut;
use crate::frame::types::{Cue, Frame};
use crate::lexicon::{acts, lemmas};
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let hearsay = cue.range().find(|i| doc.syntax.upos[*i] == Upos::Verb && is_hearsay(doc, *i) && doc.passive(*i));
    let Some((upper, verb)) = hearsay.and_then(|i| Some((i, told(doc, i)?))) else { return false };
    let Some(subject) = doc.syntax.dependent(upper, Relation::Nsubj) else { return false };
    let start = cue.range().find(|i| *i > upper && doc.word(*i) == "have").unwrap_or(verb) as u32;
    let end = cue.end.max(verb as u32 + 1);
    frame.cue = frame.cue.map(|c| Cue { tokens: Tokens { start, end }, ..c });
    let who = whole(doc, subject);
    cut(&mut frame.content, Tokens { start: who.start, end });
    frame.source = Some(who);
    frame.source_probability = BY_SYNTAX;
    true
}

fn is_hearsay(doc: &Doc, i: usize) -> bool {
    const VERBS: [&str; 8] = ["say", "allege", "believe", "report", "think", "understand", "rumour", "claim"];
    VERBS.contains(&lemmas::verb(doc.lower(i)))
}

/// The verb of reporting after "to have".
fn told(doc: &Doc, upper: usize) -> Option<usize> {
    let words = |k: usize| if k < doc.tokens.len() { doc.word(k) } else { "" };
    let verb = upper + 3;
    let is_report = || doc.syntax.upos[verb] == Upos::Verb && acts::act(lemmas::verb(doc.lower(verb))).is_some();
    (words(upper + 1) == "to" && words(upper + 2) == "have" && verb < doc.tokens.len() && is_report()).then_some(verb)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn who_is_said_to_have_said_it_speaks() {
        let lines = "1 Lund PROPN _ 3 nsubj Content=0
            2 is AUX _ 3 aux Cue=0
            3 said VERB VBN 0 root Cue=0
            4 to PART _ 6 mark Cue=0
            5 have AUX _ 6 aux Cue=0
            6 told VERB VBN 3 xcomp Cue=0
            7 the DET _ 8 det _
            8 crew NOUN _ 6 obj _
            9 that SCONJ _ 11 mark Content=0
            10 boats NOUN NNS 11 nsubj Content=0
            11 sank VERB _ 6 ccomp Content=0|SpaceAfter=No
            12 . PUNCT _ 3 punct _";
        let want = ["have told | Lund | that boats sank"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn who_is_said_to_have_done_it_does_not() {
        let lines = "1 Lund PROPN _ 3 nsubj Content=0
            2 is AUX _ 3 aux Cue=0
            3 said VERB VBN 0 root Cue=0
            4 to PART _ 6 mark Content=0
            5 have AUX _ 6 aux Content=0
            6 sunk VERB VBN 3 xcomp Content=0
            7 the DET _ 8 det Content=0
            8 boat NOUN _ 6 obj Content=0|SpaceAfter=No
            9 . PUNCT _ 3 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
