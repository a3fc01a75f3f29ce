//! Parts of a content stand in the order of the text; those with nothing but punctuation between them are one.

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::span::Tokens;

/// Most tokens of punctuation between two parts of one content.
const GAP: u32 = 3;

pub(super) fn apply(doc: &Doc, frames: &mut [Frame]) {
    for frame in frames.iter_mut().filter(|f| f.content.len() > 1) {
        frame.content.sort();
        let mut out: Vec<Tokens> = Vec::new();
        for c in frame.content.drain(..) {
            match out.last_mut() {
                Some(last) if adjoin(doc, *last, c) => last.end = last.end.max(c.end),
                _ => out.push(c),
            }
        }
        frame.content = out;
    }
}

fn adjoin(doc: &Doc, a: Tokens, b: Tokens) -> bool {
    b.start <= a.end
        || (b.start - a.end <= GAP
            && (a.end as usize..b.start as usize).all(|i| !doc.is_word(i))
            && doc.paragraph(a.end as usize - 1) == doc.paragraph(b.start as usize))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::fixture::Fixture;

    #[test]
    fn a_comma_parts_nothing_and_a_word_does() {
        let mut f = Fixture::new(
            "1 Ferries NOUN NNS 2 nsubj Content=0
            2 run VERB _ 0 root Content=0|SpaceAfter=No
            3 , PUNCT _ 2 punct _
            4 boats NOUN NNS 5 nsubj Content=0
            5 stop VERB _ 2 conj Content=0
            6 and CCONJ _ 7 cc _
            7 trains NOUN NNS 2 conj Content=0|SpaceAfter=No
            8 . PUNCT _ 2 punct _",
        );
        apply(&f.doc, &mut f.frames);
        let content: Vec<&str> = f.frames[0].content.iter().map(|c| f.doc.slice(*c)).collect();
        assert_eq!(content, ["Ferries run, boats stop", "trains"]);
    }
}
