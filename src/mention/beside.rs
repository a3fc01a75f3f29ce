//! What the words of a name and those beside it say of its type: treaties and acts are laws, "the Ukraine war" is an
//! event, "the film Silent Harbour" a work, and who "speaks Norwegian" speaks a language.

use crate::extraction::EntityType;
use crate::span::Tokens;

/// Last words of a law's name, and nouns that stand beside it: "the New Start treaty".
const LAWS: &[&str] = &["treaty", "pact", "accord", "accords", "agreement", "charter", "constitution", "protocol"];
/// Last words of a law's name only.
const ACTS: &[&str] = &["act", "amendment", "statute", "directive"];
/// First words of a law's name, before "of", "on" or "against".
const FIRST: &[&str] = &["treaty", "convention", "declaration", "bill", "act"];
/// Nouns in lower case that make a name of the place or body before them.
const OF_PLACE: &[(&str, EntityType)] =
    &[("war", EntityType::Event), ("charter", EntityType::Law), ("constitution", EntityType::Law)];

/// Nouns before the title of a work.
const WORKS: &[&str] = &[
    "film",
    "movie",
    "documentary",
    "novel",
    "book",
    "memoir",
    "autobiography",
    "album",
    "song",
    "single",
    "play",
    "musical",
    "opera",
    "poem",
    "sitcom",
    "drama",
    "series",
    "painting",
];
/// True of a noun for a work: "film", "memoir".
pub fn is_work(noun: &str) -> bool {
    WORKS.contains(&noun)
}

/// Verbs before a language.
const SPEAK: &[&str] = &["speak", "speaks", "spoke", "speaking", "spoken", "learn", "learning", "taught"];

/// A name with the type that these words give it; `word` is a token in lower case, `is_capital` its form.
pub(super) fn of_words(
    word: impl Fn(usize) -> Option<String>,
    is_capital: impl Fn(usize) -> bool,
    tokens: Tokens,
    kind: EntityType,
) -> (Tokens, EntityType) {
    use EntityType::{Event, Fac, Gpe, Language, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let at = |i: usize, list: &[&str]| word(i).is_some_and(|w| list.contains(&w.as_str()));
    let said = end - start > 1
        && (at(end - 1, LAWS) || at(end - 1, ACTS) || at(start, FIRST) && at(start + 1, &["of", "on", "against"]));
    if said && kind != Person {
        return (tokens, Law);
    }
    if kind == Person && (start + 1..end).any(|i| at(i, &["&"])) {
        return (tokens, Org);
    }
    let before = |list: &[&str]| start > 0 && !is_capital(start - 1) && at(start - 1, list);
    if kind == Norp && (before(SPEAK) || at(end, &["language"])) {
        return (tokens, Language);
    }
    if matches!(kind, Event | Product | Org | Law) && before(WORKS) {
        return (tokens, WorkOfArt);
    }
    // "New Start disarmament treaty"
    let beside = (end..end + 2).take_while(|i| *i == end || !is_capital(*i - 1)).any(|i| !is_capital(i) && at(i, LAWS));
    if beside && matches!(kind, Event | Product | WorkOfArt | Fac) {
        return (tokens, Law);
    }
    if matches!(kind, Gpe | Loc | Org)
        && !is_capital(end)
        && let Some(next) = word(end)
        && let Some((_, made)) = OF_PLACE.iter().find(|(noun, made)| *noun == next && (kind != Org || *made == Law))
    {
        return (Tokens::new(start, end + 1), *made);
    }
    (tokens, kind)
}
