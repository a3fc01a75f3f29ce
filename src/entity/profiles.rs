//! What each mention looks like to the resolver: its form, its words, its place.

use std::collections::HashMap;

use super::names;
use crate::doc::Doc;
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::lexicon::{given, lemmas, nouns, places, titles};
use crate::mention::{Mention, Person, person};
use crate::syntax::{Relation, Upos};

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Name,
    /// the ship, that ship
    Definite,
    /// his ship, Norway's ship
    Possessed,
    /// a ship, some ships
    Indefinite,
    /// ships
    Bare,
    Pronoun(Person),
}

/// Where a mention stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    Oblique,
    /// "his" of "his ship", "Norway" of "Norway's ship"
    Owner,
    /// "Norway" of "the coast of Norway"
    Inner,
    Other,
}

/// What a mention says of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Land {
    /// "the country"
    Country,
    /// "the city"
    Place,
    /// "Norway"
    Named,
    Nothing,
}

impl Land {
    fn of(doc: &Doc, m: &Mention, noun: &str) -> Self {
        match m.kind {
            MentionKind::Nominal if nouns::is_country(noun) => Self::Country,
            MentionKind::Nominal if nouns::is_place(noun) => Self::Place,
            MentionKind::Name if m.entity == Some(EntityType::Gpe) => {
                match places::country(&names::key(doc, m.tokens).join(" ")) {
                    Some(_) => Self::Named,
                    None => Self::Nothing,
                }
            }
            _ => Self::Nothing,
        }
    }
}

/// One mention.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub form: Form,
    /// The head noun's lemma; of a name its last word.
    pub lemma: u32,
    /// Lower-cased words but articles and prepositions.
    pub words: Vec<u32>,
    /// Those of a nominal that are names ("Hull" of "the Hull ferry") or numbers.
    pub proper: Vec<u32>,
    pub place: Place,
    pub plural: bool,
    /// "the minister" of "Lund is the minister", and the token of Lund.
    pub predicate_of: Option<usize>,
    pub quoted: bool,
    pub sentence: u32,
    pub paragraph: u32,
    pub kind: Option<EntityType>,
    /// Of the head noun or pronoun.
    pub gender: Gender,
    /// Of the first name.
    pub likely: Gender,
    /// Share of women among the people of that first name.
    pub share_female: Option<f32>,
    /// "his" of "his ship".
    pub owner: Option<usize>,
    /// A nominal for a country, for another place; the name of a country.
    pub land: Land,
    /// The word that the mention hangs on.
    pub governor: Option<usize>,
    /// The subject of its sentence.
    pub topmost: bool,
    /// One of several in a row.
    pub listed: bool,
    /// Just after an opening bracket.
    pub bracketed: bool,
    /// "his own"
    pub own: bool,
    /// Tokens from it up to the root of its sentence, both counted, nine at most.
    pub depth: u32,
}

/// Words by number.
#[derive(Default)]
pub(super) struct Words(HashMap<String, u32>);

impl Words {
    pub(super) fn id(&mut self, word: &str) -> u32 {
        if let Some(k) = self.0.get(word) {
            return *k;
        }
        let k = self.0.len() as u32;
        self.0.insert(word.to_owned(), k);
        k
    }
}

pub(super) fn gender(sex: Option<titles::Sex>) -> Gender {
    match sex {
        Some(titles::Sex::Male) => Gender::Male,
        Some(titles::Sex::Female) => Gender::Female,
        None => Gender::Unknown,
    }
}

impl Profile {
    pub(super) fn new(doc: &Doc, m: &Mention, words: &mut Words) -> Self {
        let (syntax, head) = (&doc.syntax, m.head as usize);
        let first = doc.lower(m.tokens.start as usize);
        let pronoun = (m.kind == MentionKind::Pronoun).then(|| person(doc.word(head))).flatten();
        let owned = syntax.dependents(head).find(|j| {
            *j < head && syntax.relation[*j] == Relation::Nmod && (syntax.upos[*j] == Upos::Pron || owner(doc, *j))
        });
        let form = match (m.kind, pronoun) {
            (MentionKind::Name, _) => Form::Name,
            (_, Some(p)) => Form::Pronoun(p),
            _ => match first.as_str() {
                "the" | "this" | "that" | "these" | "those" | "both" => Form::Definite,
                "a" | "an" | "some" | "any" | "another" | "no" | "every" | "each" => Form::Indefinite,
                _ if owned.is_some() => Form::Possessed,
                _ => Form::Bare,
            },
        };
        let noun = lemmas::noun(doc.word(head));
        let lemma = if m.kind == MentionKind::Name {
            let last = m.tokens.range().rev().find(|i| doc.is_word(*i)).unwrap_or(head);
            words.id(&doc.lower(last))
        } else {
            words.id(&noun)
        };
        let content =
            |i: &usize| doc.is_word(*i) && !matches!(syntax.upos[*i], Upos::Det | Upos::Adp | Upos::Part | Upos::Cconj);
        let mut own: Vec<u32> = m.tokens.range().take(24).filter(content).map(|i| words.id(&doc.lower(i))).collect();
        own.sort_unstable();
        own.dedup();
        let proper = |i: &usize| {
            *i != head
                && content(i)
                && matches!(syntax.upos[*i], Upos::Propn | Upos::Num)
                && m.kind == MentionKind::Nominal
        };
        let proper = m.tokens.range().take(24).filter(proper).map(|i| words.id(&doc.lower(i))).collect();
        let copula = syntax.dependent(head, Relation::Cop).is_some();
        let person = m.kind == MentionKind::Name && m.entity == Some(EntityType::Person);
        let forename = Some(doc.word(m.tokens.start as usize))
            .filter(|g| person && g.starts_with(char::is_uppercase) && (m.tokens.len() > 1 || !given::is_surname(g)));
        let sex = match pronoun {
            Some(Person::He) => Gender::Male,
            Some(Person::She) => Gender::Female,
            _ if m.kind == MentionKind::Nominal => gender(nouns::sex(&noun)),
            _ => Gender::Unknown,
        };
        let place = place(doc, head);
        Self {
            form,
            lemma,
            words: own,
            proper,
            place,
            plural: m.plural,
            predicate_of: syntax.dependent(head, Relation::Nsubj).filter(|_| copula),
            quoted: doc.tokens[head].quoted,
            sentence: doc.sentence(head),
            paragraph: doc.paragraph(head),
            kind: m.entity,
            gender: sex,
            likely: gender(forename.and_then(given::likely)),
            share_female: forename.and_then(given::share_female),
            owner: owned.filter(|_| form == Form::Possessed),
            land: Land::of(doc, m, &noun),
            governor: syntax.head(head),
            topmost: place == Place::Subject && syntax.head(head).is_some_and(|v| syntax.head(v).is_none()),
            listed: syntax.relation[head] == Relation::Conj || syntax.dependent(head, Relation::Conj).is_some(),
            own: doc
                .tokens
                .get(head + 1)
                .is_some_and(|_| doc.word(head + 1) == "own" && syntax.upos[head + 1] == Upos::Adj),
            depth: std::iter::successors(Some(head), |i| syntax.head(*i)).take(9).count() as u32,
            bracketed: m.tokens.start.checked_sub(1).is_some_and(|i| doc.word(i as usize) == "("),
        }
    }

    /// As the word says, of a name as its first name does.
    pub(super) fn sex(&self) -> Gender {
        if self.form == Form::Name { self.likely } else { self.gender }
    }

    pub(super) fn is_pronoun(&self) -> bool {
        matches!(self.form, Form::Pronoun(_))
    }
}

fn owner(doc: &Doc, i: usize) -> bool {
    doc.syntax.dependents(i).any(|j| matches!(doc.word(j), "'s" | "’s" | "'" | "’"))
}

fn place(doc: &Doc, head: usize) -> Place {
    match doc.syntax.relation[head] {
        Relation::Nsubj | Relation::Csubj => Place::Subject,
        Relation::Obj | Relation::Iobj => Place::Object,
        Relation::Obl => Place::Oblique,
        Relation::Nmod if doc.syntax.upos[head] == Upos::Pron || owner(doc, head) => Place::Owner,
        Relation::Nmod => Place::Inner,
        Relation::Compound | Relation::Flat => Place::Inner,
        _ => Place::Other,
    }
}
