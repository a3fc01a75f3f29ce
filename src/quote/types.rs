//! Entities of the types that a reader wants.

use crate::extraction::{Extraction, Types};
use crate::ids::EntityId;

/// Leaves out the entities of other types, but for those that a quote or an entity that stays names.
pub fn leave_out(extraction: &mut Extraction, types: Types) {
    let mut stays: Vec<bool> = extraction.entities.iter().map(|e| types.has(e.kind)).collect();
    for e in extraction.quotes.iter().flat_map(|q| q.speaker.into_iter().chain(q.addressee)) {
        stays[e.0 as usize] = true;
    }
    // nobody is affiliated with what is affiliated itself
    for (i, e) in extraction.entities.iter().enumerate() {
        if let Some(body) = e.affiliation.filter(|_| stays[i]) {
            stays[body.0 as usize] = true;
        }
    }
    let mut next = 0..;
    let ids: Vec<Option<EntityId>> =
        stays.iter().map(|stays| if *stays { next.next().map(EntityId) } else { None }).collect();
    let of = |e: EntityId| ids[e.0 as usize];
    let mut place = 0..stays.len();
    extraction.entities.retain(|_| place.next().is_some_and(|i| stays[i]));
    for e in &mut extraction.entities {
        e.affiliation = e.affiliation.and_then(of);
    }
    for q in &mut extraction.quotes {
        q.speaker = q.speaker.and_then(of);
        q.addressee = q.addressee.and_then(of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::EntityType::{Date, Gpe, Org, Person};
    use crate::extraction::{Act, Entity, EntityType, Gender, Quote, QuoteKind};
    use crate::span::Span;

    fn entity(kind: EntityType, name: &str, affiliation: Option<u32>) -> Entity {
        Entity {
            kind,
            name: name.into(),
            aliases: Vec::new(),
            roles: Vec::new(),
            affiliation: affiliation.map(EntityId),
            gender: Gender::Unknown,
            gender_guess: None,
            salience: 0.5,
            in_headline: false,
            mentions: Vec::new(),
        }
    }

    fn extraction() -> Extraction {
        let list = [(Date, "May", None), (Person, "Ada", Some(3)), (Gpe, "Ruhla", None), (Org, "Port", None)];
        let span = Span { start: 0, end: 1 };
        let quote = Quote {
            kind: QuoteKind::Direct,
            content: vec![span],
            cue: None,
            source: None,
            sentence: span,
            speaker: Some(EntityId(1)),
            addressee: None,
            relayed_by: None,
            act: Act::Statement,
            anonymous: false,
            negated: false,
            duplicate: false,
            confidence: 1.0,
        };
        Extraction {
            id: String::new(),
            text: "a".into(),
            model: String::new(),
            language: String::new(),
            warnings: Vec::new(),
            entities: list.map(|(kind, name, body)| entity(kind, name, body)).into(),
            quotes: vec![quote],
        }
    }

    fn left(types: Types) -> (Vec<String>, Option<u32>) {
        let mut it = extraction();
        leave_out(&mut it, types);
        (it.entities.iter().map(|e| e.name.clone()).collect(), it.quotes[0].speaker.map(|e| e.0))
    }

    #[test]
    fn whom_a_quote_or_a_person_names_stays() {
        assert_eq!(left(Types::new([Gpe])), (["Ada", "Ruhla", "Port"].map(Into::into).into(), Some(0)));
        assert_eq!(left(Types::new([Person])), (["Ada", "Port"].map(Into::into).into(), Some(0)));
        assert_eq!(left(Types::new([Date])), (["May", "Ada", "Port"].map(Into::into).into(), Some(1)));
    }

    #[test]
    fn every_type_is_every_entity() {
        let mut it = extraction();
        leave_out(&mut it, Types::ALL);
        assert_eq!(it, extraction());
    }
}
