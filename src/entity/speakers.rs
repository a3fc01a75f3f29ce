//! Who speaks in each frame: the mention behind its source.

use super::{Entities, Mentions};
use crate::doc::Doc;
use crate::extraction::{EntityType, MentionKind};
use crate::frame::{Frame, is_nobody};
use crate::ids::{FrameId, IdVec, MentionId};
use crate::lexicon::{lemmas, nouns, titles};
use crate::mention::{Mention, is_several, phrase_at};
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};

/// Tokens before a source at which a mention that reaches into it may begin.
const BEFORE: u32 = 12;
/// Tokens of the longest source of several speakers.
const LONGEST: usize = 40;

/// What speaks in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// One mention.
    Mention(MentionId),
    /// Several, named together.
    Coordinated(Vec<MentionId>, Tokens),
    /// Nothing in the text names it.
    Unnamed,
}

/// Finds it for each frame; a source that no mention covers becomes one.
pub(super) fn find(doc: &Doc, found: &mut Entities, frames: &[Frame]) -> IdVec<FrameId, Speaker> {
    let mut speaker = |f: &Frame| match f.source {
        Some(source) => of_source(doc, found, source),
        None => by_subject(doc, &found.mentions, f).map_or(Speaker::Unnamed, Speaker::Mention),
    };
    frames.iter().map(&mut speaker).collect()
}

/// The mention of a cue verb's subject, where the frame has no source.
fn by_subject(doc: &Doc, mentions: &Mentions, f: &Frame) -> Option<MentionId> {
    let subject = doc.subject(doc.verb(f.cue?.tokens)?)?;
    let start = subject as u32;
    let near: Vec<MentionId> = near(mentions, Tokens { start, end: start + 1 }).collect();
    at(mentions, &near, subject)
}

/// The mentions that may speak and may reach into a run.
fn near(mentions: &Mentions, run: Tokens) -> impl Iterator<Item = MentionId> {
    mentions.between(run.start.saturating_sub(BEFORE), run.end).filter(|m| speaks(&mentions[*m]))
}

fn of_source(doc: &Doc, found: &mut Entities, source: Tokens) -> Speaker {
    if is_nobody(doc, source) {
        return Speaker::Unnamed;
    }
    let (_, top) = phrase_at(doc, source);
    let mentions = &found.mentions;
    let inside: Vec<MentionId> = near(mentions, source).filter(|m| source.has(mentions[*m].head as usize)).collect();
    if let Some(m) = of_two_titles(doc, mentions, &inside, source) {
        return Speaker::Mention(m);
    }
    if let Some(parts) = coordinated(doc, mentions, &inside, source) {
        // "Lund and Berg, who was hurt"
        let last = parts.iter().map(|m| mentions[*m].tokens.end).max().unwrap_or(source.end);
        let clause =
            source.has(last as usize + 1) && doc.word(last as usize) == "," && doc.word(last as usize + 1) == "who";
        return Speaker::Coordinated(parts, if clause { Tokens { end: last, ..source } } else { source });
    }
    if let Some((parts, run)) = named_kin(doc, mentions, &inside, top, source) {
        return Speaker::Coordinated(parts, run);
    }
    let inside: Vec<MentionId> = inside.into_iter().filter(|m| !is_member(doc, &mentions[*m], source)).collect();
    let by_top = at(mentions, &inside, top);
    if let Some(m) = by_top.filter(|m| mentions[*m].kind != MentionKind::Nominal) {
        let end = mentions[m].tokens.end as usize;
        if let Some(noun) = holder(doc, mentions, m, source) {
            return Speaker::Mention(found.add_source(new_mention(doc, source, noun)));
        }
        // "Lund spokeswoman | Ada Berg"
        let office = source.has(end) && nouns::is_person(doc.lower(end)) && !doc.syntax.plural[end];
        let is_title =
            mentions[m].entity != Some(EntityType::Person) || doc.is_possessive(mentions[m].head as usize) || office;
        let person = || person_after(doc, mentions, &inside, top, source).or_else(|| owned(doc, mentions, m, source));
        return Speaker::Mention(if is_title { person().unwrap_or(m) } else { m });
    }
    let body = || named_body(doc, mentions, top).filter(|m| inside.contains(m));
    if let Some(m) = person_after(doc, mentions, &inside, top, source).or_else(body).or(by_top) {
        return Speaker::Mention(m);
    }
    // "Ada Lund, a pilot and author": the name that it begins with
    let first = |m: &MentionId| {
        let (t, mention) = (mentions[*m].tokens, &mentions[*m]);
        let before = source.start as usize..t.start as usize;
        mention.is_person_name()
            && doc.tokens.get(t.end as usize).is_some_and(|_| doc.word(t.end as usize) == ",")
            && before.len() <= 4
            && before.clone().all(|i| matches!(doc.syntax.upos[i], Upos::Noun | Upos::Propn | Upos::Adj))
    };
    if let Some(m) = inside.iter().copied().find(first) {
        return Speaker::Mention(m);
    }
    // no mention at the head: a name that the source is little more than, or a mention of its own
    let ends = |m: &MentionId| mentions[*m].is_name() && mentions[*m].tokens.has(source.end as usize - 1);
    let most = |m: &MentionId| 2 * mentions[*m].tokens.len() >= source.len();
    if let Some(m) = inside.into_iter().find(|m| ends(m) && most(m)) {
        return Speaker::Mention(m);
    }
    if source.len() == 1 && matches!(doc.lower(top), "that" | "which" | "who") {
        return relative(doc, mentions, top).map_or(Speaker::Unnamed, Speaker::Mention);
    }
    let m = found.add_source(new_mention(doc, source, top));
    Speaker::Mention(m)
}

/// "official" of "the White House official", where the parser takes the body for the head.
fn holder(doc: &Doc, mentions: &Mentions, m: MentionId, source: Tokens) -> Option<usize> {
    let name = &mentions[m];
    let last = source.end as usize - 1;
    let body = name.is_name() && name.entity != Some(EntityType::Person);
    let noun = |i: usize| {
        matches!(doc.syntax.upos[i], Upos::Noun | Upos::Propn) && nouns::is_person(lemmas::noun(doc.lower(i)))
    };
    (body && name.tokens.end as usize == last && noun(last)).then_some(last)
}

/// Lund of "Bank of Norhaven's | Ada Lund", where the parser takes the body for the head.
fn owned(doc: &Doc, mentions: &Mentions, m: MentionId, source: Tokens) -> Option<MentionId> {
    let ending = mentions[m].tokens.end as usize;
    let next = ending as u32 + 1;
    let after = || mentions.between(next, source.end).find(|n| mentions[*n].tokens.start == next);
    source
        .has(ending)
        .then(|| doc.is_possessive_ending(ending).then(after).flatten())
        .flatten()
        .filter(|n| mentions[*n].is_person_name() && mentions[*n].tokens.end == source.end)
}

/// What a relative pronoun that is no mention stands for: "two studies | that found".
fn relative(doc: &Doc, mentions: &Mentions, pronoun: usize) -> Option<MentionId> {
    let syntax = &doc.syntax;
    let verb = syntax.head(pronoun).filter(|v| syntax.relation[*v] == Relation::Acl)?;
    let up = syntax.head(verb).filter(|up| *up < pronoun)?;
    mentions.name_over(up).or_else(|| mentions.headed(up)).filter(|m| speaks(&mentions[*m]))
}

/// A source as a mention, by its topmost word.
fn new_mention(doc: &Doc, source: Tokens, top: usize) -> Mention {
    let lemma = lemmas::noun(doc.lower(top));
    // "the two", "both"
    let several = doc.syntax.upos[top] == Upos::Num || matches!(lemma, "both" | "all" | "many" | "few" | "others");
    let plural = several || is_several(doc, top);
    let body = nouns::is_body(lemma) || !nouns::is_person(lemma) && doc.syntax.upos[top] != Upos::Pron;
    let entity = match (plural, body) {
        (true, _) => EntityType::Group,
        (false, true) => EntityType::Org,
        (false, false) => EntityType::Person,
    };
    Mention { tokens: source, head: top as u32, kind: MentionKind::Nominal, entity: Some(entity), plural }
}

/// "the Republican", "one Republican": a person, not the party.
fn is_member(doc: &Doc, name: &Mention, source: Tokens) -> bool {
    let top = name.head as usize;
    let counted = || {
        let first = doc.lower(source.start as usize);
        matches!(first, "the" | "a" | "an" | "one" | "another" | "this" | "that")
    };
    name.entity == Some(EntityType::Norp)
        && name.tokens.len() == 1
        && counted()
        && !doc.syntax.plural[top]
        && nouns::is_person(doc.lower(top))
}

/// Dates, numbers and things do not speak.
fn speaks(m: &Mention) -> bool {
    let thing = m.kind == MentionKind::Nominal && m.entity.is_none();
    !thing && !m.entity.is_some_and(EntityType::is_value)
}

/// The mention of token `i`: a name before a pronoun before a nominal.
fn at(mentions: &Mentions, inside: &[MentionId], i: usize) -> Option<MentionId> {
    let rank = |m: &Mention| match m.kind {
        MentionKind::Name => 0,
        MentionKind::Pronoun => 1,
        MentionKind::Nominal => 2,
    };
    inside.iter().copied().filter(|m| mentions[*m].tokens.has(i)).min_by_key(|m| rank(&mentions[*m]))
}

/// The person whose title or apposition the head word is: "minister | Ada Lund", "the minister, Ada Lund,".
fn person_after(doc: &Doc, mentions: &Mentions, inside: &[MentionId], top: usize, source: Tokens) -> Option<MentionId> {
    let is_office = nouns::is_person(lemmas::noun(doc.lower(top)))
        || titles::is_title(doc.word(top))
        || inside.iter().any(|m| mentions[*m].tokens.has(top) && mentions[*m].is_name());
    if !is_office {
        return None;
    }
    let after = |m: &MentionId| mentions[*m].is_person_name() && mentions[*m].tokens.start as usize > top;
    let m = inside.iter().copied().find(after)?;
    let start = mentions[m].tokens.start as usize;
    // "chairman of the branch at Norhaven, | Ada Lund", "leader of the opposition in parliament | Ada Lund"
    let last = mentions[m].tokens.end == source.end;
    let (before, comma) = (doc.lower(start - 1), doc.word(start - 1) == ",");
    let noun = doc.syntax.upos[start - 1] == Upos::Noun && !titles::is_title(before) && !nouns::is_person(before);
    let bracketed = bracketed(doc, top, start);
    let parts = |i: usize| {
        let place = last && (comma || noun) && matches!(doc.word(i), "in" | "at" | "on");
        !bracketed.contains(&i)
            && (doc.syntax.upos[i] == Upos::Adp && !place && !matches!(doc.word(i), "of" | "for")
                || matches!(doc.word(i), "who" | "whose" | "and" | "to" | "'s" | "’s"))
    };
    // "a spokesman for Lund" is no Lund; "Minister of Transport Lund" is
    // nor is "the fiancee of journalist | Ada Lund"
    let other = nouns::is_person(before) && (top + 1..start).any(|i| doc.word(i) == "of") && start - 1 > top;
    let direct = !matches!(doc.word(start - 1), "of" | "for") && (comma || !other);
    (direct && source.has(start) && !(top + 1..start).any(parts)).then_some(m)
}

/// Those whose names follow a plural noun for them: "her daughters, | Ada and Eve".
fn named_kin(
    doc: &Doc,
    mentions: &Mentions,
    inside: &[MentionId],
    top: usize,
    source: Tokens,
) -> Option<(Vec<MentionId>, Tokens)> {
    if !doc.syntax.plural[top] || !nouns::is_person(lemmas::noun(doc.lower(top))) {
        return None;
    }
    let named = |m: &MentionId| mentions[*m].is_person_name() && mentions[*m].tokens.start as usize > top;
    let parts: Vec<MentionId> = inside.iter().copied().filter(named).collect();
    let (first, last) = (mentions[*parts.first()?].tokens, mentions[*parts.last()?].tokens);
    let run = Tokens { start: first.start, end: last.end };
    let in_name = |i: usize| parts.iter().any(|m| mentions[*m].tokens.has(i));
    let joined = run.range().filter(|i| !in_name(*i)).all(|i| matches!(doc.word(i), "," | "and" | "&"));
    let set_off = first.start as usize == top + 2 && doc.word(top + 1) == ",";
    (parts.len() > 1 && joined && set_off && source.holds(run)).then_some((parts, run))
}

/// The tokens between two that stand in round brackets; none if a bracket is open.
fn bracketed(doc: &Doc, after: usize, before: usize) -> std::ops::Range<usize> {
    let open = (after..before).find(|i| doc.word(*i) == "(");
    let close = open.and_then(|o| (o..before).find(|i| doc.word(*i) == ")"));
    open.zip(close).map_or(0..0, |(o, c)| o..c + 1)
}

/// The body whose name stands just after the noun for it: "the airline | Skylark"; not "the airline Skylark owns".
pub(super) fn named_body(doc: &Doc, mentions: &Mentions, noun: usize) -> Option<MentionId> {
    use EntityType::{Fac, Org, Product, WorkOfArt};
    let (syntax, lemma) = (&doc.syntax, doc.lower(noun));
    if syntax.upos[noun] != Upos::Noun || syntax.plural[noun] || !(nouns::is_body(lemma) || nouns::is_enterprise(lemma))
    {
        return None;
    }
    let m = mentions.from(noun as u32 + 1).next()?;
    let name = &mentions[m];
    let follows = name.tokens.start as usize == noun + 1 && doc.sentence(noun) == doc.sentence(noun + 1);
    let body = name.is_name() && matches!(name.entity, Some(Org | Fac | Product | WorkOfArt));
    let verb = syntax.head(name.head as usize).filter(|_| syntax.relation[name.head as usize] == Relation::Nsubj);
    let runs = verb.is_some_and(|v| syntax.relation[v] == Relation::Acl);
    (follows && body && !runs).then_some(m)
}

/// The one person of a source such as "defence secretary and party treasurer | Ada Lund", "the captain and top scorer, | Ada Lund".
fn of_two_titles(doc: &Doc, mentions: &Mentions, inside: &[MentionId], source: Tokens) -> Option<MentionId> {
    let and = source.range().find(|i| doc.word(*i) == "and")?;
    let mut people = inside.iter().copied().filter(|m| mentions[*m].is_person_name());
    let m = people.next().filter(|_| people.next().is_none())?;
    let start = mentions[m].tokens.start as usize;
    let end = if start > 0 && doc.word(start - 1) == "," { start - 1 } else { start };
    let office = |i: usize| titles::is_office(doc.word(i)) && !doc.syntax.plural[i];
    let bare = |from: usize, to: usize| (from..to).all(|i| doc.syntax.upos[i] != Upos::Det);
    let first = (source.start as usize..and).any(office) && (end < start || bare(source.start as usize, and));
    let second =
        end > and && office(end - 1) || (and..end).any(|i| office(i) && matches!(doc.word(i + 1), "of" | "for"));
    (and < end && first && second && bare(and, end) && mentions[m].tokens.end == source.end).then_some(m)
}

/// "Lund and Okafor": two or more heads joined at the top of the source.
fn coordinated(doc: &Doc, mentions: &Mentions, inside: &[MentionId], source: Tokens) -> Option<Vec<MentionId>> {
    let and = source.range().any(|i| matches!(doc.word(i), "and" | "&"));
    if !and || source.len() > LONGEST {
        return None;
    }
    let (_, top) = phrase_at(doc, source);
    let outside = |i: usize| doc.syntax.head(i).is_none_or(|h| !source.has(h));
    let joined = |j: usize| doc.syntax.head(j) == Some(top) && doc.syntax.relation[j] == Relation::Conj;
    let nominal = |j: usize| matches!(doc.syntax.upos[j], Upos::Noun | Upos::Propn | Upos::Pron);
    // what stands in a relative clause speaks only if it is joined to the first: "Lund, who left in May and June"
    let clause = source.range().find(|i| *i > top && matches!(doc.word(*i), "who" | "whose" | "whom" | "which"));
    let head = |j: usize| nominal(j) && (joined(j) || outside(j) && clause.is_none_or(|c| j < c));
    let heads: Vec<usize> = source.range().filter(|j| *j == top || head(*j)).collect();
    if heads.len() < 2 {
        return None;
    }
    // "the president and chief executive" is one person: a second speaker has a name, a plural or an article
    let second = |i: usize| {
        let named = at(mentions, inside, i).is_some_and(|m| mentions[m].kind != MentionKind::Nominal);
        // "Lund and her husband"
        let theirs = |j: usize| doc.syntax.relation[j] == Relation::Nmod && doc.syntax.upos[j] == Upos::Pron && j < i;
        let kin = || nouns::is_person(lemmas::noun(doc.lower(i))) && doc.syntax.dependents(i).any(theirs);
        named || doc.syntax.plural[i] || doc.syntax.dependent(i, Relation::Det).is_some() || kin()
    };
    if !heads[1..].iter().all(|i| second(*i)) {
        return None;
    }
    let mut parts: Vec<MentionId> = heads.into_iter().filter_map(|i| at(mentions, inside, i)).collect();
    parts.dedup();
    (!parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::names;
    use crate::fixture::Fixture;

    /// The mention that speaks in the first frame.
    fn speaker(lines: &str) -> Option<String> {
        let f = Fixture::new(lines);
        let mut found = names::cluster(&f.doc, &f.mentions());
        match find(&f.doc, &mut found, &f.frames).iter().next()? {
            Speaker::Mention(m) => Some(f.doc.slice(found.mentions[*m].tokens).to_owned()),
            Speaker::Coordinated(_, tokens) => Some(f.doc.slice(*tokens).to_owned()),
            Speaker::Unnamed => None,
        }
    }

    #[test]
    fn a_title_speaks_by_its_name() {
        let lines = "1 Harbour NOUN NN 2 compound Source=0
            2 minister NOUN NN 3 compound Source=0
            3 Lund PROPN NNP 4 nsubj Name=(PERSON)|Source=0
            4 said VERB _ 0 root Cue=0
            5 ferries NOUN NNS 6 nsubj Content=0
            6 run VERB _ 4 ccomp Content=0|SpaceAfter=No
            7 . PUNCT _ 4 punct _";
        assert_eq!(speaker(lines).as_deref(), Some("Lund"));
    }

    #[test]
    fn a_body_speaks_by_the_name_after_its_noun() {
        let lines = |noun: &str| {
            format!(
                "1 The DET DT 2 det Source=0
                2 {noun} NOUN NN 4 nsubj Source=0
                3 Skylark PROPN NNP 2 nmod Name=(ORG)|Source=0
                4 said VERB _ 0 root Cue=0
                5 ferries NOUN NNS 6 nsubj Content=0
                6 run VERB _ 4 ccomp Content=0|SpaceAfter=No
                7 . PUNCT _ 4 punct _"
            )
        };
        assert_eq!(speaker(&lines("airline")).as_deref(), Some("Skylark"));
        assert_eq!(speaker(&lines("rival")).as_deref(), Some("The rival"));
    }

    #[test]
    fn two_who_are_joined_speak_together() {
        let lines = "1 Lund PROPN NNP 4 nsubj Name=(PERSON)|Source=0
            2 and CCONJ CC 3 cc Source=0
            3 Berg PROPN NNP 1 conj Name=(PERSON)|Source=0
            4 said VERB _ 0 root Cue=0
            5 ferries NOUN NNS 6 nsubj Content=0
            6 run VERB _ 4 ccomp Content=0|SpaceAfter=No
            7 . PUNCT _ 4 punct _";
        assert_eq!(speaker(lines).as_deref(), Some("Lund and Berg"));
    }

    #[test]
    fn one_person_of_two_titles_speaks_alone() {
        let lines = |the: &str| {
            format!(
                "1 {the} NOUN NN 2 compound Source=0
                2 captain NOUN NN 6 nsubj Source=0
                3 and CCONJ CC 4 cc Source=0
                4 mayor NOUN NN 5 compound Source=0
                5 Lund PROPN NNP 2 conj Name=(PERSON)|Source=0
                6 said VERB _ 0 root Cue=0
                7 ferries NOUN NNS 8 nsubj Content=0
                8 run VERB _ 6 ccomp Content=0|SpaceAfter=No
                9 . PUNCT _ 6 punct _"
            )
        };
        assert_eq!(speaker(&lines("Port")).as_deref(), Some("Lund"));
        let two = lines("The").replace("The NOUN NN 2 compound", "The DET DT 2 det");
        assert_eq!(speaker(&two).as_deref(), Some("The captain and mayor Lund"));
    }

    #[test]
    fn nobody_is_no_speaker() {
        let lines = |no: &str| {
            format!(
                "1 {no} DET DT 2 det Source=0
                2 captain NOUN NN 3 nsubj Source=0
                3 said VERB _ 0 root Cue=0
                4 ferries NOUN NNS 5 nsubj Content=0
                5 run VERB _ 3 ccomp Content=0|SpaceAfter=No
                6 . PUNCT _ 3 punct _"
            )
        };
        assert_eq!(speaker(&lines("No")), None);
        let office = lines("No").replace("captain NOUN NN", "10 NUM CD");
        assert_eq!(speaker(&office).as_deref(), Some("No 10"));
        assert_eq!(speaker(&lines("One")).as_deref(), Some("One captain"));
    }

    #[test]
    fn a_frame_without_a_source_has_the_subject_of_its_cue() {
        let lines = "1 Lund PROPN NNP 2 nsubj Name=(PERSON)
            2 said VERB _ 0 root Cue=0
            3 ferries NOUN NNS 4 nsubj Content=0
            4 run VERB _ 2 ccomp Content=0|SpaceAfter=No
            5 . PUNCT _ 2 punct _";
        assert_eq!(speaker(lines).as_deref(), Some("Lund"));
    }
}
