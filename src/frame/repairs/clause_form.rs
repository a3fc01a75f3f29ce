//! A clause that ends a sentence and attributes what stands before it: "..., according to X", "..., as X announced",
//! "..., X said, who ...". Where the network finds no content there, or another sentence's, the form gives the frame.
//!
//! "The pier was sold, as the harbour board confirmed.": the content is "The pier was sold".
//! Development data: fires 1 times; 0 of 1 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::runs::words;
use crate::frame::types::{Cue, Frame};
use crate::mention::phrase;
use crate::span::Tokens;
use crate::syntax::Relation;

/// Probability of a content and a source that the form of the sentence gives.
const BY_FORM: f32 = 0.7;
/// Longest source after "according to", in tokens.
const SOURCE: usize = 16;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some((cue, (before, source))) = frame.cue.and_then(|c| Some((c, parts(doc, c)?))) else { return false };
    let here = |c: &Tokens| c.overlaps(before) || c.start >= cue.tokens.end && !relative(doc, *c, cue);
    let sentence = doc.sentence(before.start as usize);
    if frame.content.iter().any(|c| doc.sentence(c.start as usize) == sentence && here(c)) {
        return false;
    }
    let rules = std::mem::take(&mut frame.rules);
    *frame = Frame { rules, ..Frame::by_rule(cue, source, vec![before], BY_FORM) };
    true
}

/// "who would not give his name", right after the cue.
fn relative(doc: &Doc, c: Tokens, cue: Cue) -> bool {
    c.start <= cue.tokens.end + 1 && matches!(doc.word(c.start as usize), "who" | "which")
}

/// What stands before the clause in its sentence, and the source in the clause; none unless a comma divides them.
fn parts(doc: &Doc, cue: Cue) -> Option<(Tokens, Tokens)> {
    let (first, end) = (cue.tokens.start as usize, cue.tokens.end as usize);
    let sentence = doc.sentences[doc.sentence(first) as usize].tokens;
    let (start, source) = if doc.lower(first) == "according" {
        let stop = (end..sentence.end as usize).take(SOURCE).find(|i| matches!(doc.word(*i), "," | "." | ";" | ":"));
        (first, Tokens::new(end, stop?))
    } else {
        let verb = doc.verb(cue.tokens)?;
        let subject = doc.syntax.dependent(verb, Relation::Nsubj).filter(|s| *s < verb)?;
        let source = phrase(doc, subject);
        let start = source.start as usize;
        let under = start > 0 && doc.word(start - 1) == "as";
        let who = || matches!(doc.word(end.min(doc.tokens.len() - 1)), "," | "who") && source.end == cue.tokens.start;
        let follows = |k: usize| doc.tokens.get(end + k).is_some() && doc.word(end + k) == "who";
        (if under { Some(start - 1) } else { (who() && (follows(0) || follows(1))).then_some(start) }?, source)
    };
    let divided = start > sentence.start as usize && doc.word(start - 1) == ",";
    let before = Tokens { start: sentence.start, end: start as u32 };
    (divided && words(doc, before) > 2 && !source.is_empty()).then_some((before, source))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_form_gives_the_content() {
        let lines = "1 The DET _ 2 det _
            2 tunnel NOUN _ 3 nsubj _
            3 flooded VERB _ 0 root _
            4 twice ADV _ 3 advmod _
            5 in ADP _ 6 case _
            6 May PROPN _ 3 obl SpaceAfter=No
            7 , PUNCT _ 12 punct _
            8 as SCONJ _ 12 mark _
            9 the DET _ 11 det _
            10 transport NOUN _ 11 compound Source=0
            11 board NOUN _ 12 nsubj Source=0
            12 confirmed VERB _ 3 advcl Cue=0
            13 on ADP _ 15 case _
            14 its PRON _ 15 nmod _
            15 website NOUN _ 12 obl SpaceAfter=No
            16 . PUNCT _ 3 punct _";
        let want = ["confirmed | the transport board | The tunnel flooded twice in May,"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn a_content_of_the_sentence_stays() {
        let lines = "1 The DET _ 2 det Content=0
            2 tunnel NOUN _ 3 nsubj Content=0
            3 flooded VERB _ 0 root Content=0
            4 twice ADV _ 3 advmod Content=0|SpaceAfter=No
            5 , PUNCT _ 10 punct _
            6 as SCONJ _ 10 mark _
            7 the DET _ 9 det Source=0
            8 transport NOUN _ 9 compound Source=0
            9 board NOUN _ 10 nsubj Source=0
            10 confirmed VERB _ 3 advcl Cue=0
            11 on ADP _ 13 case _
            12 its PRON _ 13 nmod _
            13 website NOUN _ 10 obl SpaceAfter=No
            14 . PUNCT _ 3 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }

    #[test]
    fn so_does_according_to() {
        let lines = "1 Fares NOUN NNS 3 nsubj _
            2 will AUX _ 3 aux _
            3 rise VERB _ 0 root _
            4 again ADV _ 3 advmod SpaceAfter=No
            5 , PUNCT _ 6 punct _
            6 according VERB VBG 9 case Cue=0
            7 to ADP _ 6 fixed Cue=0
            8 the DET _ 9 det Source=0
            9 union NOUN _ 3 obl Source=0|SpaceAfter=No
            10 . PUNCT _ 3 punct _";
        let want = ["according to | the union | Fares will rise again,"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }
}
