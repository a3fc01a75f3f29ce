//! A nominal for a role is the person who holds it: "Harbour minister Ada Lund ... the minister", "Sen. Berg ... the lawmaker".
//! Development data: fires 87 times; 19 of 24 judged are right (eval/rules.csv).

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::head_match;
use crate::entity::names::roles;
use crate::ids::MentionId;
use crate::lexicon::{kinds, lemmas, places};

/// Parties, as they stand before an office.
const PARTIES: &[&str] = &[
    "conservative",
    "democratic",
    "gop",
    "green",
    "independent",
    "labour",
    "liberal",
    "libertarian",
    "republican",
    "socialist",
    "tory",
];
/// Letters of the longest short form of a title ("pres").
const ABBREVIATED: usize = 4;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    if !head_match::is_definite(d, m) {
        return None;
    }
    let (mention, noun) = (&d.found.mentions[m], d.noun(m));
    let words: Vec<&str> = mention.tokens.range().map(|i| d.doc.lower(i)).collect();
    let countries: Vec<&&str> = words.iter().filter(|w| is_of_country(w)).collect();
    let after = mention.head as usize + 1..mention.tokens.end as usize;
    let of = after
        .clone()
        .find(|i| d.doc.word(*i) == "of")
        .and_then(|i| after.clone().find(|k| *k > i && d.doc.is_capital(*k)));
    let of = of.map(|i| d.doc.lower(i));
    let fits = |role: &String, exact: bool| {
        let role = role.to_lowercase();
        let theirs: Vec<&str> = role.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let same = |w: &str| match exact {
            // "Sen." says "senator"
            true => lemmas::noun(w) == noun || w.len() <= ABBREVIATED && kinds::tells(noun, w),
            false => head_match::is_kind(noun, w),
        };
        // "the former senator" is no "Sen."; "the secretary of defense" no press secretary
        let former = words.contains(&"former") && !theirs.iter().any(|w| matches!(*w, "former" | "ex"));
        let other = of.is_some_and(|w| theirs.len() > 1 && !theirs.contains(&w));
        let clash = !countries.is_empty()
            && theirs.iter().any(|w| is_of_country(w))
            && !countries.iter().any(|w| theirs.contains(*w));
        // "the GOP nominee" is no Libertarian candidate
        let rival = words.iter().find_map(|w| party(w)).is_some_and(|mine| {
            let parties: Vec<&str> = theirs.iter().filter_map(|w| party(w)).collect();
            !parties.is_empty() && !parties.contains(&mine)
        });
        // "the Russian leader" may be a president, "the leader" is nobody's office
        let vague = noun == "leader" && !exact && countries.is_empty();
        roles::head_noun(&role).is_some_and(same) && !(clash || rival || vague || former || other)
    };
    let holder = |exact: bool| {
        let holds = |role: &String| fits(role, exact);
        d.most_recent(|e| d.entity(e).is_named_person() && d.entity(e).roles.iter().any(holds))
    };
    // the same noun before a kind of it
    holder(true).or_else(|| holder(false)).filter(|e| d.agrees(m, *e)).map(Into::into)
}

/// The party that a word names, by one of its names.
fn party(word: &str) -> Option<&str> {
    PARTIES.contains(&word).then_some(if word == "gop" { "republican" } else { word })
}

/// "Norwegian", "US".
fn is_of_country(word: &str) -> bool {
    places::is_demonym(word) || places::country(word).is_some_and(|_| word.len() < 5)
}

#[cfg(test)]
mod tests {
    use crate::entity::trial::antecedent;

    const HOLDER: &str = "1 Minister NOUN NN 2 compound _
        2 Ada PROPN NNP 4 nsubj Name=(PERSON
        3 Lund PROPN NNP 2 flat Name=)
        4 waved VERB VBD 0 root SpaceAfter=No
        5 . PUNCT . 4 punct _

        1 The DET DT 2 det _
        2 minister NOUN NN 3 nsubj _
        3 left VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    const OTHER: &str = "1 Captain NOUN NN 2 compound _
        2 Ada PROPN NNP 4 nsubj Name=(PERSON
        3 Lund PROPN NNP 2 flat Name=)
        4 waved VERB VBD 0 root SpaceAfter=No
        5 . PUNCT . 4 punct _

        1 The DET DT 2 det _
        2 minister NOUN NN 3 nsubj _
        3 left VERB VBD 0 root SpaceAfter=No
        4 . PUNCT . 3 punct _";

    #[test]
    fn fires_and_does_not() {
        assert_eq!(antecedent(HOLDER, "role_holder", "The minister"), Some("Ada Lund".to_owned()));
        assert_eq!(antecedent(OTHER, "role_holder", "The minister"), None);
    }

    #[test]
    fn parties_tell_candidates_apart() {
        let said = |party: &str| {
            let lines = format!(
                "1 Libertarian ADJ JJ 2 amod _
                2 candidate NOUN NN 3 compound _
                3 Ada PROPN NNP 5 nsubj Name=(PERSON
                4 Lund PROPN NNP 3 flat Name=)
                5 waved VERB VBD 0 root SpaceAfter=No
                6 . PUNCT . 5 punct _

                1 The DET DT 3 det _
                2 {party} ADJ JJ 3 amod _
                3 candidate NOUN NN 4 nsubj _
                4 left VERB VBD 0 root SpaceAfter=No
                5 . PUNCT . 4 punct _"
            );
            antecedent(&lines, "role_holder", &format!("The {party} candidate"))
        };
        assert_eq!(said("Libertarian"), Some("Ada Lund".to_owned()));
        assert_eq!(said("GOP"), None);
    }
}
