//! Frames stand in the order of their first token.

use crate::doc::Doc;
use crate::frame::types::Frame;

pub(super) fn apply(_: &Doc, frames: &mut [Frame]) {
    let cue = |f: &Frame| f.cue.map_or(u32::MAX, |c| c.tokens.start);
    frames.sort_by_key(|f| (f.extent().start.min(cue(f)), f.extent().start));
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::fixture::Fixture;

    #[test]
    fn the_first_word_of_cue_or_content_counts() {
        let mut f = Fixture::new(
            "1 Ferries NOUN NNS 2 nsubj Content=1
            2 run VERB _ 0 root Content=1|SpaceAfter=No
            3 . PUNCT _ 2 punct _

            1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 so ADV _ 2 advmod Content=0|SpaceAfter=No
            4 . PUNCT _ 2 punct _",
        );
        apply(&f.doc, &mut f.frames);
        assert_eq!([f.frames[0].cue.is_none(), f.frames[1].cue.is_some()], [true, true]);
    }
}
