//! A nominal in apposition: "Lund, the harbour minister,", "the harbour minister, Ada Lund", "Tom Berg, a fisherman,".
//! Development data: fires 145 times; 12 of 17 judged are right (eval/rules.csv).

use crate::entity::apposition::name_beside;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::{Form, GrammaticalRole};
use crate::extraction::EntityType;
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::nouns;
use crate::syntax::{Relation, Upos};

/// Mentions before a nominal among which the name is looked for.
const NEAR: usize = 8;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    d.nominal(m)?;
    described(d, m).filter(|e| d.agrees(m, *e)).map(Into::into)
}

fn described(d: &Discourse<'_>, m: MentionId) -> Option<EntityIdx> {
    let (mention, p) = d.mention(m);
    let (syntax, head) = (&d.doc.syntax, mention.head as usize);
    let kind = p.kind?;
    let trade = nouns::is_enterprise(d.noun(m));
    let fits = |e: &EntityIdx| {
        let k = d.entity(*e).kind;
        k == kind
            || kind == EntityType::Org && matches!(k, EntityType::Fac | EntityType::Gpe)
            // "Zelo, a brewer in Kent,"
            || kind == EntityType::Person && k == EntityType::Org && trade
    };
    if let Some(e) = set_off(d, m).filter(fits) {
        return Some(e);
    }
    if syntax.relation[head] == Relation::Appos {
        let up = syntax.head(head).filter(|h| *h < mention.tokens.start as usize)?;
        return d.found.over(up).filter(fits);
    }
    let apposition = |j: &usize| syntax.relation[*j] == Relation::Appos && *j > head;
    let named = |j: usize| d.found.mentions.name_over(j).and_then(|n| d.found.of[n]);
    let parsed = syntax.dependents(head).find(apposition).and_then(named).filter(fits);
    parsed.or_else(|| {
        let owned = matches!(p.form, Form::Definite | Form::Possessed | Form::Indefinite);
        let name = name_beside(d.doc, &d.found.mentions, head).filter(|_| owned)?;
        d.found.of[name].filter(fits)
    })
}

/// The person or body whose name stands just before, but for a comma, whatever the parser sees. Not in a list, and not where a
/// clause begins: "according to Lund, the minister said".
fn set_off(d: &Discourse<'_>, m: MentionId) -> Option<EntityIdx> {
    let ((mention, p), doc) = (d.mention(m), d.doc);
    let before = (mention.tokens.start as usize).checked_sub(1)?;
    // "Lund, then a minister,"
    let comma = if matches!(doc.word(before), "then" | "now" | "also") { before.checked_sub(1)? } else { before };
    if doc.word(comma) != "," {
        return None;
    }
    let article = matches!(p.form, Form::Definite | Form::Indefinite) && !mention.plural;
    let end = mention.tokens.end as usize;
    let word = |i: usize| doc.tokens.get(i).map_or("", |_| doc.word(i));
    let listed = word(end) == "and" || word(end) == "," && word(end + 1) == "and";
    let next = doc.tokens.get(end).map_or(Upos::Punct, |_| doc.syntax.upos[end]);
    let begins = p.role == GrammaticalRole::Subject && matches!(next, Upos::Verb | Upos::Aux | Upos::Adv);
    let closed = matches!(word(end), "," | "." | ")" | ";" | "" | "which" | "that" | "who" | "whose");
    let mentions = &d.found.mentions;
    let named = |n: &MentionId| {
        let name = &mentions[*n];
        let body = name.is_name() && name.entity == Some(EntityType::Org) && p.kind == Some(EntityType::Org) && closed;
        (name.is_person_name() || body) && name.tokens.end as usize == comma
    };
    let name = mentions.up_to(comma, NEAR).find(named).filter(|_| article && !listed && !begins)?;
    d.found.of[name]
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const SET_OFF: &str = "1 Ada PROPN NNP 7 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)|SpaceAfter=No
        3 , PUNCT . 5 punct _
        4 the DET DT 5 det _
        5 minister NOUN NN 1 appos SpaceAfter=No
        6 , PUNCT . 1 punct _
        7 waved VERB VBD 0 root SpaceAfter=No
        8 . PUNCT . 7 punct _";

    const LIST: &str = "1 Ada PROPN NNP 9 nsubj Name=(PERSON
        2 Lund PROPN NNP 1 flat Name=)|SpaceAfter=No
        3 , PUNCT . 5 punct _
        4 the DET DT 5 det _
        5 minister NOUN NN 1 conj _
        6 and CCONJ CC 8 cc _
        7 a DET DT 8 det _
        8 pilot NOUN NN 1 conj _
        9 waved VERB VBD 0 root SpaceAfter=No
        10 . PUNCT . 9 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(SET_OFF, "apposition", "the minister"), Some("Ada Lund".to_owned()));
        assert_eq!(antecedent(LIST, "apposition", "the minister"), None);
    }
}
