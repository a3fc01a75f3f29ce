//! An infinitive that reports nothing itself belongs to the content: "promised to publish | the letter" becomes
//! "promised | to publish the letter". "Refused to say" stays whole, for "say" reports.
//! Development data: fires 14 times; 7 of 14 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::Upos;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.as_mut() else { return false };
    let run = cue.tokens;
    let last = run.end as usize - 1;
    let to = (run.start as usize + 1..last).find(|i| doc.word(*i) == "to" && doc.syntax.upos[*i] == Upos::Part);
    let Some(to) = to.filter(|to| to + 1 == last && doc.syntax.upos[last] == Upos::Verb) else { return false };
    let reports = acts::act(doc, Tokens::new(last, last + 1)).is_some();
    let Some(c) = frame.content.iter_mut().find(|c| !reports && c.start == run.end) else { return false };
    cue.tokens.end = to as u32;
    c.start = to as u32;
    true
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn an_infinitive_goes_to_the_content() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 promised VERB _ 0 root Cue=0
            3 to PART _ 4 mark Cue=0
            4 publish VERB _ 2 xcomp Cue=0
            5 the DET _ 6 det Content=0
            6 letter NOUN _ 4 obj Content=0|SpaceAfter=No
            7 . PUNCT _ 2 punct _";
        let want = ["promised | Lund | to publish the letter"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn an_infinitive_that_reports_stays() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 refused VERB _ 0 root Cue=0
            3 to PART _ 4 mark Cue=0
            4 say VERB _ 2 xcomp Cue=0
            5 why ADV _ 4 advmod Content=0
            6 the DET _ 7 det Content=0
            7 bridge NOUN _ 9 nsubj Content=0
            8 was AUX _ 9 aux Content=0
            9 shut VERB VBN 4 ccomp Content=0|SpaceAfter=No
            10 . PUNCT _ 2 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
