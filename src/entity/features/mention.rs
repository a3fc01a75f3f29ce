//! Mention features: the form of each mention, its words, its grammatical role.

use std::collections::HashMap;

use crate::doc::Doc;
use crate::entity::names;
use crate::extraction::{EntityType, Gender, MentionKind};
use crate::lexicon::{given_names, lemmas, nouns, places};
use crate::mention::{Mention, Person, person};
use crate::syntax::{Relation, Upos};

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::entity) enum Form {
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

impl Form {
    pub(in crate::entity) fn is_he_or_she(self) -> bool {
        matches!(self, Self::Pronoun(Person::He | Person::She))
    }
}

/// What a mention is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::entity) enum GrammaticalRole {
    Subject,
    Object,
    Oblique,
    /// "his" of "his ship", "Norway" of "Norway's ship"
    Owner,
    /// "Norway" of "the coast of Norway"
    Inner,
    Other,
}

/// Whether a mention is of a place, and of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::entity) enum PlaceKind {
    /// "the country"
    Country,
    /// "the city"
    Place,
    /// "Norway"
    Named,
    Nothing,
}

impl PlaceKind {
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
pub(in crate::entity) struct MentionFeatures {
    pub form: Form,
    /// The head noun's lemma; of a name its last word.
    pub lemma: u32,
    /// Lower-cased words but articles and prepositions.
    pub words: Vec<u32>,
    /// Those of a nominal that are names ("Hull" of "the Hull ferry") or numbers.
    pub proper: Vec<u32>,
    pub role: GrammaticalRole,
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
    pub place: PlaceKind,
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
pub(in crate::entity) struct Words(HashMap<String, u32>);

impl Words {
    pub(in crate::entity) fn id(&mut self, word: &str) -> u32 {
        if let Some(k) = self.0.get(word) {
            return *k;
        }
        let k = self.0.len() as u32;
        self.0.insert(word.to_owned(), k);
        k
    }
}

impl MentionFeatures {
    pub(in crate::entity) fn new(doc: &Doc, m: &Mention, words: &mut Words) -> Self {
        let (syntax, head) = (&doc.syntax, m.head as usize);
        let pronoun = (m.kind == MentionKind::Pronoun).then(|| person(doc.word(head))).flatten();
        let possessive = |j: &usize| {
            let pronoun = syntax.upos[*j] == Upos::Pron || doc.is_possessive(*j);
            *j < head && syntax.relation[*j] == Relation::Nmod && pronoun
        };
        let owner = syntax.dependents(head).find(possessive);
        let form = form(doc, m, pronoun, owner.is_some());
        let noun = lemmas::noun(doc.lower(head));
        let lemma = if m.is_name() {
            let last = m.tokens.range().rev().find(|i| doc.is_word(*i)).unwrap_or(head);
            words.id(doc.lower(last))
        } else {
            words.id(noun)
        };
        let (all, proper) = content_words(doc, m, words);
        let copula = syntax.dependent(head, Relation::Cop).is_some();
        let forename = forename(doc, m);
        let role = grammatical_role(doc, head);
        let is_own = |i: usize| i < doc.tokens.len() && doc.word(i) == "own" && syntax.upos[i] == Upos::Adj;
        Self {
            form,
            lemma,
            words: all,
            proper,
            role,
            plural: m.plural,
            predicate_of: syntax.dependent(head, Relation::Nsubj).filter(|_| copula),
            quoted: doc.tokens[head].quoted,
            sentence: doc.sentence(head),
            paragraph: doc.paragraph(head),
            kind: m.entity,
            gender: match pronoun {
                Some(Person::He) => Gender::Male,
                Some(Person::She) => Gender::Female,
                _ if m.kind == MentionKind::Nominal => nouns::gender(noun),
                _ => Gender::Unknown,
            },
            likely: forename.map_or(Gender::Unknown, given_names::likely),
            share_female: forename.and_then(given_names::share_female),
            owner: owner.filter(|_| form == Form::Possessed),
            place: PlaceKind::of(doc, m, noun),
            governor: syntax.head(head),
            topmost: role == GrammaticalRole::Subject && syntax.head(head).is_some_and(|v| syntax.head(v).is_none()),
            listed: syntax.relation[head] == Relation::Conj || syntax.dependent(head, Relation::Conj).is_some(),
            own: is_own(head + 1),
            depth: std::iter::successors(Some(head), |i| syntax.head(*i)).take(9).count() as u32,
            bracketed: m.tokens.start.checked_sub(1).is_some_and(|i| doc.word(i as usize) == "("),
        }
    }

    /// As the word says, of a name as its first name does.
    pub(in crate::entity) fn likely_gender(&self) -> Gender {
        if self.form == Form::Name { self.likely } else { self.gender }
    }

    pub(in crate::entity) fn is_pronoun(&self) -> bool {
        matches!(self.form, Form::Pronoun(_))
    }
}

fn grammatical_role(doc: &Doc, head: usize) -> GrammaticalRole {
    match doc.syntax.relation[head] {
        Relation::Nsubj | Relation::Csubj => GrammaticalRole::Subject,
        Relation::Obj | Relation::Iobj => GrammaticalRole::Object,
        Relation::Obl => GrammaticalRole::Oblique,
        Relation::Nmod if doc.syntax.upos[head] == Upos::Pron || doc.is_possessive(head) => GrammaticalRole::Owner,
        Relation::Nmod => GrammaticalRole::Inner,
        Relation::Compound | Relation::Flat => GrammaticalRole::Inner,
        _ => GrammaticalRole::Other,
    }
}

fn form(doc: &Doc, m: &Mention, pronoun: Option<Person>, owned: bool) -> Form {
    match (m.kind, pronoun) {
        (MentionKind::Name, _) => Form::Name,
        (_, Some(p)) => Form::Pronoun(p),
        _ => match doc.lower(m.tokens.start as usize) {
            "the" | "this" | "that" | "these" | "those" | "both" => Form::Definite,
            "a" | "an" | "some" | "any" | "another" | "no" | "every" | "each" => Form::Indefinite,
            _ if owned => Form::Possessed,
            _ => Form::Bare,
        },
    }
}

/// Tokens of a mention that are looked at.
const MOST: usize = 24;

/// The words of a mention but articles and prepositions, sorted; and, of a nominal, those that are names or numbers.
fn content_words(doc: &Doc, m: &Mention, words: &mut Words) -> (Vec<u32>, Vec<u32>) {
    let upos = &doc.syntax.upos;
    let content = |i: &usize| doc.is_word(*i) && !matches!(upos[*i], Upos::Det | Upos::Adp | Upos::Part | Upos::Cconj);
    let tokens = || m.tokens.range().take(MOST).filter(content);
    let mut all: Vec<u32> = tokens().map(|i| words.id(doc.lower(i))).collect();
    all.sort_unstable();
    all.dedup();
    let proper = |i: &usize| *i != m.head as usize && matches!(upos[*i], Upos::Propn | Upos::Num);
    let nominal = m.kind == MentionKind::Nominal;
    let proper = tokens().filter(|i| nominal && proper(i)).map(|i| words.id(doc.lower(i))).collect();
    (all, proper)
}

/// The given name of a person's name; none of a single surname.
fn forename<'a>(doc: &'a Doc, m: &Mention) -> Option<&'a str> {
    let first = Some(doc.word(m.tokens.start as usize)).filter(|_| m.is_person_name());
    first.filter(|g| g.starts_with(char::is_uppercase) && (m.tokens.len() > 1 || !given_names::is_surname(g)))
}
