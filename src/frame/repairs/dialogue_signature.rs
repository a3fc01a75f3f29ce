//! A quotation that fills its paragraph and is signed with a name, after a dash: `"..." — Ada Lund, Norhaven`.
//! Development data: fires 21 times; 21 of 21 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft, FEWEST, NOBODY, SHOWN};
use crate::frame::runs::{STOPS, ends_in, is_dash, words};
use crate::frame::types::{Cue, Frame};
use crate::span::Tokens;

/// Most tokens of the name under a quotation.
const SIGNATURE: usize = 12;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let owners = draft.owners(doc);
    for q in doc.quotations.iter().filter(|q| q.depth == 0 && q.continues.is_none()) {
        let run = Tokens { start: q.open, end: q.end };
        if words(doc, run) < FEWEST || run.range().any(|i| owners[i] != NOBODY) {
            continue;
        }
        if let Some((dash, name)) = signature(doc, run) {
            draft.list.push(Frame::by_rule(Cue { tokens: dash, probability: SHOWN }, name, vec![run], SHOWN));
        }
    }
    Done::default()
}

/// The dash after a paragraph of quotation, and the name that ends the paragraph or stands
/// alone in the next.
fn signature(doc: &Doc, run: Tokens) -> Option<(Tokens, Tokens)> {
    let (dash, count) = (run.end as usize, doc.tokens.len());
    if dash + 1 >= count || !is_dash(doc.word(dash)) {
        return None;
    }
    let (own, here) = (doc.paragraph(dash - 1), doc.paragraph(dash));
    let opens = run.start == 0 || doc.paragraph(run.start as usize - 1) != doc.paragraph(run.start as usize);
    let ends = ends_in(doc, run, &STOPS) || ends_in(doc, run, &[","]);
    if here > own + 1 || !opens || !ends {
        return None;
    }
    let limit = count.min(dash + 2 + SIGNATURE);
    let end = (dash + 1..limit).find(|i| doc.paragraph(*i) != here).or((limit == count).then_some(count))?;
    let stop = (dash + 1..end).find(|i| matches!(doc.word(*i), "," | "(" | ";")).unwrap_or(end);
    let particle =
        |i: usize| matches!(doc.word(i), "of" | "de" | "da" | "del" | "van" | "von" | "der" | "bin" | "al" | "the");
    let mut words = (dash + 1..stop).filter(|i| doc.is_word(*i));
    let named = doc.is_capital(dash + 1) && words.clone().all(|i| doc.is_capital(i) || particle(i));
    let last = words.next_back()?;
    named.then(|| (Tokens::new(dash, dash + 1), Tokens::new(dash + 1, last + 1)))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_name_after_the_dash_speaks() {
        let lines = r#"# newpar
            1 " PUNCT _ 4 punct SpaceAfter=No
            2 We PRON _ 4 nsubj _
            3 shall AUX _ 4 aux _
            4 build VERB _ 0 root _
            5 the DET _ 6 det _
            6 wall NOUN _ 4 obj _
            7 again ADV _ 4 advmod SpaceAfter=No
            8 . PUNCT _ 4 punct SpaceAfter=No
            9 " PUNCT _ 4 punct _

            # newpar
            1 — PUNCT _ 2 punct _
            2 Ada PROPN _ 0 root _
            3 Lund PROPN _ 2 flat SpaceAfter=No
            4 , PUNCT _ 5 punct _
            5 Norhaven PROPN _ 2 conj _"#;
        let want = [r#"— | Ada Lund | "We shall build the wall again.""#].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn an_item_of_a_list_is_no_name() {
        let lines = r#"# newpar
            1 " PUNCT _ 4 punct SpaceAfter=No
            2 We PRON _ 4 nsubj _
            3 shall AUX _ 4 aux _
            4 build VERB _ 0 root _
            5 the DET _ 6 det _
            6 wall NOUN _ 4 obj _
            7 again ADV _ 4 advmod SpaceAfter=No
            8 . PUNCT _ 4 punct SpaceAfter=No
            9 " PUNCT _ 4 punct _

            # newpar
            1 - PUNCT _ 3 punct _
            2 tickets NOUN NNS 3 nsubj _
            3 cost VERB _ 0 root _
            4 nine NUM _ 5 nummod _
            5 euros SYM NNS 3 obl _"#;
        assert_eq!(mended(Apply::All(apply), lines), None);
    }
}
