//! A nominal for a work is the work mentioned last: "his memoir, Silent Harbour, ... the book".

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::head_match;
use crate::extraction::EntityType;
use crate::ids::MentionId;
use crate::mention::is_work;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    if !head_match::is_definite(d, m) || !is_work(&d.noun(m)) {
        return None;
    }
    let work = d.most_recent(|e| d.entity(e).named && d.entity(e).kind == EntityType::WorkOfArt);
    work.filter(|e| d.agrees(m, *e)).map(Into::into)
}
