//! Contents have no punctuation at their ends but the marks of their quotations; contents and sources hold a word.

use crate::doc::Doc;
use crate::frame::runs::{has_word, trimmed};
use crate::frame::types::Frame;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    for frame in frames {
        frame.source = frame.source.filter(|s| has_word(doc, *s));
        frame.content.iter_mut().for_each(|c| *c = trimmed(doc, *c));
        frame.content.retain(|c| has_word(doc, *c));
    }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::fixture::Fixture;

    #[test]
    fn marks_at_the_ends_go() {
        let mut f = Fixture::new(
            "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0|SpaceAfter=No
            3 , PUNCT _ 2 punct Content=0
            4 ferries NOUN NNS 5 nsubj Content=0
            5 run VERB _ 2 ccomp Content=0|SpaceAfter=No
            6 . PUNCT _ 2 punct Content=0",
        );
        apply(&f.doc, &mut f.frames);
        let content: Vec<&str> = f.frames[0].content.iter().map(|c| f.doc.slice(*c)).collect();
        assert_eq!(content, ["ferries run"]);
    }
}
