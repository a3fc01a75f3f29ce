//! A quotation beside a colon, a dash or brackets, without a verb: `And this from Lund: "The wall will hold."`,
//! `"We were robbed" – Lund furious`, `"We lost," (Lund, captain)`.
//! Development data: fires 5 times; 3 of 5 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::draft::{Done, Draft, NOBODY, SHOWN};
use crate::frame::people::{announced, is_speaker, subject, whole};
use crate::frame::runs::{STOPS, ends_in, has_word, is_dash};
use crate::frame::types::{Cue, Frame};
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Most tokens of a lead.
const LEAD: usize = 40;

pub(super) fn apply(doc: &Doc, draft: &mut Draft) -> Done {
    let owners = draft.owners(doc);
    for q in doc.quotations.iter().filter(|q| q.depth == 0 && q.continues.is_none() && q.close.is_some()) {
        let run = Tokens { start: q.open, end: q.end };
        if !has_word(doc, run) || run.range().any(|i| owners[i] != NOBODY) {
            continue;
        }
        if let Some((sign, source)) = before(doc, run).or_else(|| after(doc, run)) {
            let cue = Cue { tokens: Tokens::new(sign, sign + 1), probability: SHOWN };
            draft.list.push(Frame::by_rule(cue, source, vec![run], SHOWN));
        }
    }
    Done::default()
}

/// The colon or dash before a quotation, and whom its lead names.
fn before(doc: &Doc, run: Tokens) -> Option<(usize, Tokens)> {
    let sign = (run.start as usize).checked_sub(1)?;
    let dash = is_dash(doc.word(sign));
    if !dash && doc.word(sign) != ":" {
        return None;
    }
    let (here, there) = (doc.paragraph(run.start as usize), doc.paragraph(sign));
    let start = doc.sentences[doc.sentence(sign) as usize].tokens.start as usize;
    let lead = Tokens::new(start.max(sign.saturating_sub(LEAD)), sign);
    if lead.is_empty() || here > there + 1 || dash && here != there {
        return None;
    }
    // a dash sets off what the subject has: "Lund had one regret – ..."
    let named = if dash { complete(doc, run).then(|| subject(doc, lead)).flatten() } else { announced(doc, lead) };
    Some((sign, named.filter(|s| !s.has(sign))?))
}

/// A quotation of a clause, not of a name or a term.
fn complete(doc: &Doc, run: Tokens) -> bool {
    let verb = |i: usize| matches!(doc.syntax.upos[i], Upos::Verb | Upos::Aux);
    doc.is_capital(run.start as usize + 1) && run.range().any(verb)
}

/// The colon, dash or bracket after a quotation that begins its sentence, and the name that it introduces.
fn after(doc: &Doc, run: Tokens) -> Option<(usize, Tokens)> {
    let sign = run.end as usize;
    let count = doc.tokens.len();
    let opens = doc.sentences[doc.sentence(run.start as usize) as usize].tokens.start == run.start;
    if !opens || sign + 1 >= count || doc.paragraph(sign) != doc.paragraph(run.start as usize) {
        return None;
    }
    let bracket = doc.word(sign) == "(";
    if !bracket && doc.word(sign) != ":" && !is_dash(doc.word(sign)) {
        return None;
    }
    let end = doc.sentences[doc.sentence(sign + 1) as usize].tokens.end as usize;
    let said = complete(doc, run) || ends_in(doc, run, &STOPS) || ends_in(doc, run, &[","]);
    let named = named(doc, Tokens::new(sign + 1, end)).filter(|_| said);
    let top = || {
        let top = top(doc, sign + 1, end).filter(|top| is_speaker(doc, *top))?;
        complete(doc, run).then(|| whole(doc, top))
    };
    Some((sign, named.or_else(top)?))
}

/// The words up to the end of the name that a clause begins with ("Rovers chief Nora Lund hits out").
fn named(doc: &Doc, clause: Tokens) -> Option<Tokens> {
    let noun = |i: &usize| matches!(doc.syntax.upos[*i], Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn);
    let run = Tokens::new(clause.start as usize, clause.range().take_while(noun).last()? + 1);
    (doc.syntax.upos[run.end as usize - 1] == Upos::Propn).then_some(run)
}

/// The noun that begins at a token: the topmost word of its phrase, not that of its clause.
fn top(doc: &Doc, first: usize, end: usize) -> Option<usize> {
    let inside = |r: Relation| {
        matches!(r, Relation::Det | Relation::Amod | Relation::Compound | Relation::Flat | Relation::Nummod)
    };
    let mut i = first;
    while let Some(h) = doc.syntax.head(i).filter(|h| inside(doc.syntax.relation[i]) && (first..end).contains(h)) {
        i = h;
    }
    matches!(doc.syntax.upos[i], Upos::Noun | Upos::Propn).then_some(i)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn the_lead_names_who_speaks() {
        let lines = r#"1 And CCONJ _ 2 cc _
            2 this PRON _ 0 root _
            3 from ADP _ 4 case _
            4 Lund PROPN _ 2 nmod SpaceAfter=No
            5 : PUNCT _ 9 punct _
            6 " PUNCT _ 9 punct SpaceAfter=No
            7 Walls NOUN NNS 9 nsubj _
            8 will AUX _ 9 aux _
            9 hold VERB _ 2 parataxis SpaceAfter=No
            10 . PUNCT _ 9 punct SpaceAfter=No
            11 " PUNCT _ 9 punct _"#;
        assert_eq!(mended(Apply::All(apply), lines), Some(vec![r#": | Lund | "Walls will hold.""#.to_owned()]));
    }

    #[test]
    fn a_name_after_the_dash_speaks() {
        let lines = r#"1 " PUNCT _ 4 punct SpaceAfter=No
            2 We PRON _ 4 nsubj _
            3 were AUX _ 4 aux _
            4 robbed VERB VBN 0 root SpaceAfter=No
            5 " PUNCT _ 4 punct _
            6 – PUNCT _ 8 punct _
            7 Lund PROPN _ 8 nsubj _
            8 furious ADJ _ 4 parataxis _"#;
        assert_eq!(mended(Apply::All(apply), lines), Some(vec![r#"– | Lund | "We were robbed""#.to_owned()]));
    }

    #[test]
    fn a_title_is_not_said() {
        let lines = r#"1 " PUNCT _ 3 punct SpaceAfter=No
            2 Wall PROPN _ 3 compound _
            3 Tales PROPN NNPS 0 root SpaceAfter=No
            4 " PUNCT _ 3 punct _
            5 – PUNCT _ 6 punct _
            6 Lund PROPN _ 3 appos _"#;
        assert_eq!(mended(Apply::All(apply), lines), None);
    }

    #[test]
    fn a_book_is_nobody() {
        let lines = r#"1 " PUNCT _ 3 punct SpaceAfter=No
            2 The DET _ 3 det _
            3 Wall NOUN _ 0 root SpaceAfter=No
            4 " PUNCT _ 3 punct SpaceAfter=No
            5 : PUNCT _ 7 punct _
            6 a DET _ 7 det _
            7 novel NOUN _ 3 parataxis _
            8 of ADP _ 10 case _
            9 the DET _ 10 det _
            10 sea NOUN _ 7 nmod _"#;
        assert_eq!(mended(Apply::All(apply), lines), None);
    }
}
