//! Who said what, to whom: frames and entities put together.

mod act;
mod addressee;
mod anonymity;

use std::collections::HashMap;
use std::sync::Arc;

use crate::encode::kernels::exp;
use crate::entity::{Entities, Page};
use crate::extraction::{self, EntityType, Extraction, Gender, MentionKind, Quote, QuoteKind};
use crate::frame::Frame;
use crate::span::{EntityId, QuoteId, Span};
use crate::syntax::Syntax;
use crate::text::Text;

/// What is known of the article as a whole.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The article's id.
    pub id: String,
    /// Name of the model.
    pub model: String,
    /// Language code.
    pub language: String,
    /// Warnings so far.
    pub warnings: Vec<String>,
    /// Slope and offset of the confidence.
    pub calibration: [f32; 2],
    /// Quotes below this confidence are left out.
    pub min_confidence: f64,
}

/// The extraction of an article.
pub fn assemble(
    source: &Arc<str>,
    text: &Text,
    syntax: &Syntax,
    frames: &[Frame],
    entities: &Entities,
    heading: Heading,
) -> Extraction {
    let page = Page { source, text, syntax };
    let mut kept = kept(page, frames);
    kept.retain(|k| extraction::rounded(confidence(&frames[*k], heading.calibration)) >= heading.min_confidence);
    let mut quotes: Vec<(Quote, [Option<usize>; 2])> = Vec::with_capacity(kept.len());
    for &k in &kept {
        let f = &frames[k];
        let speaker = entities.speakers[k];
        let addressee = addressee::find(page, f, entities).filter(|a| Some(*a) != speaker);
        quotes.push((quote(page, f, entities, speaker, heading.calibration), [speaker, addressee]));
    }
    for (i, outer) in relays(frames, &kept).into_iter().enumerate() {
        quotes[i].0.relayed_by = outer.map(|o| QuoteId(o as u32));
    }
    let used: Vec<usize> = quotes.iter().flat_map(|(_, who)| who.iter().flatten().copied()).collect();
    let (list, ids) = listed(page, entities, &used);
    let quotes = quotes
        .into_iter()
        .map(|(mut q, [speaker, addressee])| {
            q.speaker = speaker.and_then(|e| ids[e]);
            q.addressee = addressee.and_then(|e| ids[e]);
            q
        })
        .collect();
    Extraction {
        id: heading.id,
        text: Arc::clone(source),
        model: heading.model,
        language: heading.language,
        warnings: heading.warnings,
        entities: list,
        quotes,
    }
}

/// Least probability of a cue inside another's content: training never says what is none there, so they come too easily.
const NESTED: f32 = 0.85;

/// The frames that are quotes: not "I think" inside somebody's quotation marks.
fn kept(page: Page<'_>, frames: &[Frame]) -> Vec<usize> {
    let quoted = |i: u32| page.text.tokens[i as usize].quoted;
    (0..frames.len())
        .filter(|k| {
            let Some(cue) = frames[*k].cue else { return true };
            let nested = around(frames, *k).any(|o| frames[o].says(cue.tokens.start as usize));
            let own_words = quoted(cue.tokens.start) && frames[*k].extent().range().all(|i| quoted(i as u32));
            !nested || (!own_words && cue.probability >= NESTED)
        })
        .collect()
}

/// Frames near frame `k` in the order of the text.
fn around(frames: &[Frame], k: usize) -> impl Iterator<Item = usize> {
    (k.saturating_sub(12)..(k + 12).min(frames.len())).filter(move |o| *o != k)
}

/// For each kept frame the kept frame, by its place in `kept`, that its cue and content stand in.
fn relays(frames: &[Frame], kept: &[usize]) -> Vec<Option<usize>> {
    let size = |f: &Frame| f.content.iter().map(|c| c.len()).sum::<usize>();
    kept.iter()
        .enumerate()
        .map(|(i, k)| {
            let inner = &frames[*k];
            let cue = inner.cue?.tokens;
            let near = i.saturating_sub(12)..(i + 12).min(kept.len());
            let holds = |o: &usize| {
                let outer = &frames[kept[*o]];
                let shared = || inner.content.iter().flat_map(|c| c.range()).filter(|t| outer.says(*t)).count();
                *o != i
                    && outer.says(cue.start as usize)
                    && shared() * 10 >= size(inner) * 9
                    && size(outer) > size(inner)
            };
            near.filter(holds).min_by_key(|o| size(&frames[kept[*o]]))
        })
        .collect()
}

fn quote(page: Page<'_>, f: &Frame, entities: &Entities, speaker: Option<usize>, calibration: [f32; 2]) -> Quote {
    let (act, negated) = act::act(page, f);
    let anonymous = speaker.is_some_and(|e| anonymity::anonymous(page, &entities.list[e], &entities.mentions));
    Quote {
        kind: kind(page, f),
        content: f.content.iter().map(|c| page.span(*c)).collect(),
        cue: f.cue.map(|c| page.span(act::reporting(page, c.tokens, entities))),
        source: f.source.map(|s| page.span(s)),
        speaker: None,
        addressee: None,
        relayed_by: None,
        act,
        anonymous,
        negated,
        confidence: confidence(f, calibration),
    }
}

/// Direct if it is a complete utterance inside quotation marks or a turn of a transcript, indirect if no word is quoted.
fn kind(page: Page<'_>, f: &Frame) -> QuoteKind {
    if f.verbatim {
        return QuoteKind::Direct;
    }
    let word = |i: &usize| page.word(*i).chars().any(char::is_alphanumeric);
    let words: Vec<usize> = f.content.iter().flat_map(|c| c.range()).filter(word).collect();
    let quoted = words.iter().filter(|i| page.text.tokens[**i].quoted).count();
    // inside a quotation all around, the words are the inner speaker's own
    let all_around = f.cue.is_some_and(|c| page.text.tokens[c.tokens.start as usize].quoted);
    match quoted {
        0 => QuoteKind::Indirect,
        _ if all_around && quoted == words.len() => QuoteKind::Indirect,
        q if q * 20 >= words.len() * 19 && complete(page, words[0]) => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}

/// A quotation that begins like a sentence, not with a word in lower case (`called it "reckless"`).
fn complete(page: Page<'_>, first: usize) -> bool {
    page.word(first).chars().next().is_none_or(|c| !c.is_lowercase())
}

/// Probability that content and source are right: a logistic map of the network's own, fitted on held-out articles.
fn confidence(f: &Frame, [slope, offset]: [f32; 2]) -> f32 {
    let p = f.cue.map_or(0.5, |c| c.probability) * f.content_probability * f.source_probability;
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    let z = slope * (p / (1.0 - p)).ln() + offset;
    1.0 / (1.0 + exp(-z))
}

/// The entities to report, by first mention, and the id of each: those with a name, those who speak or are spoken to, and
/// people and bodies without a name that are spoken of twice; not things.
fn listed(page: Page<'_>, entities: &Entities, used: &[usize]) -> (Vec<extraction::Entity>, Vec<Option<EntityId>>) {
    let mut wanted = vec![false; entities.list.len()];
    for (e, w) in wanted.iter_mut().enumerate() {
        let entity = &entities.list[e];
        let nominal = |m: &&usize| entities.mentions[**m].kind == MentionKind::Nominal;
        let spoken_of = entity.kind != EntityType::Other && entity.mentions.len() > 1;
        *w = entity.joint.is_none() && (entity.named || spoken_of && entity.mentions.iter().any(|m| nominal(&m)));
    }
    for e in used {
        wanted[*e] = true;
    }
    let start = |e: usize| {
        let entity = &entities.list[e];
        let first = entity.mentions.iter().map(|m| entities.mentions[*m].tokens.start).min();
        first.or(entity.joint.map(|t| t.start)).unwrap_or(u32::MAX)
    };
    let mut order: Vec<usize> = (0..entities.list.len()).filter(|e| wanted[*e]).collect();
    order.sort_by_key(|e| (start(*e), *e));
    let mut ids = vec![None; entities.list.len()];
    let list = order
        .into_iter()
        .enumerate()
        .map(|(i, e)| {
            ids[e] = Some(EntityId(i as u32));
            described(page, entities, e)
        })
        .collect();
    (list, ids)
}

fn described(page: Page<'_>, entities: &Entities, e: usize) -> extraction::Entity {
    let entity = &entities.list[e];
    let mut mentions: Vec<extraction::Mention> = entity
        .mentions
        .iter()
        .map(|m| {
            let m = &entities.mentions[*m];
            extraction::Mention { span: page.span(m.tokens), kind: m.kind }
        })
        .collect();
    if let Some(tokens) = entity.joint {
        mentions.push(extraction::Mention { span: page.span(tokens), kind: MentionKind::Nominal });
    }
    mentions.sort_by_key(|m| (m.span, m.kind));
    mentions.dedup();
    let (name, aliases) = forms(page, &mentions, entity.kind);
    extraction::Entity {
        kind: entity.kind,
        name,
        aliases,
        roles: entity.roles.clone(),
        gender: if entity.kind == EntityType::Person { entity.gender } else { Gender::Unknown },
        mentions,
    }
}

/// The canonical form and the others by frequency: names if there are any, else nominals, else pronouns.
fn forms(page: Page<'_>, mentions: &[extraction::Mention], kind: EntityType) -> (String, Vec<String>) {
    let best = mentions.iter().map(|m| m.kind).min().unwrap_or(MentionKind::Pronoun);
    let mut counted: Vec<(String, usize, Span)> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    for m in mentions.iter().filter(|m| m.kind == best) {
        let form = clean(m.span.of(page.source), best);
        match at.get(&form) {
            Some(k) => counted[*k].1 += 1,
            None => {
                at.insert(form.clone(), counted.len());
                counted.push((form, 1, m.span));
            }
        }
    }
    let words = |f: &str| f.split_whitespace().count();
    let shouted = |f: &str| words(f) > 1 && !f.chars().any(char::is_lowercase);
    // the fullest form; of a person the one of most words, of a thing not much longer than the commonest
    let full = counted
        .iter()
        .enumerate()
        .max_by_key(|(i, (f, n, _))| {
            let length = if kind == EntityType::Person { words(f) * 100 } else { words(f).min(8) * 100 };
            (!shouted(f), length + f.chars().count().min(60), *n, usize::MAX - *i)
        })
        .map(|(i, _)| i);
    let Some(full) = full else { return (String::new(), Vec::new()) };
    let name = counted[full].0.clone();
    let mut rest: Vec<(String, usize, Span)> = counted;
    rest.remove(full);
    rest.sort_by_key(|(_, n, s)| (usize::MAX - *n, *s));
    (name, rest.into_iter().map(|(f, ..)| f).collect())
}

/// White space folded; a nominal without its definite article, an indefinite one in lower case.
fn clean(form: &str, kind: MentionKind) -> String {
    let joined = form.split_whitespace().collect::<Vec<_>>().join(" ");
    if kind == MentionKind::Nominal
        && let Some(rest) = joined.strip_prefix("The ").or_else(|| joined.strip_prefix("the "))
    {
        return rest.to_owned();
    }
    if kind == MentionKind::Nominal && (joined.starts_with("A ") || joined.starts_with("An ")) {
        return format!("a{}", &joined[1..]);
    }
    joined
}
