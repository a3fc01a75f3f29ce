//! Everything that the text refers to: names with their types, noun phrases for people and bodies, pronouns.

mod name_rules;
mod names;
mod nominals;
mod numbers_and_dates;
mod openings;
mod pronouns;
mod trigger_words;
mod type_consistency;
mod types;

use crate::doc::Doc;
use crate::error::Error;
use crate::extraction::{EntityType, MentionKind};
use crate::model::Model;
use crate::rule::{RuleName, Rules};
use crate::span::Tokens;
use crate::stop::Stop;

pub use nominals::{is_several, phrase, phrase_at};
pub use pronouns::{Person, person};
pub use types::Mention;

/// The declared rules of this stage, in the order in which they are applied.
pub fn rules() -> impl Iterator<Item = RuleName> {
    let triggers = trigger_words::TRIGGERS.iter().map(|t| t.name);
    [type_consistency::NAME, names::PLACE_PARTS].into_iter().chain(triggers).chain(name_rules::rules()).chain([
        openings::NAME,
        numbers_and_dates::NAME,
        nominals::AGE_PHRASE,
    ])
}

/// All mentions, by first token; names never overlap one another.
///
/// # Errors
/// [`Error::Stopped`] if `stop` was raised meanwhile.
pub fn mentions(doc: &Doc, model: &Model, rules: &Rules, stop: &Stop) -> Result<Vec<Mention>, Error> {
    let mut named = names::names(doc, model, rules);
    if rules.has(openings::NAME) {
        openings::settle(doc, &mut named);
    }
    if rules.has(numbers_and_dates::NAME) {
        numbers_and_dates::add(doc, &mut named, stop)?;
    }
    Ok(with_nominals_and_pronouns(doc, named, rules))
}

/// Names with their types, and the noun phrases and pronouns that stand outside them.
pub(crate) fn with_nominals_and_pronouns(doc: &Doc, named: Vec<(Tokens, EntityType)>, rules: &Rules) -> Vec<Mention> {
    let mut in_name = vec![false; doc.tokens.len()];
    for i in named.iter().flat_map(|(t, _)| t.range()) {
        in_name[i] = true;
    }
    let mut out: Vec<Mention> = named
        .into_iter()
        .map(|(tokens, entity)| Mention {
            tokens,
            head: name_head(doc, tokens),
            kind: MentionKind::Name,
            entity: Some(entity),
            plural: false,
        })
        .collect();
    nominals::add(doc, &in_name, rules, &mut out);
    pronouns::add(doc, &in_name, &mut out);
    if !doc.reading.mends_nothing() {
        out.retain_mut(|m| {
            if doc.in_title(m.head as usize) {
                return true;
            }
            let written = doc.written(m.tokens).filter(|t| t.has(m.head as usize));
            m.tokens = written.unwrap_or(m.tokens);
            written.is_some()
        });
    }
    out.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    out
}

/// The word of a name that its other words hang on.
fn name_head(doc: &Doc, tokens: Tokens) -> u32 {
    let outside = |i: &usize| doc.syntax.head(*i).is_none_or(|h| !tokens.has(h));
    tokens.range().find(outside).unwrap_or(tokens.start as usize) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn names_nominals_and_pronouns_stand_in_the_order_of_the_text() {
        let f = Fixture::new(
            "1 Mayor PROPN _ 2 compound _
             2 Lund PROPN _ 3 nsubj Name=(PERSON)
             3 told VERB _ 0 root _
             4 the DET _ 5 det _
             5 crew NOUN _ 3 obj _
             6 that SCONJ _ 8 mark _
             7 she PRON _ 8 nsubj _
             8 knew VERB _ 3 ccomp SpaceAfter=No
             9 . PUNCT _ 3 punct _",
        );
        let found: Vec<_> = f.mentions().iter().map(|m| (f.doc.slice(m.tokens).to_owned(), m.kind)).collect();
        let want = [("Lund", MentionKind::Name), ("the crew", MentionKind::Nominal), ("she", MentionKind::Pronoun)];
        assert_eq!(found, want.map(|(words, kind)| (words.to_owned(), kind)));
    }
}
