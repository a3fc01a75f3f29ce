//! The mention behind each frame's source.

use super::{Entities, Page};
use crate::extraction::{EntityType, MentionKind};
use crate::frame::Frame;
use crate::lexicon::{lemmas, nouns};
use crate::mention::{Mention, phrase_at};
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// What speaks in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// One mention.
    Mention(usize),
    /// Several, named together.
    Joint(Vec<usize>, Tokens),
    /// Nothing in the text names it.
    Unnamed,
}

/// Finds it for each frame; a source that no mention covers becomes one.
pub(super) fn find(page: Page<'_>, found: &mut Entities, frames: &[Frame]) -> Vec<Speaker> {
    let sorted = found.sorted;
    frames.iter().map(|f| f.source.map_or(Speaker::Unnamed, |s| speaker(page, found, sorted, s))).collect()
}

fn speaker(page: Page<'_>, found: &mut Entities, sorted: usize, source: Tokens) -> Speaker {
    let k = found.mentions[..sorted].partition_point(|m| m.tokens.start < source.start.saturating_sub(12));
    let inside: Vec<usize> = (k..sorted)
        .take_while(|i| found.mentions[*i].tokens.start < source.end)
        .filter(|i| source.has(found.mentions[*i].head as usize))
        .collect();
    let (_, top) = phrase_at(page.text, page.syntax, source);
    if let Some(parts) = joint(page, found, &inside, source) {
        return Speaker::Joint(parts, source);
    }
    let by_top = at(found, &inside, top);
    if let Some(m) = by_top.filter(|m| found.mentions[*m].kind != MentionKind::Nominal) {
        let is_title = found.mentions[m].entity != Some(EntityType::Person);
        return Speaker::Mention(if is_title { person_after(page, found, &inside, top, source).unwrap_or(m) } else { m });
    }
    if let Some(m) = person_after(page, found, &inside, top, source).or(by_top) {
        return Speaker::Mention(m);
    }
    // no mention at the head: a name that the source is little more than, or a mention of its own
    if let Some(m) = inside.iter().copied().find(|m| {
        found.mentions[*m].kind == MentionKind::Name && 2 * found.mentions[*m].tokens.len() >= source.len()
    }) {
        return Speaker::Mention(m);
    }
    let plural = page.syntax.plural[top];
    let lemma = lemmas::noun(page.word(top));
    let entity = if plural {
        EntityType::Group
    } else if nouns::is_body(&lemma) || !nouns::is_person(&lemma) && !matches!(page.syntax.upos[top], Upos::Pron) {
        EntityType::Org
    } else {
        EntityType::Person
    };
    found.mentions.push(Mention {
        tokens: source,
        head: top as u32,
        kind: MentionKind::Nominal,
        entity: Some(entity),
        plural,
    });
    found.of.push(None);
    Speaker::Mention(found.mentions.len() - 1)
}

/// The mention of token `i`.
fn at(found: &Entities, inside: &[usize], i: usize) -> Option<usize> {
    inside.iter().copied().filter(|m| found.mentions[*m].tokens.has(i)).min_by_key(|m| rank(&found.mentions[*m]))
}

/// Names before pronouns before nominals.
fn rank(m: &Mention) -> u8 {
    match m.kind {
        MentionKind::Name => 0,
        MentionKind::Pronoun => 1,
        MentionKind::Nominal => 2,
    }
}

/// The person whose title or apposition the head word is: "minister | Ada Lund", "the minister, Ada Lund,".
fn person_after(page: Page<'_>, found: &Entities, inside: &[usize], top: usize, source: Tokens) -> Option<usize> {
    let is_office = nouns::is_person(&lemmas::noun(page.word(top)))
        || crate::lexicon::titles::is_title(page.word(top))
        || inside.iter().any(|m| found.mentions[*m].tokens.has(top) && found.mentions[*m].kind == MentionKind::Name);
    if !is_office {
        return None;
    }
    let person = |m: &usize| {
        found.mentions[*m].kind == MentionKind::Name && found.mentions[*m].entity == Some(EntityType::Person)
    };
    let m = inside.iter().copied().filter(person).find(|m| found.mentions[*m].tokens.start as usize > top)?;
    let start = found.mentions[m].tokens.start as usize;
    let between = top + 1..start;
    let preposition = |i: usize| {
        page.syntax.upos[i] == Upos::Adp && !matches!(page.word(i), "of" | "for")
            || matches!(page.word(i), "who" | "whose" | "and" | "to" | "'s" | "’s")
    };
    // "a spokesman for Lund" is no Lund; "Secretary of State Blinken" is
    let direct = start > 0 && !matches!(page.word(start - 1), "of" | "for");
    (direct && source.has(start) && !between.clone().any(preposition)).then_some(m)
}

/// "Lund and Okafor": two or more heads joined at the top of the source.
fn joint(page: Page<'_>, found: &Entities, inside: &[usize], source: Tokens) -> Option<Vec<usize>> {
    let and = source.range().any(|i| matches!(page.word(i), "and" | "&"));
    if !and || source.len() > 40 {
        return None;
    }
    let (_, top) = phrase_at(page.text, page.syntax, source);
    let heads: Vec<usize> = std::iter::once(top)
        .chain(page.syntax.dependents(top).filter(|j| source.has(*j) && page.syntax.relation[*j] == Relation::Conj))
        .collect();
    if heads.len() < 2 {
        return None;
    }
    let mut parts: Vec<usize> = heads.into_iter().filter_map(|i| at(found, inside, i)).collect();
    parts.dedup();
    let speaks = |m: &usize| !matches!(found.mentions[*m].entity, Some(EntityType::Date | EntityType::Cardinal));
    parts.retain(speaks);
    (parts.len() > 1).then_some(parts)
}
