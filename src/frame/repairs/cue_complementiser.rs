//! The complementiser belongs to the content, not to the cue: "added that | no site would close" becomes
//! "added | that no site would close", and "promised to | publish it" becomes "promised | to publish it".
//! Development data: fires 65 times; 43 of 65 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::syntax::Upos;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = &mut frame.cue else { return false };
    let last = cue.tokens.end.saturating_sub(1);
    let infinitive = doc.word(last as usize) == "to" && doc.syntax.upos[last as usize] == Upos::Part;
    if cue.tokens.len() < 2 || !infinitive && !matches!(doc.word(last as usize), "that" | "whether" | "how") {
        return false;
    }
    cue.tokens.end = last;
    if let Some(c) = frame.content.iter_mut().find(|c| c.start == last + 1) {
        c.start = last;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn that_goes_to_the_content() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 added VERB _ 0 root Cue=0
            3 that SCONJ _ 7 mark Cue=0
            4 no DET _ 5 det Content=0
            5 school NOUN _ 7 nsubj Content=0
            6 would AUX _ 7 aux Content=0
            7 close VERB _ 2 ccomp Content=0|SpaceAfter=No
            8 . PUNCT _ 2 punct _";
        let want = ["added | Lund | that no school would close"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_cue_without_it_stays() {
        let lines = "1 Lund PROPN _ 2 nsubj Source=0
            2 added VERB _ 0 root Cue=0
            3 that SCONJ _ 7 mark Content=0
            4 no DET _ 5 det Content=0
            5 school NOUN _ 7 nsubj Content=0
            6 would AUX _ 7 aux Content=0
            7 close VERB _ 2 ccomp Content=0|SpaceAfter=No
            8 . PUNCT _ 2 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
