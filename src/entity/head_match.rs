//! Head match: nominals that mean an entity by the noun at their head.

use super::discourse::Discourse;
use super::entities::Entity;
use super::features::Form;
use super::names::roles;
use crate::ids::MentionId;
use crate::lexicon::{kinds, lemmas, titles};

/// "the minister" and "President" alone: a nominal that means one known by its noun.
pub(super) fn is_definite(d: &Discourse<'_>, m: MentionId) -> bool {
    let (mention, p) = d.mention(m);
    let bare_title = || mention.tokens.len() == 1 && titles::is_title(d.doc.word(mention.head as usize));
    !p.is_pronoun() && !mention.plural && (p.form == Form::Definite || bare_title())
}

/// True if a role of the entity has this noun or is a kind of it ("Sen.": a senator, a lawmaker).
pub(super) fn has_role(entity: &Entity, noun: &str) -> bool {
    entity.roles.iter().filter_map(|r| roles::head_noun(r)).map(str::to_lowercase).any(|w| is_kind(noun, &w))
}

/// True of a word that is this noun or tells its kind.
pub(super) fn is_kind(noun: &str, word: &str) -> bool {
    let lemma = lemmas::noun(word);
    lemma == noun || kinds::tells(noun, word) || kinds::tells(noun, lemma)
}
