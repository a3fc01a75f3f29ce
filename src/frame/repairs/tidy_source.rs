//! A source has no punctuation at its ends.

use crate::doc::Doc;
use crate::frame::runs::trimmed;
use crate::frame::types::Frame;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    for source in frames.iter_mut().filter_map(|f| f.source.as_mut()) {
        *source = trimmed(doc, *source);
    }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::fixture::Fixture;

    #[test]
    fn a_comma_is_no_part_of_it() {
        let mut f = Fixture::new(
            "1 Lund PROPN _ 3 nsubj Source=0|SpaceAfter=No
            2 , PUNCT _ 3 punct Source=0
            3 said VERB _ 0 root Cue=0
            4 so ADV _ 3 advmod Content=0|SpaceAfter=No
            5 . PUNCT _ 3 punct _",
        );
        apply(&f.doc, &mut f.frames);
        assert_eq!(f.frames[0].source, Some(f.run("Lund")));
    }
}
