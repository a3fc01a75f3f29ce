//! What is said within somebody's words stands in marks of its own, if there are some just after the cue: of `"He told me,
//! 'Sell,' and I did"` the content is `'Sell,'`.
//! Development data: fires 1 times; 0 of 1 judged are right (eval/rules.csv).

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// The content after the repair of a frame that the rule found, else none.
    fn repaired(lines: &str) -> Option<String> {
        let f = Fixture::new(lines);
        let mut frame = f.frames[0].clone();
        frame.rules.push(QUOTED_REPORT);
        apply(&f.doc, &mut frame).then(|| f.doc.slice(frame.content[0]).to_owned())
    }

    fn lines(but: &str) -> String {
        format!(
            "1 “ PUNCT _ 3 punct SpaceAfter=No
            2 She PRON _ 3 nsubj Source=0
            3 said VERB _ 11 ccomp Cue=0
            4 it PRON _ 5 nsubj Content=0
            5 sank VERB _ 3 ccomp Content=0
            6 {but} CCONJ _ 8 cc Content=0
            7 we PRON _ 8 nsubj Content=0
            8 knew VERB _ 5 conj Content=0|SpaceAfter=No
            9 ” PUNCT _ 3 punct _
            10 Lund PROPN _ 11 nsubj _
            11 said VERB _ 0 root SpaceAfter=No
            12 . PUNCT _ 11 punct _"
        )
    }

    #[test]
    fn the_outer_speaker_goes_on_after_but() {
        assert_eq!(repaired(&lines("but")).as_deref(), Some("it sank"));
        assert_eq!(repaired(&lines("and")), None);
    }

    #[test]
    fn marks_of_its_own_are_the_content() {
        let lines = "1 “ PUNCT _ 3 punct SpaceAfter=No
            2 He PRON _ 3 nsubj Source=0
            3 told VERB _ 10 ccomp Cue=0
            4 me PRON _ 3 obj Content=0|SpaceAfter=No
            5 , PUNCT _ 7 punct Content=0
            6 ‘ PUNCT _ 7 punct Content=0|SpaceAfter=No
            7 Sell VERB _ 3 ccomp Content=0|SpaceAfter=No
            8 ’ PUNCT _ 7 punct Content=0|SpaceAfter=No
            9 ” PUNCT _ 3 punct _
            10 said VERB _ 0 root _
            11 Lund PROPN _ 10 nsubj SpaceAfter=No
            12 . PUNCT _ 10 punct _";
        assert_eq!(repaired(lines).as_deref(), Some("‘Sell’"));
    }
}
