//! The turns of a transcript, without a word of reporting: `BERG: The boat is ready.`
//!
//! Where a name comes back, the paragraphs up to the next turn belong to the turn as well; where none does, the turns
//! stand in neighbouring paragraphs and end like sentences, for labels and headlines have colons too.
//! Development data: fires 9 times; 9 of 9 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft, SHOWN};
use crate::frame::runs::words;
use crate::frame::types::{Cue, Frame};
use crate::span::Tokens;

/// Fewest turns that make a transcript.
const TURNS: usize = 2;
/// Longest name before a turn's colon, in tokens.
const LONGEST_NAME: usize = 4;
/// Most paragraphs of one turn that no name opens.
const PARAGRAPHS: usize = 4;
/// What stands in capitals before a colon and is nobody.
const LABELS: &[&str] = &[
    "ABOUT",
    "ALSO",
    "BREAKING",
    "CONTACT",
    "CORRECTION",
    "DETAILS",
    "EDITOR",
    "EXCLUSIVE",
    "GALLERY",
    "HOW",
    "INFO",
    "LISTEN",
    "LIVE",
    "MORE",
    "NOTE",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "READ",
    "RELATED",
    "SEE",
    "SOURCE",
    "TV",
    "UPDATE",
    "UPDATED",
    "VIDEO",
    "WATCH",
    "WEB",
    "WHAT",
    "WHEN",
    "WHERE",
    "WHO",
    "WHY",
];

/// A paragraph that a name in capitals opens: the name, and what stands after its colon.
struct Turn {
    name: Tokens,
    words: Tokens,
    paragraph: usize,
}

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let turns: Vec<Turn> = (0..doc.paragraphs.len()).filter_map(|p| turn(doc, p)).collect();
    if !transcript(doc, &turns) {
        return Done::default();
    }
    for (k, t) in turns.iter().enumerate() {
        let colon = Tokens { start: t.name.end, end: t.name.end + 1 };
        let cued = &draft.list[..draft.cued];
        let at = cued.partition_point(|f| f.cue.is_some_and(|c| c.tokens.end <= colon.start));
        if cued.get(at).and_then(|f| f.cue).is_some_and(|c| c.tokens.overlaps(colon)) {
            continue;
        }
        // what follows the last turn may be no speech any more
        let next = turns.get(k + 1).map_or(t.paragraph + 1, |next| next.paragraph).min(t.paragraph + PARAGRAPHS);
        let after = doc.paragraphs[t.paragraph + 1..next.max(t.paragraph + 1)].iter().map(|p| p.tokens);
        let content = std::iter::once(t.words).chain(after).collect();
        let cue = Cue { tokens: colon, probability: SHOWN };
        draft.list.push(Frame { verbatim: true, ..Frame::by_rule(cue, t.name, content, SHOWN) });
    }
    Done::default()
}

/// The turns of a text are those of a transcript.
fn transcript(doc: &Doc, turns: &[Turn]) -> bool {
    let mut names: Vec<&str> = turns.iter().map(|t| doc.slice(t.name)).collect();
    names.sort_unstable();
    let recurs = names.windows(2).any(|w| w[0] == w[1]);
    let adjoin = turns.windows(2).all(|w| w[1].paragraph == w[0].paragraph + 1);
    let ends = |t: &Turn| t.words.range().rev().take(2).any(|i| matches!(doc.word(i), "." | "!" | "?" | "…" | "..."));
    turns.len() >= TURNS && (recurs || adjoin && turns.iter().all(ends))
}

fn turn(doc: &Doc, paragraph: usize) -> Option<Turn> {
    let of = doc.paragraphs[paragraph].tokens;
    let first = of.range().take(2).find(|i| doc.is_word(*i))?;
    let colon = (first..of.end as usize).take(LONGEST_NAME + 1).find(|i| doc.word(*i) == ":")?;
    let shouted = |i: usize| {
        let letters = doc.word(i).chars().filter(|c| c.is_alphabetic()).count();
        !doc.word(i).chars().any(|c| c.is_lowercase() || c.is_ascii_digit()) && (!doc.is_word(i) || letters > 1)
    };
    let label = |i: usize| LABELS.contains(&doc.word(i));
    let name = Tokens::new(first, colon);
    let after = Tokens { start: colon as u32 + 1, end: of.end };
    let fits = !name.is_empty() && name.range().all(shouted) && !name.range().any(label) && words(doc, after) > 1;
    fits.then_some(Turn { name, words: after, paragraph })
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn names_in_capitals_speak() {
        let lines = "# newpar
            1 BERG PROPN _ 6 nsubj SpaceAfter=No
            2 : PUNCT _ 6 punct _
            3 The DET _ 4 det _
            4 boat NOUN _ 6 nsubj _
            5 is AUX _ 6 cop _
            6 ready ADJ _ 0 root SpaceAfter=No
            7 . PUNCT _ 6 punct _

            # newpar
            1 LUND PROPN _ 5 nsubj SpaceAfter=No
            2 : PUNCT _ 5 punct _
            3 Then ADV _ 5 advmod _
            4 we PRON _ 5 nsubj _
            5 sail VERB _ 0 root _
            6 tonight NOUN _ 5 obl SpaceAfter=No
            7 . PUNCT _ 5 punct _";
        let want = [": | BERG | The boat is ready.", ": | LUND | Then we sail tonight."].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn labels_do_not() {
        let lines = "# newpar
            1 UPDATE NOUN _ 0 root SpaceAfter=No
            2 : PUNCT _ 6 punct _
            3 The DET _ 4 det _
            4 boat NOUN _ 6 nsubj _
            5 is AUX _ 6 cop _
            6 ready ADJ _ 1 parataxis SpaceAfter=No
            7 . PUNCT _ 1 punct _

            # newpar
            1 PHOTO NOUN _ 0 root SpaceAfter=No
            2 : PUNCT _ 1 punct _
            3 The DET _ 4 det _
            4 crew NOUN _ 5 nsubj _
            5 waves VERB _ 1 parataxis _
            6 to ADP _ 8 case _
            7 the DET _ 8 det _
            8 crowd NOUN _ 5 obl SpaceAfter=No
            9 . PUNCT _ 1 punct _";
        assert_eq!(mended(Apply::All(apply), lines), None);
    }
}
