//! Mentions given from outside, in place of the engine's own.

use sayso::doc::Doc;
use sayso::entity::{self, Decision, Entities, Entity, Resolver};
use sayso::extraction::{EntityType, MentionKind};
use sayso::ids::Id;
use sayso::lexicon::{lemmas, nouns};
use sayso::mention::{self, Mention};
use sayso::model::RankerWeights;
use sayso::pipeline::Analysis;
use sayso::rule::Rules;
use sayso::span::{Span, Tokens};
use sayso::syntax::{Relation, Upos};

/// The engine's mentions at the heads of these spans (code points), or new ones where it has none; sorted as the engine
/// wants them, with the span of each. `pair` gives a span of the document in code points.
pub(crate) fn mentions(
    doc: &Doc,
    pair: impl Fn(Span) -> [u32; 2],
    spans: &[[u32; 2]],
    own: &[Mention],
) -> (Vec<Mention>, Vec<[u32; 2]>) {
    let tokens = &doc.tokens;
    let starts: Vec<u32> = tokens.iter().map(|t| pair(t.span)[0]).collect();
    let ends: Vec<u32> = tokens.iter().map(|t| pair(t.span)[1]).collect();
    let mut out: Vec<(Mention, [u32; 2])> = Vec::new();
    for [start, end] in spans {
        let run = Tokens::new(ends.partition_point(|e| e <= start), starts.partition_point(|s| s < end));
        if !run.is_empty() {
            out.push((at(doc, run, own), [*start, *end]));
        }
    }
    out.sort_by_key(|(m, span)| (m.tokens.start, m.tokens.end, *span));
    out.into_iter().unzip()
}

fn at(doc: &Doc, run: Tokens, own: &[Mention]) -> Mention {
    let syntax = &doc.syntax;
    let top = run.range().find(|i| syntax.head(*i).is_none_or(|h| !run.has(h)));
    let head = top.unwrap_or(run.start as usize);
    let and = run.range().any(|i| syntax.relation[i] == Relation::Cc);
    let joined = and && syntax.dependents(head).any(|j| syntax.relation[j] == Relation::Conj && run.has(j));
    let person = |m: &&Mention| m.kind == MentionKind::Name && m.entity == Some(EntityType::Person);
    // "FIRST" is a name, if it corefers
    let number = |m: &Mention| matches!(m.entity, Some(EntityType::Ordinal | EntityType::Cardinal));
    let mine = |m: &&Mention| m.tokens.has(head) && run.holds(m.tokens) && !number(m);
    // names first, so that "spokesman Jeff Rathke" is Jeff Rathke
    let titled = |m: &&Mention| {
        person(m)
            && run.holds(m.tokens)
            && m.tokens.start as usize > head
            && m.tokens.start as usize <= head + 8
            && (head..m.tokens.start as usize).all(|i| doc.is_word(i))
            && matches!(syntax.relation[m.head as usize], Relation::Flat | Relation::Appos | Relation::Compound)
    };
    // "mathematician and writer Aner Shalev", "ambassador to Norway Tom Berg" are one, "Ada Lund and Tom Berg" are two, "a talk
    // with minister Lund" is a talk
    let one = own.iter().filter(|m| person(m) && run.holds(m.tokens)).count() == 1;
    let last = own.iter().find(|m| person(m) && run.holds(m.tokens) && m.tokens.end == run.end);
    let ends_it = |m: &&Mention| {
        let up =
            std::iter::successors(Some(m.head as usize), |i| syntax.head(*i).filter(|h| run.has(*h) && *h != head));
        let before = m.tokens.start.checked_sub(1).map(|i| syntax.upos[i as usize]);
        matches!(before, Some(Upos::Noun | Upos::Propn | Upos::Adj))
            && m.tokens.start > run.start
            && up.take(8).all(|i| syntax.dependent(i, Relation::Case).is_none_or(|k| k > i))
    };
    if let Some(m) = last.filter(ends_it).filter(|_| one) {
        return *m;
    }
    // "Sonia, our golden retriever"
    let first = |m: &&Mention| m.kind == MentionKind::Name && m.tokens.start == run.start && m.tokens.end < run.end;
    let before_comma = own.iter().find(|m| first(m) && doc.word(m.tokens.end as usize) == ",");
    if let Some(m) = before_comma.filter(|_| !and) {
        return *m;
    }
    if !joined {
        let found = own
            .iter()
            .find(titled)
            .or_else(|| own.iter().filter(mine).min_by_key(|m| (m.kind != MentionKind::Name, m.head as usize != head)));
        if let Some(m) = found {
            return *m;
        }
    }
    if !joined && syntax.upos[head] == Upos::Propn {
        // a name that the engine does not take for one: of what, nobody says
        let proper = |i: &usize| syntax.upos[*i] == Upos::Propn;
        let start = (run.start as usize..head).rev().take_while(proper).last().unwrap_or(head);
        let end = (head + 1..run.end as usize).take_while(proper).last().unwrap_or(head) + 1;
        let (kind, entity) = (MentionKind::Name, Some(EntityType::Product));
        return Mention { tokens: Tokens::new(start, end), head: head as u32, kind, entity, plural: false };
    }
    let noun = lemmas::noun(doc.lower(head));
    let plural = joined || syntax.plural[head];
    let entity = match (plural, nouns::is_body(noun), nouns::is_person(noun)) {
        (true, ..) => Some(EntityType::Group),
        (_, true, _) => Some(EntityType::Org),
        (.., true) => Some(EntityType::Person),
        _ => None,
    };
    let pronoun = run.len() == 1 && mention::person(doc.word(head)).is_some();
    let kind = if pronoun { MentionKind::Pronoun } else { MentionKind::Nominal };
    Mention { tokens: run, head: head as u32, kind, entity: entity.filter(|_| !pronoun), plural }
}

/// Given mentions corefer with something: how much less a new entity scores; chosen on training documents.
const EAGER: f32 = 2.0;

/// The clusters of mentions of which each is known to corefer with another.
pub(crate) fn resolve(
    layers: &Analysis,
    mentions: &[Mention],
    spans: &[[u32; 2]],
    weights: &RankerWeights,
) -> Vec<Vec<[u32; 2]>> {
    let mut policy = |d: &Decision, _: &Entities| entity::eager(d, EAGER);
    let rules = Rules::default();
    let resolver = Resolver::new(weights, &rules);
    let found = resolver.entities_by(&layers.doc, mentions, &layers.frames, &mut policy);
    clusters(&layers.doc, &found, spans)
}

/// The entities as lists of the given spans, none of one mention.
fn clusters(doc: &Doc, entities: &Entities, spans: &[[u32; 2]]) -> Vec<Vec<[u32; 2]>> {
    let indices = |e: &Entity| e.mentions.iter().map(|m| m.index()).collect();
    let mut lists: Vec<Vec<usize>> = entities.list.iter().map(indices).collect();
    lists.iter_mut().for_each(|l| l.retain(|m| *m < spans.len()));
    join_single(doc, entities.mentions.of_text(), &mut lists);
    let all = lists.into_iter().map(|list| {
        let mut c: Vec<[u32; 2]> = list.into_iter().map(|m| spans[m]).collect();
        c.sort_unstable();
        c.dedup();
        c
    });
    all.filter(|c| c.len() > 1).collect()
}

/// A mention left alone, known to corefer, goes to what has the same words, else to the nearest with the same noun.
fn join_single(doc: &Doc, mentions: &[Mention], lists: &mut [Vec<usize>]) {
    let content = |i: &usize| doc.is_word(*i) && !matches!(doc.syntax.upos[*i], Upos::Det | Upos::Part);
    let lemma = |i: usize| lemmas::noun(doc.lower(i));
    let words = |m: &Mention| -> Vec<&str> { m.tokens.range().filter(content).map(lemma).collect() };
    let words: Vec<Vec<&str>> = mentions.iter().map(words).collect();
    let heads: Vec<&str> = mentions.iter().map(|m| lemma(m.head as usize)).collect();
    for k in 0..lists.len() {
        let [m] = lists[k][..] else { continue };
        if mentions[m].kind == MentionKind::Pronoun {
            continue;
        }
        let far = |n: usize| {
            let same = words[n] == words[m];
            let alike = mentions[n].kind != MentionKind::Pronoun && (same || heads[n] == heads[m]);
            alike.then_some((!same, n.abs_diff(m)))
        };
        let others = (0..lists.len()).filter(|j| *j != k);
        let nearest = others.filter_map(|j| Some((lists[j].iter().filter_map(|n| far(*n)).min()?, j))).min();
        if let Some((_, to)) = nearest {
            lists[k].clear();
            lists[to].push(m);
        }
    }
}
