//! Trigger words: what the words of a name and those beside it say of its type. Treaties and acts are laws, "the Boer war"
//! is an event, "the film Silent Harbour" a work, and who "speaks Norwegian" speaks a language.

use crate::doc::Doc;
use crate::extraction::EntityType::{self, Event, Gpe, Language, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
use crate::rule::{RuleName, Rules};
use crate::span::Tokens;

/// Last words of a law's name: "the Baltic Fisheries treaty".
const LAWS: &[&str] = &["treaty", "pact", "accord", "accords", "agreement", "charter", "constitution", "protocol"];
/// The same, of acts.
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
/// Verbs before a language.
const SPEAK: &[&str] = &["speak", "speaks", "spoke", "speaking", "spoken", "learn", "learning", "taught"];

/// A rule that gives a name another type, and perhaps a word more.
pub(super) struct Trigger {
    pub(super) name: RuleName,
    fires: fn(&Context, EntityType) -> Option<(Tokens, EntityType)>,
}

/// In the order of precedence: the first that fires decides.
pub(super) const TRIGGERS: &[Trigger] = &[
    Trigger { name: "law_word", fires: law_word },
    Trigger { name: "company_sign", fires: company_sign },
    Trigger { name: "language_word", fires: language_word },
    Trigger { name: "work_noun", fires: work_noun },
    Trigger { name: "place_noun", fires: place_noun },
];

/// A name with the type that these words give it; none if no rule fires.
pub(super) fn retyped(doc: &Doc, rules: &Rules, (tokens, kind): (Tokens, EntityType)) -> Option<(Tokens, EntityType)> {
    let context = Context { doc, tokens };
    TRIGGERS.iter().filter(|t| rules.has(t.name)).find_map(|t| (t.fires)(&context, kind))
}

/// A name and the words around it.
struct Context<'a> {
    doc: &'a Doc,
    tokens: Tokens,
}

impl Context<'_> {
    fn start(&self) -> usize {
        self.tokens.start as usize
    }

    fn end(&self) -> usize {
        self.tokens.end as usize
    }

    /// Token `i` is one of a list, in any case.
    fn is(&self, i: usize, list: &[&str]) -> bool {
        i < self.doc.tokens.len() && list.contains(&self.doc.lower(i))
    }

    /// Token `i` begins in lower case, and there is one.
    fn is_small(&self, i: usize) -> bool {
        i < self.doc.tokens.len() && !self.doc.is_capital(i)
    }

    /// One of a list in lower case stands before the name.
    fn before(&self, list: &[&str]) -> bool {
        self.start() > 0 && self.is_small(self.start() - 1) && self.is(self.start() - 1, list)
    }
}

/// "the Clean Air Act", "the Treaty of Ghent".
fn law_word(c: &Context, kind: EntityType) -> Option<(Tokens, EntityType)> {
    let (start, last) = (c.start(), c.end() - 1);
    let names = c.is(last, LAWS) || c.is(last, ACTS) || c.is(start, FIRST) && c.is(start + 1, &["of", "on", "against"]);
    (c.tokens.len() > 1 && names && kind != Person).then_some((c.tokens, Law))
}

/// "Lund & Berg" is a firm.
fn company_sign(c: &Context, kind: EntityType) -> Option<(Tokens, EntityType)> {
    (kind == Person && (c.start() + 1..c.end()).any(|i| c.is(i, &["&"]))).then_some((c.tokens, Org))
}

/// "speaks Norwegian", "the Norwegian language".
fn language_word(c: &Context, kind: EntityType) -> Option<(Tokens, EntityType)> {
    (kind == Norp && (c.before(SPEAK) || c.is(c.end(), &["language"]))).then_some((c.tokens, Language))
}

/// "the film Silent Harbour".
fn work_noun(c: &Context, kind: EntityType) -> Option<(Tokens, EntityType)> {
    (matches!(kind, Event | Product | Org | Law) && c.before(WORKS)).then_some((c.tokens, WorkOfArt))
}

/// "the Boer war", "the UN charter": the noun is part of the name.
fn place_noun(c: &Context, kind: EntityType) -> Option<(Tokens, EntityType)> {
    let end = c.end();
    if !matches!(kind, Gpe | Loc | Org) || !c.is_small(end) {
        return None;
    }
    let (_, made) = OF_PLACE.iter().find(|(noun, made)| c.is(end, &[noun]) && (kind != Org || *made == Law))?;
    Some((Tokens::new(c.start(), end + 1), *made))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// What becomes of the name that a fixture marks, and of it under another type.
    fn made(lines: &str, other: EntityType) -> [Option<(String, EntityType)>; 2] {
        let f = Fixture::new(lines);
        let (tokens, kind) = f.names[0];
        [kind, other].map(|kind| {
            let (run, made) = retyped(&f.doc, &Rules::default(), (tokens, kind))?;
            Some((f.doc.slice(run).to_owned(), made))
        })
    }

    fn is(name: &str, kind: EntityType) -> Option<(String, EntityType)> {
        Some((name.to_owned(), kind))
    }

    #[test]
    fn law_word() {
        let lines = "1 The DET _ 4 det _
            2 Clean ADJ _ 4 amod Name=(ORG
            3 Air PROPN _ 4 compound _
            4 Act PROPN _ 5 obl Name=)
            5 passed VERB _ 0 root SpaceAfter=No
            6 . PUNCT _ 5 punct _";
        assert_eq!(made(lines, Person), [is("Clean Air Act", Law), None]);
    }

    #[test]
    fn company_sign() {
        let lines = "1 Lund PROPN _ 4 nsubj Name=(PERSON
            2 & CCONJ _ 3 cc _
            3 Berg PROPN _ 1 conj Name=)
            4 closed VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _";
        assert_eq!(made(lines, Gpe), [is("Lund & Berg", Org), None]);
    }

    #[test]
    fn language_word() {
        let lines = "1 She PRON _ 2 nsubj _
            2 speaks VERB _ 0 root _
            3 Norwegian PROPN _ 2 obj Name=(NORP)
            4 at ADP _ 5 case _
            5 home NOUN _ 2 obl SpaceAfter=No
            6 . PUNCT _ 2 punct _";
        assert_eq!(made(lines, Gpe), [is("Norwegian", Language), None]);
    }

    #[test]
    fn work_noun() {
        let lines = "1 He PRON _ 2 nsubj _
            2 made VERB _ 0 root _
            3 the DET _ 4 det _
            4 film NOUN _ 2 obj _
            5 Silent ADJ _ 6 amod Name=(ORG
            6 Harbour PROPN _ 2 obj Name=)
            7 in ADP _ 8 case _
            8 May PROPN _ 2 obl SpaceAfter=No
            9 . PUNCT _ 2 punct _";
        assert_eq!(made(lines, Person), [is("Silent Harbour", WorkOfArt), None]);
    }

    #[test]
    fn place_noun() {
        let lines = "1 The DET _ 2 det _
            2 Boer PROPN _ 3 compound Name=(GPE)
            3 war NOUN _ 4 nsubj _
            4 ended VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _";
        assert_eq!(made(lines, Org), [is("Boer war", Event), None]);
        let lines = "1 The DET _ 3 det _
            2 Berlin PROPN _ 3 compound Name=(GPE)
            3 office NOUN _ 4 nsubj _
            4 closed VERB _ 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _";
        assert_eq!(made(lines, Org), [None, None]);
    }
}
