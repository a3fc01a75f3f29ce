//! A determiner or a pronoun alone is no name: "The" of "The Labour Party", whatever the network says.

use super::Name;
use crate::doc::Doc;
use crate::extraction::EntityType;
use crate::mention::pronouns::person;
use crate::syntax::Upos;

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "no", "not", "any", "some", "every", "each", "all", "both",
    "either", "neither", "such", "what", "another",
];

pub(super) fn apply(doc: &Doc, names: &mut Vec<Name>) {
    let no_name = |i: usize| {
        let closed = matches!(doc.syntax.upos[i], Upos::Det | Upos::Pron | Upos::Part | Upos::Adp);
        // "US", "WHO": a name may be written like a pronoun
        let shouted = doc.word(i).len() > 1 && !doc.word(i).chars().any(char::is_lowercase);
        closed && !shouted && (DETERMINERS.contains(&doc.lower(i)) || person(doc.word(i)).is_some())
    };
    names.retain(|(t, kind)| kind.is_value() || *kind == EntityType::WorkOfArt || !t.range().all(no_name));
}

#[cfg(test)]
mod tests {
    use crate::mention::name_rules::testing::changed;

    fn lines(article: &str) -> String {
        format!(
            "1 {article} Name=(ORG)
            2 Labour PROPN _ 3 compound Name=(ORG
            3 Party PROPN _ 4 nsubj Name=)
            4 won VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _"
        )
    }

    #[test]
    fn an_article_is_no_name_and_an_acronym_is() {
        assert_eq!(changed("function_word", &lines("The DET _ 3 det")), Some(vec!["Labour Party ORG".to_owned()]));
        assert_eq!(changed("function_word", &lines("WHO PRON _ 3 compound")), None);
    }
}
