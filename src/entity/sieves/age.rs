//! "The 42-year-old" is the person spoken of last.

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::ids::MentionId;

/// Sentences that it looks back over.
const BACK: u32 = 3;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    if d.doc.word(mention.head as usize) != "old" || p.form != Form::Definite {
        return None;
    }
    let near = |e| d.latest(e).is_some_and(|q| p.sentence.saturating_sub(q.sentence) <= BACK);
    d.most_recent(|e| d.entity(e).is_named_person() && near(e)).map(Into::into)
}
