//! The mention behind each frame's source.

use super::Entities;
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::Frame;
use crate::lexicon::{lemmas, nouns};
use crate::mention::{Mention, phrase, phrase_at};
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
pub(super) fn find(doc: &Doc, found: &mut Entities, frames: &[Frame]) -> Vec<Speaker> {
    let sorted = found.sorted;
    let mut out = Vec::with_capacity(frames.len());
    for f in frames {
        let verb = || doc.verb(f.cue?.tokens);
        let subject = || doc.subject(verb()?).map(|i| Tokens::new(i, i + 1));
        out.push(match (f.source, subject) {
            (Some(s), _) => speaker(doc, found, sorted, s),
            (None, subject) => {
                let known = subject().and_then(|s| at(found, &covering(found, sorted, s), s.start as usize));
                known.map_or(Speaker::Unnamed, Speaker::Mention)
            }
        });
    }
    out
}

/// The mentions in order that may hold the token of a run.
fn covering(found: &Entities, sorted: usize, run: Tokens) -> Vec<usize> {
    let k = found.mentions[..sorted].partition_point(|m| m.tokens.start < run.start.saturating_sub(12));
    let near = (k..sorted).take_while(|i| found.mentions[*i].tokens.start < run.end);
    near.filter(|i| speaks(&found.mentions[*i])).collect()
}

/// "information from delegation circles": the circles speak.
fn informant(doc: &Doc, source: Tokens) -> Tokens {
    let (_, top) = phrase_at(doc, source);
    if lemmas::noun(doc.word(top)) != "information" {
        return source;
    }
    let from = |j: &usize| {
        let case = doc.syntax.dependent(*j, Relation::Case).is_some_and(|k| doc.word(k) == "from");
        case && doc.syntax.relation[*j] == Relation::Nmod && source.has(*j)
    };
    doc.syntax.dependents(top).find(from).map_or(source, |j| phrase(doc, j))
}

fn speaker(doc: &Doc, found: &mut Entities, sorted: usize, source: Tokens) -> Speaker {
    let source = informant(doc, source);
    let k = found.mentions[..sorted].partition_point(|m| m.tokens.start < source.start.saturating_sub(12));
    let inside: Vec<usize> = (k..sorted)
        .take_while(|i| found.mentions[*i].tokens.start < source.end)
        .filter(|i| source.has(found.mentions[*i].head as usize) && speaks(&found.mentions[*i]))
        .collect();
    let (_, top) = phrase_at(doc, source);
    if let Some(parts) = joint(doc, found, &inside, source) {
        return Speaker::Joint(parts, source);
    }
    let inside: Vec<usize> = inside.into_iter().filter(|m| !is_member(doc, found, *m, source)).collect();
    let by_top = at(found, &inside, top);
    if let Some(m) = by_top.filter(|m| found.mentions[*m].kind != MentionKind::Nominal) {
        let is_title = found.mentions[m].entity != Some(EntityType::Person);
        return Speaker::Mention(if is_title {
            person_after(doc, found, &inside, top, source).unwrap_or(m)
        } else {
            m
        });
    }
    if let Some(m) = person_after(doc, found, &inside, top, source).or(by_top) {
        return Speaker::Mention(m);
    }
    // no mention at the head: a name that the source is little more than, or a mention of its own
    if let Some(m) = inside
        .iter()
        .copied()
        .filter(|m| {
            found.mentions[*m].kind == MentionKind::Name && found.mentions[*m].tokens.has(source.end as usize - 1)
        })
        .find(|m| 2 * found.mentions[*m].tokens.len() >= source.len())
    {
        return Speaker::Mention(m);
    }
    let lemma = lemmas::noun(doc.word(top));
    let plural = doc.syntax.plural[top] && lemma != "police";
    let entity = if plural {
        EntityType::Group
    } else if nouns::is_body(&lemma) || !nouns::is_person(&lemma) && !matches!(doc.syntax.upos[top], Upos::Pron) {
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

/// "the Republican", "one Republican": a person, not the party.
fn is_member(doc: &Doc, found: &Entities, m: usize, source: Tokens) -> bool {
    let (name, start) = (&found.mentions[m], source.start as usize);
    let top = name.head as usize;
    let counted = matches!(doc.lower(start).as_str(), "the" | "a" | "an" | "one" | "another" | "this" | "that");
    name.entity == Some(EntityType::Norp)
        && name.tokens.len() == 1
        && counted
        && !doc.syntax.plural[top]
        && nouns::is_person(&doc.lower(top))
}

/// Dates, numbers and things do not speak.
fn speaks(m: &Mention) -> bool {
    let thing = m.kind == MentionKind::Nominal && m.entity.is_none();
    !thing && !m.entity.is_some_and(EntityType::is_value)
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
fn person_after(doc: &Doc, found: &Entities, inside: &[usize], top: usize, source: Tokens) -> Option<usize> {
    let is_office = nouns::is_person(&lemmas::noun(doc.word(top)))
        || crate::lexicon::titles::is_title(doc.word(top))
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
        doc.syntax.upos[i] == Upos::Adp && !matches!(doc.word(i), "of" | "for")
            || matches!(doc.word(i), "who" | "whose" | "and" | "to" | "'s" | "’s")
    };
    // "a spokesman for Lund" is no Lund; "Secretary of State Blinken" is
    let direct = start > 0 && !matches!(doc.word(start - 1), "of" | "for");
    (direct && source.has(start) && !between.clone().any(preposition)).then_some(m)
}

/// "Lund and Okafor": two or more heads joined at the top of the source.
fn joint(doc: &Doc, found: &Entities, inside: &[usize], source: Tokens) -> Option<Vec<usize>> {
    let and = source.range().any(|i| matches!(doc.word(i), "and" | "&"));
    if !and || source.len() > 40 {
        return None;
    }
    let (_, top) = phrase_at(doc, source);
    let outside = |i: usize| doc.syntax.head(i).is_none_or(|h| !source.has(h));
    let joined = |j: usize| doc.syntax.head(j) == Some(top) && doc.syntax.relation[j] == Relation::Conj;
    let nominal = |j: usize| matches!(doc.syntax.upos[j], Upos::Noun | Upos::Propn | Upos::Pron);
    let heads: Vec<usize> =
        source.range().filter(|j| *j == top || nominal(*j) && (outside(*j) || joined(*j))).collect();
    if heads.len() < 2 {
        return None;
    }
    // "the president and chief executive" is one person: a second speaker has a name, a plural or an article
    let second = |i: usize| {
        let named = at(found, inside, i).is_some_and(|m| found.mentions[m].kind != MentionKind::Nominal);
        named || doc.syntax.plural[i] || doc.syntax.dependent(i, Relation::Det).is_some()
    };
    if !heads[1..].iter().all(|i| second(*i)) {
        return None;
    }
    let mut parts: Vec<usize> = heads.into_iter().filter_map(|i| at(found, inside, i)).collect();
    parts.dedup();
    (!parts.is_empty()).then_some(parts)
}
