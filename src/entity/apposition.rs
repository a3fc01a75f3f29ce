//! A name and a noun phrase for the same person, with a comma between: "her brother, Tom Berg,", "Tom Berg, her brother,".

use super::Mentions;
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::ids::MentionId;
use crate::lexicon::{lemmas, nouns};
use crate::mention::phrase;
use crate::syntax::Relation;

/// Mentions among which the name is looked for.
const NEAR: usize = 8;

/// The person or body whose name stands in apposition to noun `i`, before or after it, whatever the parser sees.
pub(super) fn name_beside(doc: &Doc, mentions: &Mentions, i: usize) -> Option<MentionId> {
    let syntax = &doc.syntax;
    let noun = lemmas::noun(doc.lower(i));
    let kind = if nouns::is_person(noun) { EntityType::Person } else { EntityType::Org };
    let body = || nouns::is_body(noun) || nouns::is_enterprise(noun);
    if syntax.plural[i] || kind == EntityType::Org && !body() {
        return None;
    }
    // "Zelo, a brewer in Kent,"
    let fits = |k: EntityType| k == kind || k == EntityType::Org && nouns::is_enterprise(noun);
    let named = |n: &MentionId| mentions[*n].is_name() && mentions[*n].entity.is_some_and(fits);
    let parsed = syntax.dependents(i).filter(|j| syntax.relation[*j] == Relation::Appos);
    let up = syntax.head(i).filter(|_| syntax.relation[i] == Relation::Appos);
    if let Some(n) = parsed.chain(up).find_map(|j| mentions.name_over(j).filter(named)) {
        return Some(n);
    }
    let run = phrase(doc, i);
    // "chief" of "the editor in chief, Ada Lund,"
    if run.start as usize == i
        && syntax.relation[i] == Relation::Nmod
        && syntax.dependent(i, Relation::Case).is_some_and(|c| c < i)
    {
        return None;
    }
    let word = |k: usize| if k < doc.tokens.len() && doc.sentence(k) == doc.sentence(i) { doc.word(k) } else { "." };
    // "her brother, Tom Berg, said": not in a list
    let (before, after) = ((run.start as usize).checked_sub(1), run.end as usize);
    let listed = |k: usize| {
        word(k) == "and"
            || word(k) == "or"
            || word(k) == "," && matches!(word(k + 1), "and" | "or" | "a" | "the" | "his" | "her")
    };
    // not "..., Tom Berg said"
    let closed = |k: usize| matches!(word(k), "," | "." | ";" | ")" | "—" | "–" | "-" | "”" | "\"") && !listed(k);
    let follows = (word(after) == ",").then(|| mentions.from(after as u32 + 1).next()).flatten();
    let follows = follows.filter(|n| named(n) && mentions[*n].tokens.start as usize == after + 1);
    let follows = follows.filter(|n| closed(mentions[*n].tokens.end as usize));
    follows.or_else(|| {
        let comma = before.filter(|k| word(*k) == "," && closed(after))?;
        mentions.up_to(comma, NEAR).find(|n| named(n) && mentions[*n].tokens.end as usize == comma)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn beside(after: &str) -> Option<String> {
        let lines = format!(
            "1 Said VERB VBD 0 root _
            2 her PRON PRP 3 nmod _
            3 brother NOUN NN 1 obl SpaceAfter=No
            4 , PUNCT . 5 punct _
            5 Tom PROPN NNP 1 nsubj Name=(PERSON
            6 Berg PROPN NNP 5 flat Name=)
            {after}"
        );
        let f = Fixture::new(&lines);
        let mentions = Mentions::new(&f.mentions());
        name_beside(&f.doc, &mentions, f.token("brother")).map(|m| f.doc.slice(mentions[m].tokens).to_owned())
    }

    #[test]
    fn a_comma_sets_off_a_name_unless_it_is_in_a_list() {
        assert_eq!(beside("7 . PUNCT . 1 punct _").as_deref(), Some("Tom Berg"));
        assert_eq!(beside("7 and CCONJ CC 8 cc _\n8 Eva PROPN NNP 5 conj Name=(PERSON)"), None);
    }
}
