//! Whoever is shown a thing hears no report: "The jury was shown the film" is none, "A study shows that ..." is.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::types::Frame;
use crate::lexicon::lemmas;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let verb = frame.cue.and_then(|c| doc.verb(c.tokens)).filter(|v| lemmas::verb(doc.lower(*v)) == "show");
    let clause = |v: usize| {
        let of = |j: usize| matches!(doc.syntax.relation[j], Relation::Ccomp | Relation::Xcomp | Relation::Csubj);
        doc.syntax.dependents(v).any(of)
    };
    let is_quoted = frame.said().any(|i| doc.tokens[i].quoted);
    let drop = verb.is_some_and(|v| doc.passive(v) && !clause(v)) && !is_quoted;
    if drop {
        frame.content.clear();
    }
    drop
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn who_is_shown_a_thing_hears_nothing() {
        let lines = "1 The DET _ 2 det Content=0
            2 jury NOUN _ 4 nsubj Content=0
            3 was AUX _ 4 aux Cue=0
            4 shown VERB VBN 0 root Cue=0
            5 the DET _ 6 det Content=0
            6 film NOUN _ 4 obj Content=0|SpaceAfter=No
            7 . PUNCT _ 4 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), Some(Vec::new()));
    }

    #[test]
    fn a_study_that_shows_something_reports() {
        let lines = "1 The DET _ 2 det Source=0
            2 study NOUN _ 3 nsubj Source=0
            3 shows VERB _ 0 root Cue=0
            4 that SCONJ _ 6 mark Content=0
            5 boats NOUN NNS 6 nsubj Content=0
            6 sink VERB _ 3 ccomp Content=0|SpaceAfter=No
            7 . PUNCT _ 3 punct _";
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
