//! Noun phrases: for people and bodies ("the minister", "the 42-year-old", "the ministry"), and for things.

use super::Mention;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::{lemmas, nouns};
use crate::span::Tokens;
use crate::syntax::{Relation, Syntax, Upos};
use crate::text::Text;

/// The noun phrase around noun `i`: its determiner and modifiers before, "of ..." and the like after, without
/// relative clauses, appositions and what is joined by "and".
pub fn phrase(text: &Text, syntax: &Syntax, i: usize) -> Tokens {
    let mut run = Tokens::new(i, i + 1);
    let sentence = text.tokens[i].sentence;
    let before = |r: Relation| {
        matches!(
            r,
            Relation::Det
                | Relation::Amod
                | Relation::Compound
                | Relation::Nummod
                | Relation::Nmod
                | Relation::Flat
                | Relation::Advmod
                | Relation::Punct
        )
    };
    while run.start > syntax.left[i] {
        // the dependent of `i` whose subtree ends where the phrase begins
        let mut j = run.start as usize - 1;
        if text.tokens[j].sentence != sentence {
            break;
        }
        while let Some(h) = syntax.head(j).filter(|h| *h != i && *h < run.start as usize) {
            j = h;
        }
        if syntax.head(j) != Some(i) || !before(syntax.relation[j]) || syntax.left[j] >= run.start {
            break;
        }
        run.start = syntax.left[j];
    }
    while (run.start as usize) < i && matches!(syntax.upos[run.start as usize], Upos::Punct | Upos::Adp | Upos::Cconj) {
        run.start += 1;
    }
    for j in syntax.dependents(i).filter(|j| *j > i) {
        let joins = matches!(syntax.relation[j], Relation::Nmod | Relation::Compound | Relation::Flat);
        let set_off = syntax.upos[syntax.left[j] as usize] == Upos::Punct;
        if !joins || set_off || syntax.left[j] != run.end || text.tokens[j].sentence != sentence {
            break;
        }
        run.end = syntax.right[j];
    }
    run
}

/// The noun phrase of the topmost word of a run of tokens, and that word.
pub fn phrase_at(text: &Text, syntax: &Syntax, run: Tokens) -> (Tokens, usize) {
    let top = run.range().find(|i| syntax.head(*i).is_none_or(|h| !run.has(h))).unwrap_or(run.start as usize);
    (phrase(text, syntax, top), top)
}

pub(super) fn add(source: &str, text: &Text, syntax: &Syntax, in_name: &[bool], out: &mut Vec<Mention>) {
    for i in 0..text.tokens.len() {
        if in_name[i] {
            continue;
        }
        let word = text.tokens[i].span.of(source);
        let age = word == "old" && is_age(source, text, i);
        if !age && !matches!(syntax.upos[i], Upos::Noun | Upos::Propn) {
            continue;
        }
        if !age && matches!(syntax.relation[i], Relation::Compound | Relation::Flat | Relation::Fixed) {
            continue;
        }
        let lemma = lemmas::noun(word);
        let body = nouns::is_body(&lemma);
        let someone = age || body || nouns::is_person(&lemma);
        let mut tokens = if age { age_phrase(source, text, i) } else { phrase(text, syntax, i) };
        // a phrase that ends in a name is that name's title
        while tokens.end as usize > i + 1
            && in_name[tokens.end as usize - 1]
            && in_name[i + 1..tokens.end as usize].iter().all(|n| *n)
        {
            tokens.end = i as u32 + 1;
        }
        // "police say", but one body
        let plural = syntax.plural[i] && !age && lemma != "police";
        let entity = match (someone, plural, body) {
            (false, ..) => None,
            (_, true, _) => Some(EntityType::Group),
            (_, _, true) => Some(EntityType::Org),
            _ => Some(EntityType::Person),
        };
        out.push(Mention { tokens, head: i as u32, kind: MentionKind::Nominal, entity, plural });
    }
}

/// "old" of "42-year-old" that is no adjective before a noun.
fn is_age(source: &str, text: &Text, i: usize) -> bool {
    let word = |k: usize| text.tokens[k].span.of(source);
    i >= 4
        && word(i - 1) == "-"
        && word(i - 2) == "year"
        && word(i - 4).bytes().all(|b| b.is_ascii_digit())
        && text.tokens.get(i + 1).is_none_or(|t| {
            !t.span.of(source).chars().next().is_some_and(char::is_alphabetic)
                || matches!(
                    t.span.of(source),
                    "said" | "told" | "added" | "was" | "is" | "has" | "had" | "who" | "from" | "and" | "in"
                )
        })
}

fn age_phrase(source: &str, text: &Text, i: usize) -> Tokens {
    let start = i - 4;
    let det = start > 0 && matches!(text.tokens[start - 1].span.of(source), "the" | "The" | "a" | "A");
    Tokens::new(start - usize::from(det), i + 1)
}
