//! What stands between a cue and its colon is not said, nor what stands before the cue without marks: `warned | the crew:
//! "Hold on."` becomes `"Hold on."`, `Her answer | was short: | "No."` becomes `"No."`
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::span::Tokens;

/// Tokens of the content in which the colon may stand.
const REACH: usize = 8;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.map(|c| c.tokens) else { return false };
    let mut changed = false;
    for run in frame.content.iter_mut().filter(|c| c.start >= cue.end && c.start <= cue.end + 2) {
        let colon = run.range().take(REACH).find(|i| doc.word(*i) == ":" && *i + 1 < run.end as usize);
        if let Some(i) = colon.filter(|i| doc.tokens[i + 1].quoted && !doc.tokens[run.start as usize].quoted) {
            run.start = i as u32 + 1;
            changed = true;
        }
    }
    changed | cut_lead(doc, frame, cue.start)
}

/// Drops the parts before a cue that no marks hold, if a quotation follows the cue's colon in the same sentence.
fn cut_lead(doc: &Doc, frame: &mut Frame, cue: u32) -> bool {
    let sentence = |i: u32| doc.sentence(i as usize);
    let after_colon = |c: &Tokens| {
        let quoted = doc.tokens[c.start as usize].quoted && c.start > cue && sentence(c.start) == sentence(cue);
        quoted && doc.word(c.start as usize - 1) == ":"
    };
    let parts = frame.content.len();
    if parts > 1 && frame.content.iter().any(after_colon) {
        let bare =
            |c: &Tokens| c.end <= cue && sentence(c.start) == sentence(cue) && !doc.tokens[c.start as usize].quoted;
        frame.content.retain(|c| !bare(c));
    }
    frame.content.len() < parts
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_content_begins_after_the_colon() {
        let lines = r#"1 The DET _ 2 det Source=0
            2 captain NOUN _ 3 nsubj Source=0
            3 urged VERB _ 0 root Cue=0
            4 the DET _ 5 det Content=0
            5 crew NOUN _ 3 iobj Content=0|SpaceAfter=No
            6 : PUNCT _ 8 punct Content=0
            7 " PUNCT _ 8 punct Content=0|SpaceAfter=No
            8 Hold VERB _ 3 ccomp Content=0
            9 on ADP _ 8 compound Content=0
            10 to ADP _ 12 case Content=0
            11 the DET _ 12 det Content=0
            12 rail NOUN _ 8 obl Content=0|SpaceAfter=No
            13 . PUNCT _ 8 punct Content=0|SpaceAfter=No
            14 " PUNCT _ 8 punct Content=0"#;
        let want = [r#"urged | The captain | "Hold on to the rail.""#].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn what_is_said_of_the_answer_is_not_said() {
        let lines = r#"1 Her PRON _ 2 nmod Content=0
            2 answer NOUN _ 4 nsubj Content=0
            3 was AUX _ 4 cop Cue=0
            4 short ADJ _ 0 root Cue=0|SpaceAfter=No
            5 : PUNCT _ 7 punct _
            6 " PUNCT _ 7 punct Content=0|SpaceAfter=No
            7 No INTJ _ 4 parataxis Content=0|SpaceAfter=No
            8 . PUNCT _ 7 punct Content=0|SpaceAfter=No
            9 " PUNCT _ 7 punct Content=0"#;
        let want = [r#"was short | - | "No.""#].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_colon_before_no_quotation_is_part_of_it() {
        let lines = "1 The DET _ 2 det Source=0
            2 captain NOUN _ 3 nsubj Source=0
            3 set VERB _ 0 root Cue=0
            4 out ADP _ 3 compound Cue=0
            5 two NUM _ 6 nummod Content=0
            6 rules NOUN NNS 3 obj Content=0|SpaceAfter=No
            7 : PUNCT _ 8 punct Content=0
            8 hold VERB _ 3 parataxis Content=0
            9 on ADP _ 8 compound Content=0|SpaceAfter=No
            10 , PUNCT _ 12 punct Content=0
            11 and CCONJ _ 12 cc Content=0
            12 keep VERB _ 8 conj Content=0
            13 quiet ADJ _ 12 xcomp Content=0|SpaceAfter=No
            14 . PUNCT _ 8 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
