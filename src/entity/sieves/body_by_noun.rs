//! A nominal for a body is the one with that noun in its name, or a word for its kind: "the Foreign Ministry ... the
//! ministry", "Barclays Bank ... the lender". Nouns before it must be in the name too: "the appeals court" is no Supreme Court.
//! Development data: fires 81 times; 6 of 10 judged are right (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::head_match;
use crate::extraction::EntityType;
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::{kinds, lemmas, nouns};
use crate::mention::Mention;
use crate::syntax::Upos;

/// Names of an entity that are looked at.
const NAMES: usize = 4;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, doc, noun) = (&d.found.mentions[m], d.doc, d.noun(m));
    if !nouns::is_body(noun) || !head_match::is_definite(d, m) {
        return None;
    }
    let before = mention.tokens.range().take_while(|i| *i < mention.head as usize);
    let modifiers: Vec<&str> =
        before.filter(|i| doc.syntax.upos[*i] == Upos::Noun).map(|i| lemmas::noun(doc.lower(i))).collect();
    // "the Lund campaign" is no Campaign for Ferries; "the Norhaven bank" says where it is
    let of_somebody = |i: &usize| {
        let name = d.found.mentions.name_over(*i).and_then(|n| d.found.mentions[n].entity);
        matches!(name, Some(EntityType::Person | EntityType::Org)) && doc.is_word(*i)
    };
    let theirs = mention.tokens.range().filter(of_somebody).map(|i| doc.lower(i));
    let theirs: Vec<&str> = theirs.filter(|w| !matches!(*w, "the" | "'s" | "’s")).collect();
    let names = |e: EntityIdx| {
        let names = d.entity(e).mentions.iter().map(|m| &d.found.mentions[*m]);
        names.filter(|m| m.is_name()).take(NAMES)
    };
    let has = |name: &Mention, noun: &str| name.tokens.range().any(|i| lemmas::noun(doc.lower(i)) == noun);
    // any body may be "the company": "Inc." says little of one that has done nothing so far
    let acted = |e: EntityIdx| d.state.of(e).is_some_and(|known| known.subjects > 0);
    let is = |name: &Mention, e: EntityIdx| {
        let ends = [name.tokens.start, name.tokens.end - 1].map(|i| doc.lower(i as usize));
        let told = ends.iter().any(|w| kinds::tells(noun, w)) && (!matches!(noun, "company" | "firm") || acted(e));
        has(name, noun) || told || noun == "ministry" && has(name, "office")
    };
    let body = |e: EntityIdx| {
        let entity = d.entity(e);
        entity.named
            && matches!(entity.kind, EntityType::Org | EntityType::Fac)
            && names(e).any(|name| is(name, e))
            && modifiers.iter().all(|n| names(e).any(|name| has(name, n)))
            && theirs.iter().all(|w| names(e).any(|name| name.tokens.range().any(|i| doc.lower(i) == *w)))
    };
    d.most_recent(body).filter(|e| d.agrees(m, *e)).map(Into::into)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const SAME: &str = "1 The DET DT 4 det _
        2 Norhaven PROPN NNP 4 compound Name=(ORG
        3 Port PROPN NNP 4 compound _
        4 Authority PROPN NNP 5 nsubj Name=)
        5 met VERB VBD 0 root SpaceAfter=No
        6 . PUNCT . 5 punct _

        1 The DET DT 2 det _
        2 authority NOUN NN 3 nsubj _
        3 left VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    const OTHER: &str = "1 The DET DT 4 det _
        2 Norhaven PROPN NNP 4 compound Name=(ORG
        3 Port PROPN NNP 4 compound _
        4 Authority PROPN NNP 5 nsubj Name=)
        5 met VERB VBD 0 root SpaceAfter=No
        6 . PUNCT . 5 punct _

        1 The DET DT 3 det _
        2 health NOUN NN 3 compound _
        3 authority NOUN NN 4 nsubj _
        4 left VERB VBD 0 root SpaceAfter=No
        5 . PUNCT . 4 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(SAME, "body_by_noun", "The authority"), Some("Norhaven Port Authority".to_owned()));
        assert_eq!(antecedent(OTHER, "body_by_noun", "The health authority"), None);
    }
}
