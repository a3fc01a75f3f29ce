//! One sieve tried on a document without weights: whom it takes a mention for.

use super::discourse::{Antecedent, Discourse};
use super::resolution::{self, Learned};
use super::{before_sieves, sieves};
use crate::fixture::Fixture;
use crate::ids::{EntityIdx, MentionId};
use crate::model::RankerWeights;
use crate::rule::{RuleName, Rules};

/// The first mention of the entity that the sieve alone finds for the last mention written so, or of those named together
/// their names. What stands before is resolved by all sieves; what they leave open is new.
pub(super) fn antecedent(lines: &str, sieve: RuleName, words: &str) -> Option<String> {
    let (fixture, rules) = (Fixture::new(lines), Rules::default());
    let doc = &fixture.doc;
    let (found, speakers) = before_sieves(doc, &fixture.mentions(), &fixture.frames);
    let weights = RankerWeights { people: Vec::new(), others: Vec::new() };
    let learned = Learned::new(&weights, doc, &found);
    let order = found.mentions.in_order();
    let wanted = order.iter().rposition(|m| doc.slice(found.mentions[*m].tokens) == words);
    let wanted = wanted.unwrap_or_else(|| panic!("no mention {words:?} in {:?}", doc.text));
    let mut discourse = Discourse::new(doc, found, &fixture.frames, &speakers);
    for m in &order[..wanted] {
        resolution::next(&mut discourse, &learned, &rules, *m, &mut |_, _| None);
    }
    match ask(&discourse, &learned, sieve, order[wanted])? {
        Antecedent::Entity(e) => {
            let mentions = &discourse.found.mentions;
            let first = discourse.entity(e).mentions.iter().min_by_key(|m| mentions[**m].tokens.start);
            first.map(|m| doc.slice(mentions[*m].tokens).to_owned())
        }
        Antecedent::Coordination(k) => Some(doc.slice(discourse.coordinations[k].tokens).to_owned()),
    }
}

fn ask(discourse: &Discourse<'_>, learned: &Learned<'_>, sieve: RuleName, m: MentionId) -> Option<Antecedent> {
    if let Some(s) = sieves::REFERENCES.iter().find(|s| s.name == sieve) {
        return (s.resolve)(discourse, m);
    }
    let entity = |e: Option<EntityIdx>| e.map(Antecedent::Entity);
    if let Some(s) = sieves::AFTER_RANKER.iter().find(|s| s.name == sieve) {
        let candidates = resolution::decision(discourse, learned, m).candidates;
        return entity((s.resolve)(discourse, m, &candidates));
    }
    let s = sieves::FIRST_NAMES.iter().find(|s| s.name == sieve).unwrap_or_else(|| panic!("no sieve {sieve:?}"));
    entity((s.resolve)(discourse, m))
}
