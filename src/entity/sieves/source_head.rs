//! A source that no mention covers is the entity of the noun at its head: "residents | who had waited for hours".

use crate::entity::discourse::{Antecedent, Discourse};
use crate::ids::MentionId;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    d.nominal(m)?;
    d.same_head(m).map(Into::into)
}
