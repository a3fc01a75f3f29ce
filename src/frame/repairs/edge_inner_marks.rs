//! What is said within somebody's words stands in marks of its own, if there are some just after the cue: of `"He told me,
//! 'Sell,' and I did"` the content is `'Sell,'`.
//! Development data: see eval/rules.csv.

use crate::doc::Doc;
use crate::frame::QUOTED_REPORT;
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::Relation;

/// Tokens after the cue in which the marks must open.
const NEAR: u32 = 6;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(cue) = frame.cue.filter(|_| frame.rules.contains(&QUOTED_REPORT)) else { return false };
    let end = cue.tokens.end;
    let k = doc.quotations.partition_point(|q| q.open < end);
    let inner = doc.quotations[k..].iter().take_while(|q| q.open < end + NEAR).find(|q| q.depth > 0);
    let content = match (inner, frame.content.as_slice()) {
        (Some(q), _) => vec![Tokens { start: q.open, end: q.end }],
        (None, [one]) => vec![up_to_the_next(doc, *one)],
        _ => return false,
    };
    let changed = frame.content != content;
    frame.content = content;
    changed
}

/// Without the clause that the outer speaker goes on with: "that it is a duty | but this makes it hard".
fn up_to_the_next(doc: &Doc, run: Tokens) -> Tokens {
    let syntax = &doc.syntax;
    let goes_on = |i: &usize| {
        let clause = syntax.head(*i).filter(|_| syntax.relation[*i] == Relation::Cc);
        doc.word(*i) == "but" && clause.is_some_and(|v| syntax.dependent(v, Relation::Nsubj).is_some_and(|s| s > *i))
    };
    let end = run.range().skip(1).find(goes_on).map_or(run.end, |i| i as u32);
    Tokens { start: run.start, end }
}
