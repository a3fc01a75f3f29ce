//! Places named for those who govern or work there: "Washington hopes", "the Kremlin". Marked, not merged.

use crate::doc::Doc;
use crate::entity::Entities;
use crate::extraction::EntityType;
use crate::frame::Frame;
use crate::ids::{IdVec, MentionId};
use crate::lexicon::{lemmas, metonyms};
use crate::mention::{Mention, phrase_at};
use crate::syntax::{Relation, Upos};

/// What cities do as cities.
const OF_PLACES: &[&str] = &[
    "be",
    "become",
    "have",
    "see",
    "host",
    "remain",
    "lie",
    "sit",
    "get",
    "look",
    "feel",
    "experience",
    "celebrate",
    "witness",
    "mark",
    "grow",
    "stand",
    "boast",
    "offer",
];
/// Prepositions of place.
const AT: &[&str] = &["in", "at", "near", "outside", "inside", "around", "across", "through", "into", "to", "from"];

/// For each mention, whether it names a place and means a body.
pub(in crate::entity) fn mark(doc: &Doc, found: &Entities, frames: &[Frame]) -> IdVec<MentionId, bool> {
    let mut speaks = vec![false; doc.tokens.len()];
    for source in frames.iter().filter_map(|f| f.source) {
        // the source itself, not a place within it ("officials in Washington")
        speaks[phrase_at(doc, source).1] = true;
    }
    found.mentions.iter().map(|m| means_a_body(doc, m, &speaks)).collect()
}

fn means_a_body(doc: &Doc, m: &Mention, speaks: &[bool]) -> bool {
    use EntityType::{Fac, Gpe, Loc, Org};
    if !m.is_name() || !matches!(m.entity, Some(Fac | Gpe | Loc | Org)) {
        return false;
    }
    let words: Vec<&str> = m.tokens.range().map(|i| doc.lower(i)).collect();
    let name = words.join(" ");
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let head = m.head as usize;
    let relation = doc.syntax.relation[head];
    let at = doc.syntax.dependent(head, Relation::Case).is_some_and(|c| AT.contains(&doc.lower(c)));
    if metonyms::is_seat(name) {
        // "a crowd outside the White House", "the White House lawn"
        return speaks[head] || !at && relation != Relation::Compound;
    }
    if !metonyms::is_capital(name) {
        return false;
    }
    let acts = relation == Relation::Nsubj
        && doc
            .syntax
            .head(head)
            .is_some_and(|v| doc.syntax.upos[v] == Upos::Verb && !OF_PLACES.contains(&lemmas::verb(doc.lower(v))));
    speaks[head] || acts
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn metonyms(lines: &str) -> Vec<String> {
        let f = Fixture::new(lines);
        let found = f.entities();
        let marked = found.metonyms.enumerated().filter(|(_, is)| **is);
        marked.map(|(m, _)| f.doc.slice(found.mentions[m].tokens).to_owned()).collect()
    }

    #[test]
    fn a_capital_that_acts_means_its_government() {
        let lines = |verb: &str| {
            format!(
                "1 Washington PROPN _ 2 nsubj Name=(GPE)
                2 {verb} VERB _ 0 root _
                3 peace NOUN _ 2 obj SpaceAfter=No
                4 . PUNCT _ 2 punct _"
            )
        };
        assert_eq!(metonyms(&lines("rejected")), ["Washington"]);
        assert!(metonyms(&lines("celebrated")).is_empty());
    }

    #[test]
    fn at_its_seat_is_a_place() {
        let lines = "1 A DET _ 2 det _
            2 crowd NOUN _ 3 nsubj _
            3 stood VERB _ 0 root _
            4 outside ADP _ 6 case _
            5 the DET _ 6 det _
            6 Kremlin PROPN _ 3 obl Name=(FAC)|SpaceAfter=No
            7 . PUNCT _ 3 punct _";
        assert!(metonyms(lines).is_empty());
    }
}
