//! Attributions that the layout shows, without a word of reporting: the turns of a transcript, a signed quotation.

use super::{Cue, Frame};
use crate::doc::Doc;
use crate::span::Tokens;

/// Most tokens of the name under a quotation.
const SIGNATURE: usize = 12;
/// Probability of a cue, a source and a content that the layout shows.
const SHOWN: f32 = 0.9;
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

/// Adds the turns of a transcript: `BERG: The boat is ready.`
///
/// Where a name comes back, the paragraphs up to the next turn belong to the turn as well; where none does, the turns
/// stand in neighbouring paragraphs and end like sentences, for labels and headlines have colons too.
pub(super) fn add_turns(doc: &Doc, frames: &mut Vec<Frame>) {
    let turns: Vec<Turn> = (0..doc.paragraphs.len()).filter_map(|p| turn(doc, p)).collect();
    if turns.len() < TURNS {
        return;
    }
    let mut names: Vec<&str> = turns.iter().map(|t| doc.slice(t.name)).collect();
    names.sort_unstable();
    let recurs = names.windows(2).any(|w| w[0] == w[1]);
    let adjoin = turns.windows(2).all(|w| w[1].paragraph == w[0].paragraph + 1);
    let ends = |t: &Turn| t.words.range().rev().take(2).any(|i| matches!(doc.word(i), "." | "!" | "?" | "…" | "..."));
    let transcript = recurs || adjoin && turns.iter().all(ends);
    if !transcript {
        return;
    }
    let learned = frames.len();
    for (k, t) in turns.iter().enumerate() {
        let colon = Tokens { start: t.name.end, end: t.name.end + 1 };
        let at = frames[..learned].partition_point(|f| f.cue.is_some_and(|c| c.tokens.end <= colon.start));
        if frames[..learned].get(at).and_then(|f| f.cue).is_some_and(|c| c.tokens.overlaps(colon)) {
            continue;
        }
        // what follows the last turn may be no speech any more
        let next = turns.get(k + 1).map_or(t.paragraph + 1, |next| next.paragraph).min(t.paragraph + PARAGRAPHS);
        let after = doc.paragraphs[t.paragraph + 1..next.max(t.paragraph + 1)].iter().map(|p| p.tokens);
        let content = std::iter::once(t.words).chain(after).collect();
        frames.push(Frame { verbatim: true, ..shown(colon, t.name, content) });
    }
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
    let words = (colon + 1..of.end as usize).filter(|i| doc.is_word(*i)).count();
    let fits = !name.is_empty() && name.range().all(shouted) && !name.range().any(label) && words > 1;
    fits.then(|| Turn { name, words: Tokens { start: colon as u32 + 1, end: of.end }, paragraph })
}

/// The frame of a quotation that is signed with a name.
pub(super) fn signed(doc: &Doc, run: Tokens) -> Option<Frame> {
    let (dash, name) = signature(doc, run)?;
    Some(shown(dash, name, vec![run]))
}

/// A frame that layout alone shows.
fn shown(cue: Tokens, source: Tokens, content: Vec<Tokens>) -> Frame {
    Frame {
        cue: Some(Cue { tokens: cue, probability: SHOWN }),
        source: Some(source),
        content,
        content_probability: SHOWN,
        source_probability: SHOWN,
        verbatim: false,
    }
}

/// `"..." — Ada Lund, Norhaven`: the dash after a paragraph of quotation, and the name that ends the paragraph or stands
/// alone in the next.
fn signature(doc: &Doc, run: Tokens) -> Option<(Tokens, Tokens)> {
    let (dash, count) = (run.end as usize, doc.tokens.len());
    if dash + 1 >= count || !matches!(doc.word(dash), "—" | "–" | "―" | "--" | "-") {
        return None;
    }
    let (own, here) = (doc.paragraph(dash - 1), doc.paragraph(dash));
    let opens = run.start == 0 || doc.paragraph(run.start as usize - 1) != doc.paragraph(run.start as usize);
    let ends = run.range().rev().take(2).any(|i| matches!(doc.word(i), "." | "!" | "?" | "…" | "..." | ","));
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
