//! Whom headline or lead spoke of without the name that stands here first: "A union called for a strike. ... The
//! Teamsters", "Lawmaker urges calm ... Sen. Ada Lund".
//! Development data: fires 9 times; none of them can be judged (eval/rules.csv).

use crate::entity::discourse::Discourse;
use crate::entity::features::{Form, GrammaticalRole};
use crate::entity::{head_match, title_block};
use crate::extraction::EntityType;
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{kinds, lemmas};

/// Paragraphs after the lead in which its people and bodies are named.
const NAMED_BY: u32 = 2;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<EntityIdx> {
    let ((mention, p), entity) = (d.mention(m), d.entity(d.found.of[m]?));
    let end = title_block::end(d.doc) as usize;
    let lead = d.doc.tokens.get(end).map_or(0, |_| d.doc.paragraph(end));
    if p.paragraph > lead + NAMED_BY {
        return None;
    }
    let [first, last] = [mention.tokens.start, mention.tokens.end - 1].map(|i| d.doc.lower(i as usize));
    let is = |noun: &str| match entity.kind {
        EntityType::Org => {
            let ends = [&first, &last].into_iter().any(|w| kinds::tells(noun, w));
            ends || mention.tokens.range().any(|i| lemmas::noun(d.doc.lower(i)) == noun)
        }
        EntityType::Person => head_match::has_role(entity, noun),
        _ => false,
    };
    d.most_recent(|before| {
        let Some((known, (n, q))) = d.state.of(before).zip(d.latest_nominal(before)) else { return false };
        let spoken_of = d.entity(before);
        spoken_of.kind == entity.kind
            && !spoken_of.named
            && !known.plural
            && !is_plural_form(d, n)
            && (matches!(q.form, Form::Bare | Form::Possessed) && d.found.mentions[n].tokens.end as usize <= end
                || q.form == Form::Indefinite && q.role == GrammaticalRole::Subject && q.paragraph <= lead)
            && is(d.noun(n))
            && !q.gender.contradicts(entity.gender)
    })
}

/// "Governors" of "Governors hedge", which the tagger may take for a name.
fn is_plural_form(d: &Discourse<'_>, n: MentionId) -> bool {
    d.doc.lower(d.found.mentions[n].head as usize) != d.noun(n)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const UNION: &str = "# newpar
        1 Union NOUN NN 2 nsubj _
        2 urges VERB VBD 0 root _
        3 calm NOUN NN 2 obj _

        # newpar
        1 The DET DT 3 det _
        2 Dockers PROPN NNP 3 compound Name=(ORG
        3 Union PROPN NNP 4 nsubj Name=)
        4 spoke VERB VBD 0 root _
        5 on ADP IN 6 case _
        6 Monday PROPN NNP 4 obl _
        7 in ADP IN 10 case _
        8 the DET DT 10 det _
        9 old ADJ JJ 10 amod _
        10 hall NOUN NN 4 obl _
        11 of ADP IN 13 case _
        12 the DET DT 13 det _
        13 town NOUN NN 10 nmod _
        14 about ADP IN 16 case _
        15 the DET DT 16 det _
        16 ferry NOUN NN 4 obl SpaceAfter=No
        17 . PUNCT . 4 punct _";

    const BANK: &str = "# newpar
        1 Bank NOUN NN 2 nsubj _
        2 urges VERB VBD 0 root _
        3 calm NOUN NN 2 obj _

        # newpar
        1 The DET DT 3 det _
        2 Dockers PROPN NNP 3 compound Name=(ORG
        3 Union PROPN NNP 4 nsubj Name=)
        4 spoke VERB VBD 0 root _
        5 on ADP IN 6 case _
        6 Monday PROPN NNP 4 obl _
        7 in ADP IN 10 case _
        8 the DET DT 10 det _
        9 old ADJ JJ 10 amod _
        10 hall NOUN NN 4 obl _
        11 of ADP IN 13 case _
        12 the DET DT 13 det _
        13 town NOUN NN 10 nmod _
        14 about ADP IN 16 case _
        15 the DET DT 16 det _
        16 ferry NOUN NN 4 obl SpaceAfter=No
        17 . PUNCT . 4 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(UNION, "announced", "Dockers Union"), Some("Union".to_owned()));
        assert_eq!(antecedent(BANK, "announced", "Dockers Union"), None);
    }
}
