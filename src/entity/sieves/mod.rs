//! The sieves: rules that decide on a mention where grammar or a word leaves no doubt, in the order in which they are asked.
//!
//! A new sieve is a file in this folder, with a function `resolve`, and a line in a list below. Its name is the file's.

use super::discourse::{Antecedent, Discourse};
use crate::ids::{EntityIdx, MentionId};
use crate::rule::{RuleName, Rules};

/// A rule of coreference; `F` is what it is asked.
pub(super) struct Sieve<F> {
    pub name: RuleName,
    pub resolve: F,
}

/// Whom a nominal or a pronoun means.
type Reference = fn(&Discourse<'_>, MentionId) -> Option<Antecedent>;
/// The same where the ranker took none of the candidates.
type Fallback = fn(&Discourse<'_>, MentionId, &[EntityIdx]) -> Option<EntityIdx>;
/// Which entity without a name a name that stands here first belongs to.
type FirstName = fn(&Discourse<'_>, MentionId) -> Option<EntityIdx>;

macro_rules! sieves {
    ($(#[$doc:meta])* $list:ident: $kind:ty = $($sieve:ident,)*) => {
        $(mod $sieve;)*

        $(#[$doc])*
        pub(super) const $list: &[Sieve<$kind>] =
            &[$(Sieve { name: stringify!($sieve), resolve: $sieve::resolve }),*];
    };
}

sieves!(
    /// Asked of every nominal and pronoun, before the ranker.
    REFERENCES: Reference =
        relative_pronoun,
        reflexive,
        own_clause,
        continued_report,
        own_report,
        self_report,
        same_speaker,
        introduced,
        apposition,
        headline_lead,
        role_holder,
        body_by_noun,
        said_again,
        enterprise,
        lead_speaker,
        source_head,
        epithet,
        age,
        named_together,
);

sieves!(
    /// Asked where the ranker believes in no antecedent.
    AFTER_RANKER: Fallback =
        plural_subject,
);

sieves!(
    /// Asked of a name where it stands first.
    FIRST_NAMES: FirstName =
        announced,
);

/// The first sieve of a list that is on and finds something, and what it finds.
pub(super) fn first<F, T>(
    list: &[Sieve<F>],
    rules: &Rules,
    mut ask: impl FnMut(&Sieve<F>) -> Option<T>,
) -> Option<(T, RuleName)> {
    list.iter().filter(|s| rules.has(s.name)).find_map(|s| Some((ask(s)?, s.name)))
}

/// The names of all sieves, in the order in which they are asked.
pub(super) fn names() -> impl Iterator<Item = RuleName> {
    let references = REFERENCES.iter().map(|s| s.name).chain(AFTER_RANKER.iter().map(|s| s.name));
    references.chain(FIRST_NAMES.iter().map(|s| s.name))
}
