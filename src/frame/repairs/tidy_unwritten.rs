//! Marks that the reading adds (a full stop behind a headline) are no part of anything: runs end before them, and a cue of
//! nothing else is none.

use crate::doc::Doc;
use crate::frame::types::{Cue, Frame};

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    if doc.reading.mends_nothing() {
        return;
    }
    for frame in frames {
        frame.source = frame.source.and_then(|s| doc.written(s));
        frame.content = frame.content.iter().filter_map(|c| doc.written(*c)).collect();
        match frame.cue.map(|c| (c, doc.written(c.tokens))) {
            Some((cue, Some(tokens))) => frame.cue = Some(Cue { tokens, ..cue }),
            Some((_, None)) => frame.content.clear(),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;
    use crate::span::Tokens;

    #[test]
    fn what_is_written_stays() {
        let f = Fixture::new(
            "1 Lund PROPN _ 2 nsubj Source=0
            2 said VERB _ 0 root Cue=0
            3 no INTJ _ 2 obj Content=0|SpaceAfter=No
            4 . PUNCT _ 2 punct _",
        );
        let mut frames = f.frames.clone();
        apply(&f.doc, &mut frames);
        assert_eq!(frames, f.frames);
        assert_eq!(f.doc.written(Tokens::new(0, 4)), Some(Tokens::new(0, 4)));
    }
}
