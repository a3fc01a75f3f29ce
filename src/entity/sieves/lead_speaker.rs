//! Who speaks in the lead by office alone is the one whose name speaks first in the next paragraph: "..., the director of the
//! port has said. / Ada Lund told ...". Not of one who is given an office there, who may be another.
//! Development data: fires 0 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::ids::MentionId;
use crate::lexicon::titles;

/// Paragraphs before the last that may be the lead: headline, caption, byline.
const LEAD_BY: u32 = 3;
/// Tokens of the shortest lead.
const SHORTEST: usize = 12;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    let doc = d.doc;
    let lead = doc.paragraphs[p.paragraph as usize].tokens;
    let ends = lead.range().rev().find(|i| doc.is_written(*i)).is_some_and(|i| doc.word(i) == ".");
    let office = p.form == Form::Definite && !p.plural && titles::is_office(doc.word(mention.head as usize));
    let leads = p.paragraph <= LEAD_BY && lead.len() >= SHORTEST && ends;
    let next = doc.paragraphs.get(p.paragraph as usize + 1).filter(|_| office && leads)?.tokens;
    let mentions = &d.found.mentions;
    let person = |n: &MentionId| mentions[*n].is_person_name();
    if !d.attribution.speaks(m) || d.between(lead.start, next.start).any(|n| person(&n)) {
        return None;
    }
    let named = d.between(next.start, next.end).find(person)?;
    let e = d.found.of[named]?;
    let first = doc.sentence(mentions[named].head as usize) == doc.sentence(next.start as usize);
    let speaks = first && mentions[named].tokens.len() > 1 && d.attribution.speaks(named);
    (speaks && d.entity(e).roles.is_empty() && d.agrees(m, e)).then_some(e.into())
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    fn article(name: &str) -> String {
        let long = (8..40).map(|i| format!("{i} fast ADV RB 7 advmod Content=0")).collect::<Vec<_>>().join("\n");
        format!(
            "# newpar
            1 The DET DT 2 det Source=0
            2 director NOUN NN 3 nsubj Source=0
            3 said VERB VBD 0 root Cue=0
            4 that SCONJ IN 7 mark Content=0
            5 ferries NOUN NNS 7 nsubj Content=0
            6 will AUX MD 7 aux Content=0
            7 run VERB VB 3 ccomp Content=0
            {long}
            40 . PUNCT . 3 punct _

            # newpar
            {name}
            4 told VERB VBD 0 root Cue=1
            5 us PRON PRP 4 iobj _
            6 that SCONJ IN 8 mark Content=1
            7 they PRON PRP 8 nsubj Content=1
            8 run VERB VBP 4 ccomp Content=1|SpaceAfter=No
            9 . PUNCT . 4 punct _"
        )
    }

    #[test]
    fn fires_and_does_not() {
        let named = article(
            "1 Now ADV RB 4 advmod _
            2 Ada PROPN NNP 4 nsubj Name=(PERSON|Source=1
            3 Lund PROPN NNP 2 flat Name=)|Source=1",
        );
        assert_eq!(antecedent(&named, "lead_speaker", "The director"), Some("Ada Lund".to_owned()));
        let other = article(
            "1 Mayor NOUN NN 2 compound Source=1
            2 Ada PROPN NNP 4 nsubj Name=(PERSON|Source=1
            3 Lund PROPN NNP 2 flat Name=)|Source=1",
        );
        assert_eq!(antecedent(&other, "lead_speaker", "The director"), None);
    }
}
