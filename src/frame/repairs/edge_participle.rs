//! What a participle says of the last noun belongs to it: "to sign a law | extending the cuts".
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::runs::trimmed;
use crate::frame::types::Frame;
use crate::span::Tokens;
use crate::syntax::Relation;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let syntax = &doc.syntax;
    let cue = frame.cue.map(|c| c.tokens);
    let Some(last) = frame.content.last_mut() else { return false };
    let next = last.end as usize;
    if next >= doc.tokens.len() || doc.tokens[next - 1].quoted != doc.tokens[next].quoted {
        return false;
    }
    let hangs = syntax.relation[next] == Relation::Acl
        && syntax.participle[next]
        && syntax.head(next).is_some_and(|h| last.has(h) && h + 4 > next);
    let run = Tokens { start: last.start, end: syntax.right[next] };
    let free = !cue.is_some_and(|c| c.overlaps(Tokens { start: last.end, end: run.end }));
    if !hangs || !free || doc.sentence(next) != doc.sentence(run.end as usize - 1) {
        return false;
    }
    *last = trimmed(doc, run);
    true
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    fn lines(relation: &str) -> String {
        format!(
            "1 Lund PROPN _ 2 nsubj Source=0
            2 vowed VERB _ 0 root Cue=0
            3 to PART _ 4 mark Content=0
            4 sign VERB _ 2 xcomp Content=0
            5 a DET _ 6 det Content=0
            6 law NOUN _ 4 obj Content=0
            7 extending VERB VBG {relation} _
            8 cuts NOUN NNS 7 obj SpaceAfter=No
            9 . PUNCT _ 2 punct _"
        )
    }

    #[test]
    fn it_goes_on_with_the_participle() {
        let want = ["vowed | Lund | to sign a law extending cuts"].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), &lines("6 acl")), Some(want.to_vec()));
    }

    #[test]
    fn an_adverbial_clause_is_the_reporters() {
        assert_eq!(mended(Apply::Each(apply), &lines("2 advcl")), None);
    }
}
