//! A part of the content without a word is none.

use crate::doc::Doc;
use crate::frame::runs::has_word;
use crate::frame::types::Frame;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    frames.iter_mut().for_each(|f| f.content.retain(|c| has_word(doc, *c)));
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::fixture::Fixture;

    #[test]
    fn a_full_stop_alone_is_no_content() {
        let mut f = Fixture::new(
            "1 Ferries NOUN NNS 3 nsubj Content=0
            2 soon ADV _ 3 advmod _
            3 run VERB _ 0 root SpaceAfter=No
            4 . PUNCT _ 3 punct Content=0",
        );
        apply(&f.doc, &mut f.frames);
        let content: Vec<&str> = f.frames[0].content.iter().map(|c| f.doc.slice(*c)).collect();
        assert_eq!(content, ["Ferries"]);
    }
}
