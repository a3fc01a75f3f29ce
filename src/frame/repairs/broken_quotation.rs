//! A quotation that its clause breaks has a second half, if no other frame has it: `"The pier is old," said Lund. "It
//! will be rebuilt."`

use crate::doc::Doc;
use crate::frame::repair::{Done, Draft, NOBODY};
use crate::frame::runs::words;
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let (mut owners, mut done) = (draft.owners(doc), Done::default());
    for (k, f) in draft.list.iter_mut().enumerate() {
        if let Some(run) = second_half(doc, f)
            && run.range().filter(|i| owners[*i] != NOBODY).count() * 2 <= run.len()
        {
            f.content.push(run);
            owners[run.range()].fill(k as u32);
            done.changed.push(k);
        }
    }
    done
}

/// The quotation after the clause of the cue, in the same paragraph.
fn second_half(doc: &Doc, frame: &Frame) -> Option<Tokens> {
    let (cue, last) = (frame.cue?, frame.content.last().copied()?);
    if last.start > cue.tokens.start || !doc.tokens[last.start as usize].quoted {
        return None;
    }
    let clause = frame.source.map_or(cue.tokens.end, |s| s.end.max(cue.tokens.end));
    let k = doc.quotations.partition_point(|q| q.open < clause.max(last.end));
    let q = doc.quotations.get(k).filter(|q| q.depth == 0 && q.open < clause + 3)?;
    let (run, open) = (Tokens { start: q.open, end: q.end }, q.open as usize);
    let gap = (clause as usize..open).all(|i| !doc.is_word(i));
    (gap && words(doc, run) > 1 && doc.paragraph(open) == doc.paragraph(cue.tokens.start as usize)).then_some(run)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::repair::Apply;
    use crate::frame::repair::testing::mended;

    #[test]
    fn the_second_half_is_joined() {
        let lines = r#"1 " PUNCT _ 5 punct Content=0|SpaceAfter=No
            2 The DET _ 3 det Content=0
            3 pier NOUN _ 5 nsubj Content=0
            4 is AUX _ 5 cop Content=0
            5 old ADJ _ 8 ccomp Content=0|SpaceAfter=No
            6 , PUNCT _ 5 punct Content=0|SpaceAfter=No
            7 " PUNCT _ 5 punct Content=0
            8 said VERB _ 0 root Cue=0
            9 Lund PROPN _ 8 nsubj Source=0|SpaceAfter=No
            10 . PUNCT _ 8 punct _

            1 " PUNCT _ 5 punct SpaceAfter=No
            2 It PRON _ 5 nsubj _
            3 will AUX _ 5 aux _
            4 be AUX _ 5 aux _
            5 rebuilt VERB VBN 0 root SpaceAfter=No
            6 . PUNCT _ 5 punct SpaceAfter=No
            7 " PUNCT _ 5 punct _"#;
        let want = [r#"said | Lund | "The pier is old," / "It will be rebuilt.""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn words_between_them_part_two_quotations() {
        let lines = r#"1 " PUNCT _ 5 punct Content=0|SpaceAfter=No
            2 The DET _ 3 det Content=0
            3 pier NOUN _ 5 nsubj Content=0
            4 is AUX _ 5 cop Content=0
            5 old ADJ _ 8 ccomp Content=0|SpaceAfter=No
            6 , PUNCT _ 5 punct Content=0|SpaceAfter=No
            7 " PUNCT _ 5 punct Content=0
            8 said VERB _ 0 root Cue=0
            9 Lund PROPN _ 8 nsubj Source=0
            10 on ADP _ 11 case _
            11 Monday PROPN _ 8 obl _
            12 before ADP _ 14 case _
            13 a DET _ 14 det _
            14 crowd NOUN _ 8 obl SpaceAfter=No
            15 . PUNCT _ 8 punct _

            1 " PUNCT _ 5 punct SpaceAfter=No
            2 It PRON _ 5 nsubj _
            3 will AUX _ 5 aux _
            4 be AUX _ 5 aux _
            5 rebuilt VERB VBN 0 root SpaceAfter=No
            6 . PUNCT _ 5 punct SpaceAfter=No
            7 " PUNCT _ 5 punct _"#;
        assert_eq!(mended(Apply::All(apply), lines), None);
    }
}
