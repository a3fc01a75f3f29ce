//! What the lead speaks of anew is what the headline speaks of: "Lawmaker urges calm / A lawmaker said on Monday ...".

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::entity::headline;
use crate::ids::{EntityIdx, MentionId};
use crate::lexicon::documents;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.nominal(m)?;
    let end = headline::end(d.doc);
    let lead = mention.tokens.start >= end && p.paragraph <= d.doc.paragraph(end as usize);
    let anew = p.form == Form::Indefinite || p.form == Form::Bare && p.plural;
    if end == 0 || !lead || !anew || p.kind.is_none() && !documents::is_document(&d.noun(m)) {
        return None;
    }
    let same = |e: &EntityIdx| {
        let Some((n, q)) = d.latest_nominal(*e) else { return false };
        q.lemma == p.lemma
            && matches!(q.form, Form::Bare | Form::Possessed)
            && d.found.mentions[n].tokens.end <= end
            && d.agrees(m, *e)
    };
    d.state.candidates(Some(p.lemma)).into_iter().find(same).map(Into::into)
}
