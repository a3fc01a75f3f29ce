//! An infinitive that reports nothing itself belongs to the content: "promised to publish | the letter" becomes
//! "promised | to publish the letter". "Refused to say" stays whole, for "say" reports.
//! Development data: fires 17 times; 7 of 17 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::extraction::Act;
use crate::frame::acts;
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::Upos;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.as_mut() else { return false };
    let run = cue.tokens;
    let upos = |i: usize| doc.syntax.upos[i];
    let Some(to) = (run.start as usize + 1..run.end as usize)
        .find(|i| doc.word(*i) == "to" && upos(*i) == Upos::Part)
        .filter(|to| to + 1 < run.end as usize)
    else {
        return false;
    };
    // "to quickly sign", "to bring back", "to vote for"
    let Some(verb) = (to + 1..run.end as usize).find(|i| upos(*i) != Upos::Adv) else { return false };
    let particles = (verb + 1..run.end as usize).all(|i| matches!(upos(i), Upos::Adp | Upos::Adv));
    if upos(verb) != Upos::Verb || !particles || stays(doc, Tokens::new(run.start as usize, to), verb) {
        return false;
    }
    let Some(c) = frame.content.iter_mut().find(|c| c.start == run.end) else { return false };
    cue.tokens.end = to as u32;
    c.start = to as u32;
    true
}

/// The infinitive reports; but what is promised to be done is done later: "pledged | to endorse her".
fn stays(doc: &Doc, before: Tokens, verb: usize) -> bool {
    let promised = || matches!(acts::act(doc, before), Some((_, Act::Promise)));
    match acts::act(doc, Tokens::new(verb, verb + 1)) {
        None => false,
        Some((_, Act::Praise | Act::Denial | Act::Accusation)) => !promised(),
        Some(_) => true,
    }
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

    #[test]
    fn its_particle_and_its_adverb_go_with_it() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 vowed VERB _ 0 root Cue=0
            3 to PART _ 5 mark Cue=0
            4 quickly ADV _ 5 advmod Cue=0
            5 bring VERB _ 2 xcomp Cue=0
            6 back ADP _ 5 compound Cue=0
            7 ferries NOUN NNS 5 obj Content=0|SpaceAfter=No
            8 . PUNCT _ 2 punct _";
        let want = ["vowed | Lund | to quickly bring back ferries"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn what_is_promised_is_done_later() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 pledged VERB _ 0 root Cue=0
            3 to PART _ 4 mark Cue=0
            4 endorse VERB _ 2 xcomp Cue=0
            5 Berg PROPN _ 4 obj Content=0|SpaceAfter=No
            6 . PUNCT _ 2 punct _";
        let want = ["pledged | Lund | to endorse Berg"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }
}
