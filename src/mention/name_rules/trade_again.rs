//! The only name before "the carmaker said" is that of the carmaker: "Velta said it had fired its chief. The carmaker said".

use super::{Name, speaks};
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::lexicon::{nouns, titles};
use crate::syntax::{Relation, Upos};

/// Sentences before the noun in which the name stands.
const BACK: u32 = 2;

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    for i in (0..doc.tokens.len()).filter(|i| is_trade(doc, *i)) {
        let noun = doc.lower(i);
        if (0..i).any(|j| doc.lower(j) == noun) {
            continue;
        }
        let before = names.iter().enumerate().filter(|(_, (t, kind))| (t.end as usize) < i && !kind.is_value());
        let before: Vec<usize> = before.map(|(k, _)| k).collect();
        let Some(first) = before.first().copied() else { continue };
        let (t, kind) = names[first];
        let word = doc.lower(t.start as usize);
        let alone = before.iter().all(|k| names[*k].0.len() == 1 && doc.lower(names[*k].0.start as usize) == word);
        let near = doc.sentence(i) - doc.sentence(t.start as usize) <= BACK;
        let titled = t.start > 0 && titles::is_title(doc.word(t.start as usize - 1));
        let gendered = (t.end as usize..i).any(|j| matches!(doc.lower(j), "he" | "she" | "his" | "her" | "him"));
        if !alone || !near || titled || gendered || kind != EntityType::Person {
            continue;
        }
        let same =
            |(t, kind): &Name| *kind == EntityType::Person && t.len() == 1 && doc.lower(t.start as usize) == word;
        for name in names.iter_mut().filter(|n| same(n)) {
            name.1 = EntityType::Org;
        }
    }
}

/// "The carmaker said": subject of a report, with an article and nothing else.
fn is_trade(doc: &Doc, i: usize) -> bool {
    let article = i > 0 && doc.lower(i - 1) == "the" && doc.syntax.upos[i] == Upos::Noun && !doc.syntax.plural[i];
    let bare = doc.syntax.dependents(i).all(|j| doc.syntax.relation[j] == Relation::Det);
    let noun = doc.lower(i);
    article && bare && nouns::is_enterprise(noun) && !nouns::is_person(noun) && speaks(doc, i)
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(pronoun: &str) -> String {
        format!(
            "1 Velta PROPN _ 2 nsubj Name=(PERSON)
            2 said VERB _ 0 root _
            3 {pronoun} PRON _ 4 nsubj _
            4 grew VERB _ 2 ccomp SpaceAfter=No
            5 . PUNCT _ 2 punct _

            1 The DET _ 2 det _
            2 carmaker NOUN _ 3 nsubj _
            3 said VERB _ 0 root _
            4 so ADV _ 3 advmod SpaceAfter=No
            5 . PUNCT _ 3 punct _"
        )
    }

    #[test]
    fn the_only_name_is_the_carmakers_unless_it_is_hers() {
        assert_eq!(changed("trade_again", &lines("it")), Some(vec!["Velta ORG".to_owned()]));
        assert_eq!(changed("trade_again", &lines("she")), None);
    }
}
