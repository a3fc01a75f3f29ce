//! The one who spoke last goes on in the next quotation: `"...," Lund said. "It will not happen again," she added.`

use super::reflexive::is_reflexive;
use crate::entity::discourse::{Antecedent, Discourse};
use crate::extraction::EntityType;
use crate::ids::MentionId;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.he_or_she(m)?;
    let source = d.state.last_source?;
    let last = d.found.of[source]?;
    if is_reflexive(d.doc, mention.head as usize)
        || !d.attribution.is_quoted(m)
        || p.paragraph.saturating_sub(d.features[source].paragraph) > 1
        || !d.entity(last).is_named_person()
        || !d.agrees(m, last)
    {
        return None;
    }
    // somebody else came between, in the reporter's words
    let other = |n: MentionId| {
        let e = d.found.of[n].filter(|e| *e != last && d.entity(*e).kind == EntityType::Person);
        e.is_some_and(|e| d.agrees(m, e)) && d.attribution.is_reporters(d.found.mentions[n].head as usize)
    };
    let between = d.between(d.found.mentions[source].tokens.end, mention.tokens.start).any(other);
    (!between).then_some(last.into())
}
