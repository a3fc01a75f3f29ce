//! A relative pronoun stands for the noun that its clause hangs on: "the captain, who said", "a plan that failed".

use crate::entity::discourse::{Antecedent, Discourse};
use crate::entity::features::Form;
use crate::ids::MentionId;
use crate::mention::Person;
use crate::syntax::Relation;

/// Steps from the pronoun up to its clause, at most.
const STEPS: usize = 4;

pub(super) fn resolve(d: &Discourse<'_>, m: MentionId) -> Option<Antecedent> {
    let (mention, p) = d.pronoun(m)?;
    if p.form != Form::Pronoun(Person::Who) {
        return None;
    }
    let (syntax, head) = (&d.doc.syntax, mention.head as usize);
    let mut i = head;
    for _ in 0..STEPS {
        let up = syntax.head(i)?;
        if syntax.relation[i] == Relation::Acl && up < head {
            return d.found.over(up).map(Into::into);
        }
        i = up;
    }
    None
}
