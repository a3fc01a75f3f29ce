//! The turns of a transcript, an interview or a call, without a word of reporting: `BERG: The boat is ready.`, `Q: When?`,
//! `Nora Lund (captain): At noon.`
//!
//! Where a name comes back, the paragraphs up to the next turn belong to the turn as well; where none does, the turns
//! stand in neighbouring paragraphs and end like sentences, for labels and headlines have colons too. Names in small
//! letters are taken for speakers only where their turns read like speech.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::acts;
use crate::frame::draft::{Done, Draft, SHOWN};
use crate::frame::runs::{STOPS, ends_in, words};
use crate::frame::types::{Cue, Frame};
use crate::lexicon::labels;
use crate::span::Tokens;
use crate::syntax::Upos;

/// Fewest turns that make a transcript.
const TURNS: usize = 2;
/// Longest name before a turn's colon, in tokens, and longest label: the name and what is said of it.
const LONGEST_NAME: usize = 5;
const LONGEST_LABEL: usize = 14;
/// Most paragraphs of one turn that no name opens.
const PARAGRAPHS: usize = 4;

/// A paragraph that a name opens: the name, what stands between it and the colon, and what stands after that.
struct Turn {
    name: Tokens,
    colon: usize,
    words: Tokens,
    /// The paragraph of the words.
    paragraph: usize,
    shouted: bool,
    /// The name stands in a paragraph of its own.
    alone: bool,
}

impl Turn {
    /// The paragraph of the name.
    fn begin(&self) -> usize {
        self.paragraph - usize::from(self.alone)
    }
}

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let all: Vec<Turn> = (0..doc.paragraphs.len()).filter_map(|p| turn(doc, p)).collect();
    let shouted = all.iter().filter(|t| t.shouted).count();
    // in a script of names in capitals other labels are none
    let turns: Vec<Turn> = all.into_iter().filter(|t| t.shouted || shouted < TURNS).collect();
    let mut done = Done::default();
    if !transcript(doc, &turns) {
        return done;
    }
    for (k, t) in turns.iter().enumerate() {
        // what follows the last turn may be no speech any more
        let next = turns.get(k + 1).map_or(t.paragraph + 1, Turn::begin).min(t.paragraph + PARAGRAPHS);
        let after = doc.paragraphs[t.paragraph + 1..next.max(t.paragraph + 1)].iter().map(|p| p.tokens);
        let content: Vec<Tokens> = std::iter::once(t.words).chain(after).collect();
        let cue = Cue { tokens: Tokens::new(t.colon, t.colon + 1), probability: SHOWN };
        let mut frame = Frame { verbatim: true, ..Frame::by_rule(cue, t.name, content, SHOWN) };
        if asked_or_answered(doc, t.name) {
            frame.source = None;
        }
        let cued = &draft.list[..draft.cued];
        let at = cued.partition_point(|f| f.cue.is_some_and(|c| c.tokens.end <= cue.tokens.start));
        match cued.get(at).and_then(|f| f.cue).filter(|c| c.tokens.overlaps(cue.tokens)) {
            Some(_) => {
                draft.list[at] = Frame { rules: std::mem::take(&mut draft.list[at].rules), ..frame };
                done.changed.push(at);
            }
            None => draft.list.push(frame),
        }
    }
    done
}

/// The turns of a text are those of a transcript.
fn transcript(doc: &Doc, turns: &[Turn]) -> bool {
    let mut names: Vec<&str> = turns.iter().map(|t| doc.slice(t.name)).collect();
    names.sort_unstable();
    let recurs = names.windows(2).any(|w| w[0] == w[1]);
    let adjoin = turns.windows(2).all(|w| w[1].paragraph == w[0].paragraph + 1);
    let ends = |t: &Turn| ends_in(doc, t.words, &STOPS);
    let ending = turns.iter().filter(|t| ends(t)).count();
    let speech = turns.iter().all(|t| t.shouted)
        || 5 * ending >= 4 * turns.len() && turns.iter().flat_map(|t| t.words.range()).any(|i| is_talk(doc, i));
    let alone = turns.iter().all(|t| t.shouted && t.alone);
    turns.len() >= TURNS && speech && (recurs || alone || adjoin && ending == turns.len())
}

/// What is said to somebody, not told: a question, "I", "we", "you".
fn is_talk(doc: &Doc, i: usize) -> bool {
    let person = || matches!(doc.lower(i), "i" | "we" | "you" | "my" | "our" | "your" | "us" | "me");
    matches!(doc.word(i), "?" | "!") || doc.syntax.upos[i] == Upos::Pron && person()
}

/// "Q", "Question", "A", "Answer": who asks and who answers, not by name.
fn asked_or_answered(doc: &Doc, name: Tokens) -> bool {
    name.len() == 1 && matches!(doc.lower(name.start as usize), "q" | "a" | "question" | "answer")
}

fn turn(doc: &Doc, paragraph: usize) -> Option<Turn> {
    let of = doc.paragraphs[paragraph].tokens;
    let first = of.range().take(2).find(|i| doc.is_word(*i))?;
    let colon = (first..of.end as usize).take(LONGEST_LABEL + 1).find(|i| doc.word(*i) == ":")?;
    // "Nora Lund (captain):", "Nora Lund, captain:"
    let end = (first..colon).find(|i| matches!(doc.word(*i), "(" | "," | "[")).unwrap_or(colon);
    let name = Tokens::new(first, end);
    let beside = Tokens { start: colon as u32 + 1, end: of.end };
    let alone = words(doc, beside) == 0;
    let below = doc.paragraphs.get(paragraph + 1).map(|p| p.tokens);
    let after = if alone { below? } else { beside };
    if name.is_empty() || name.len() > LONGEST_NAME || words(doc, after) == 0 || doc.tokens[after.start as usize].quoted
    {
        return None;
    }
    let shout = |i: usize| {
        let letters = doc.word(i).chars().filter(|c| c.is_alphabetic()).count();
        !doc.word(i).chars().any(|c| c.is_lowercase() || c.is_ascii_digit()) && (!doc.is_word(i) || letters > 1)
    };
    let shouted = name.range().all(shout);
    let particle = |i: usize| {
        i > first && matches!(doc.word(i), "de" | "da" | "del" | "van" | "von" | "der" | "bin" | "al" | "of" | "the")
    };
    let titled = |i: usize| {
        (doc.is_capital(i) || particle(i) || matches!(doc.word(i), "." | "-" | "'" | "’"))
            && !acts::is_date(doc.word(i))
    };
    let nobody = |i: usize| labels::is_heading(doc.word(i));
    let fits = (shouted || name.range().all(titled)) && !name.range().any(nobody);
    // "BERG:" over what he says; other labels head a list
    let fits = fits && (!alone || shouted && name.len() > 1);
    fits.then_some(Turn { name, colon, words: after, paragraph: paragraph + usize::from(alone), shouted, alone })
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
    fn names_stand_over_what_they_say() {
        let lines = |berg: &str| {
            format!(
                "# newpar
                1 {berg} PROPN _ 0 root SpaceAfter=No
                2 : PUNCT _ 1 punct _

                # newpar
                1 It PRON _ 2 nsubj _
                2 sank VERB _ 0 root SpaceAfter=No
                3 . PUNCT _ 2 punct _

                # newpar
                1 ADA PROPN _ 0 root _
                2 LUND PROPN _ 1 flat SpaceAfter=No
                3 : PUNCT _ 1 punct _

                # newpar
                1 So ADV _ 0 root SpaceAfter=No
                2 . PUNCT _ 1 punct _"
            )
        };
        let tom = lines("TOM").replace(
            "1 TOM PROPN _ 0 root SpaceAfter=No\n                2 : PUNCT",
            "1 TOM PROPN _ 0 root _\n                2 BERG PROPN _ 1 flat SpaceAfter=No\n                3 : PUNCT",
        );
        let want = [": | TOM BERG | It sank.", ": | ADA LUND | So."].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &tom), Some(want.to_vec()));
        assert_eq!(mended(Apply::All(apply), &lines("UPDATE")), None);
    }

    #[test]
    fn names_in_small_letters_speak_where_they_talk() {
        let lines = |answer: &str| {
            format!(
                "# newpar
                1 Host PROPN _ 4 nsubj SpaceAfter=No
                2 : PUNCT _ 4 punct _
                3 Any DET _ 4 det _
                4 regrets NOUN NNS 0 root SpaceAfter=No
                5 {answer} PUNCT _ 4 punct _

                # newpar
                1 Nora PROPN _ 8 nsubj _
                2 Lund PROPN _ 1 flat _
                3 ( PUNCT _ 4 punct SpaceAfter=No
                4 captain NOUN _ 1 appos SpaceAfter=No
                5 ) PUNCT _ 4 punct SpaceAfter=No
                6 : PUNCT _ 8 punct _
                7 None PRON _ 8 nsubj _
                8 came VERB _ 0 root SpaceAfter=No
                9 . PUNCT _ 8 punct _"
            )
        };
        let want = [": | Host | Any regrets?", ": | Nora Lund | None came."].map(str::to_owned);
        assert_eq!(mended(Apply::All(apply), &lines("?")), Some(want.to_vec()));
        assert_eq!(mended(Apply::All(apply), &lines(".")), None);
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
