//! Articles in which a repeated name gives way to a pronoun: pronouns whose antecedent is known, without annotation
//! (after Kocijan et al. 2019, WikiCREM).

use sayso::entity::Entities;
use sayso::extraction::{EntityType, Gender, MentionKind};
use sayso::lexicon::{given, titles};
use sayso::span::{CodePoints, Tokens};
use sayso::syntax::{Page, Relation, Upos};

/// Sentences of a row before the pronoun's, and after it.
const BEFORE: u32 = 5;
const AFTER: u32 = 1;
/// The name was said so many sentences before at most.
const NEAR: u32 = 3;
/// Rows of one article.
const MOST: usize = 4;

/// Rows of one article, as `coref decisions` reads them.
pub(crate) fn rows(id: &str, page: Page<'_>, found: &Entities) -> Vec<serde_json::Value> {
    let mut out = Vec::new();
    let mut last = None;
    for m in 0..found.sorted {
        let sentence = page.sentence(found.mentions[m].head as usize);
        if last.is_none_or(|s| sentence > s + 1)
            && let Some(row) = row(id, page, found, m)
        {
            last = Some(sentence);
            out.push(row);
        }
        if out.len() == MOST {
            break;
        }
    }
    out
}

fn row(id: &str, page: Page<'_>, found: &Entities, m: usize) -> Option<serde_json::Value> {
    let mention = found.mentions[m];
    let mine = person(found, m)?;
    let (start, end) = (mention.tokens.start as usize, mention.tokens.end as usize);
    let sentence = page.sentence(start);
    // "Mr Lund", "minister Lund", "Lund, the minister,": more than a name would have to go
    let before = start.checked_sub(1).map_or(Upos::Punct, |i| page.syntax.upos[i]);
    let after = page.text.tokens.get(end).map_or("", |_| page.word(end));
    let whole = mention.tokens.range().any(|i| i == mention.head as usize);
    if matches!(before, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det)
        || matches!(after, "," | "(" | "and")
        || !whole
    {
        return None;
    }
    let owner = matches!(after, "'s" | "’s" | "'" | "’");
    let place = page.syntax.relation[mention.head as usize];
    let near: Vec<usize> =
        (0..m).rev().take_while(|n| page.sentence(found.mentions[*n].head as usize) + BEFORE >= sentence).collect();
    let known = near
        .iter()
        .any(|n| person(found, *n) == Some(mine) && page.sentence(found.mentions[*n].head as usize) + NEAR >= sentence);
    let sex = sex(page, found, mine).unwrap_or(if mine % 2 == 0 { Gender::Male } else { Gender::Female });
    let rival = near.iter().any(|n| person(found, *n).is_some_and(|e| e != mine && fits(page, found, e, sex)));
    let male = sex == Gender::Male;
    let word = match place {
        Relation::Nmod if owner => {
            if male {
                "his"
            } else {
                "her"
            }
        }
        Relation::Nsubj if !owner => {
            if male {
                "he"
            } else {
                "she"
            }
        }
        Relation::Obj | Relation::Iobj | Relation::Obl if !owner => {
            if male {
                "him"
            } else {
                "her"
            }
        }
        _ => return None,
    };
    if !known || !rival {
        return None;
    }
    let sentences = &page.text.sentences;
    let first = sentences[sentence.saturating_sub(BEFORE) as usize].tokens.start as usize;
    let last = sentences[(sentence + AFTER).min(sentences.len() as u32 - 1) as usize].tokens.end as usize;
    let span = |a: usize, b: usize| page.span(Tokens::new(a, b));
    let (all, gone) = (span(first, last), span(start, end + usize::from(owner)));
    let opens = start == sentences[sentence as usize].tokens.start as usize;
    let word = if opens { word[..1].to_uppercase() + &word[1..] } else { word.to_owned() };
    let text = |a: u32, b: u32| page.source.get(a as usize..b as usize).unwrap_or_default();
    let text = format!("{}{word}{}", text(all.start, gone.start), text(gone.end, all.end));
    let points = CodePoints::new(&text);
    let pair = |start: u32, end: u32| [points.of(&text, start - all.start), points.of(&text, end - all.start)];
    let [s, e] = pair(gone.start, gone.start + word.len() as u32);
    let mut gold = vec![[s, e, 0]];
    for n in near.iter().rev().filter(|n| found.mentions[**n].tokens.start as usize >= first) {
        if let Some(e) = person(found, *n) {
            let at = page.span(found.mentions[*n].tokens);
            let [a, b] = pair(at.start, at.end);
            gold.push([a, b, if e == mine { 0 } else { e as u32 + 1 }]);
        }
    }
    Some(serde_json::json!({"id": format!("{id} {start}"), "text": text, "all": false, "gold": gold}))
}

/// The entity, if the mention names a person.
fn person(found: &Entities, m: usize) -> Option<usize> {
    let mention = &found.mentions[m];
    let e = found.of[m].filter(|_| mention.kind == MentionKind::Name)?;
    (mention.entity == Some(EntityType::Person) && found.list[e].kind == EntityType::Person).then_some(e)
}

/// As the text says or the first name suggests.
fn sex(page: Page<'_>, found: &Entities, e: usize) -> Option<Gender> {
    let entity = &found.list[e];
    if entity.gender != Gender::Unknown {
        return Some(entity.gender);
    }
    let names = entity.mentions.iter().map(|m| &found.mentions[*m]).filter(|m| m.kind == MentionKind::Name);
    names.filter_map(|m| given::likely(page.word(m.tokens.start as usize))).next().map(|s| match s {
        titles::Sex::Male => Gender::Male,
        titles::Sex::Female => Gender::Female,
    })
}

fn fits(page: Page<'_>, found: &Entities, e: usize, gender: Gender) -> bool {
    sex(page, found, e).is_none_or(|g| g == gender)
}
