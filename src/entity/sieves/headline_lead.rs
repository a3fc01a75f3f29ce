//! What the lead speaks of anew is what the headline speaks of: "Lawmaker urges calm / A lawmaker said on Monday ...".
//! Development data: fires 17 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::entity::title_block;
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::documents;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    let end = title_block::end(d.doc);
    let lead = mention.tokens.start >= end && p.paragraph <= d.doc.paragraph(end as usize);
    let anew = p.form == Form::Indefinite || p.form == Form::Bare && p.plural;
    if end == 0 || !lead || !anew || p.kind.is_none() && !documents::is_document(d.noun(m)) {
        return None;
    }
    let same = |e: &EntityIdx| {
        let Some((n, q)) = d.latest_nominal(*e) else { return false };
        q.lemma == p.lemma
            && matches!(q.form, Form::Bare | Form::Possessed)
            && d.found.mentions[n].tokens.end <= end
            && d.agrees(m, *e)
    };
    d.state.candidates(Some(p.lemma)).into_iter().find(same).map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const ANEW: &str = "# newpar
        1 Lawmaker NOUN NN 2 nsubj _
        2 urges VERB VBD 0 root _
        3 calm NOUN NN 2 obj _

        # newpar
        1 A DET DT 2 det _
        2 lawmaker NOUN NN 3 nsubj _
        3 spoke VERB VBD 0 root _
        4 on ADP IN 5 case _
        5 Monday PROPN NNP 3 obl _
        6 in ADP IN 9 case _
        7 the DET DT 9 det _
        8 old ADJ JJ 9 amod _
        9 hall NOUN NN 3 obl _
        10 of ADP IN 12 case _
        11 the DET DT 12 det _
        12 town NOUN NN 9 nmod _
        13 about ADP IN 15 case _
        14 the DET DT 15 det _
        15 ferry NOUN NN 3 obl SpaceAfter=No
        16 . PUNCT . 3 punct _";

    const KNOWN: &str = "# newpar
        1 Lawmaker NOUN NN 2 nsubj _
        2 urges VERB VBD 0 root _
        3 calm NOUN NN 2 obj _

        # newpar
        1 The DET DT 2 det _
        2 lawmaker NOUN NN 3 nsubj _
        3 spoke VERB VBD 0 root _
        4 on ADP IN 5 case _
        5 Monday PROPN NNP 3 obl _
        6 in ADP IN 9 case _
        7 the DET DT 9 det _
        8 old ADJ JJ 9 amod _
        9 hall NOUN NN 3 obl _
        10 of ADP IN 12 case _
        11 the DET DT 12 det _
        12 town NOUN NN 9 nmod _
        13 about ADP IN 15 case _
        14 the DET DT 15 det _
        15 ferry NOUN NN 3 obl SpaceAfter=No
        16 . PUNCT . 3 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(ANEW, "headline_lead", "A lawmaker"), Some("Lawmaker".to_owned()));
        assert_eq!(antecedent(KNOWN, "headline_lead", "The lawmaker"), None);
    }
}
