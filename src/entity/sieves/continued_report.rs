//! Who goes on reporting in the same sentence: "Lund said the ferry was safe, but she added that ...".

use super::reflexive::is_reflexive;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::extraction::EntityType;
use crate::ids::MentionId;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, _) = d.he_or_she(m)?;
    if is_reflexive(d.doc, mention.head as usize) {
        return None;
    }
    let speaker = d.attribution.goes_on(&d.found, m).and_then(|s| d.found.of[s])?;
    (d.entity(speaker).kind == EntityType::Person && d.agrees(m, speaker)).then_some(speaker.into())
}
