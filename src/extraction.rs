//! What comes out: the entities and quotes of one article.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::ids::{EntityId, QuoteId};
use crate::span::{CodePoints, Span};

/// Version of the JSON form; raised when a field changes its meaning.
pub const SCHEMA: u32 = 2;

/// Everything read from one article. Spans are bytes of `text`; [`Extraction::record`] gives code points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The article's id ("" if it had none).
    pub id: String,
    /// The article's text.
    pub text: Arc<str>,
    /// Name of the model ("base").
    pub model: String,
    /// ISO 639-1 code, or "und" where it cannot be told.
    pub language: String,
    /// What the reader should know about this article, one line each.
    pub warnings: Vec<String>,
    /// Every entity once, by first mention; `EntityId(i)` is `entities[i]`.
    pub entities: Vec<Entity>,
    /// Every quote, in the order of the text; `QuoteId(i)` is `quotes[i]`.
    pub quotes: Vec<Quote>,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// All values.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The value as written in results.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}

names!(
    /// Type of an entity: the 18 of OntoNotes 5, and GROUP for people or bodies named by no name.
    EntityType {
        /// People, including fictional ones.
        Person = "PERSON",
        /// Nationalities, religious and political groups.
        Norp = "NORP",
        /// Buildings, airports, roads, bridges.
        Fac = "FAC",
        /// Companies, agencies, institutions, teams.
        Org = "ORG",
        /// Countries, cities, states.
        Gpe = "GPE",
        /// Other places: mountains, seas, regions.
        Loc = "LOC",
        /// Things: vehicles, weapons, devices, foods.
        Product = "PRODUCT",
        /// Wars, battles, sports events, storms, meetings.
        Event = "EVENT",
        /// Titles of books, songs, films.
        WorkOfArt = "WORK_OF_ART",
        /// Acts, treaties, charters.
        Law = "LAW",
        /// Languages.
        Language = "LANGUAGE",
        /// Dates and periods of a day or longer.
        Date = "DATE",
        /// Times shorter than a day.
        Time = "TIME",
        /// Percentages.
        Percent = "PERCENT",
        /// Amounts of money.
        Money = "MONEY",
        /// Measurements.
        Quantity = "QUANTITY",
        /// "first", "second".
        Ordinal = "ORDINAL",
        /// Numerals of no other type.
        Cardinal = "CARDINAL",
        /// Several people or bodies, named by no name.
        Group = "GROUP",
        /// Anything else that is spoken of, named by no name (a ship, a report): resolved, so that "it" is nobody else's,
        /// and reported only if it speaks.
        Other = "OTHER",
    }
);

impl EntityType {
    /// Dates, times, sums and numbers: they are said, and say nothing.
    pub fn is_value(self) -> bool {
        use EntityType::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
        matches!(self, Cardinal | Date | Money | Ordinal | Percent | Quantity | Time)
    }
}

names!(
    /// How a mention refers.
    MentionKind {
        /// By a name.
        Name = "name",
        /// By a noun phrase.
        Nominal = "nominal",
        /// By a pronoun.
        Pronoun = "pronoun",
    }
);
names!(
    /// Gender as the text gives it: pronouns, titles, kinship words.
    Gender {
        /// he, Mr, husband
        Male = "male",
        /// she, Mrs, wife
        Female = "female",
        /// Not said.
        Unknown = "unknown",
    }
);

impl Gender {
    /// Both are known, and differ.
    pub fn contradicts(self, other: Self) -> bool {
        self != Self::Unknown && other != Self::Unknown && self != other
    }

    /// This one, or the other where this one is not known.
    pub fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }
}

names!(
    /// How the words are given.
    QuoteKind {
        /// Complete utterances inside quotation marks.
        Direct = "direct",
        /// The reporter's own words.
        Indirect = "indirect",
        /// Quoted words inside the reporter's clause.
        Mixed = "mixed",
        /// Told of without its words or a proposition: its topic ("spoke about the treaty"), or a thing praised or
        /// blamed ("praised the team"); "reported" in Redewiedergabe (Brunner et al. 2020).
        Reported = "reported",
    }
);

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident of $what:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name([bool; $what::ALL.len()]);

        impl $name {
            /// Every one.
            pub const ALL: Self = Self([true; $what::ALL.len()]);

            /// These.
            pub fn new(these: impl IntoIterator<Item = $what>) -> Self {
                let mut has = [false; $what::ALL.len()];
                these.into_iter().for_each(|one| has[one as usize] = true);
                Self(has)
            }

            /// True if it is among them.
            pub fn has(self, one: $what) -> bool {
                self.0[one as usize]
            }

            /// They, in the order of their definition.
            pub fn iter(self) -> impl Iterator<Item = $what> {
                $what::ALL.iter().copied().filter(move |one| self.has(*one))
            }
        }
    };
}

choice!(
    /// Which kinds of quotes a reader wants; all but [`QuoteKind::Reported`] by default.
    Kinds of QuoteKind
);
choice!(
    /// Which types of entities a reader wants; all by default.
    Types of EntityType
);

impl Default for Types {
    fn default() -> Self {
        Self::ALL
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self::new([QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed])
    }
}

names!(
    /// What the speaker does by saying it, from the reporting words.
    Act {
        /// Says, reports, explains, predicts; also where the reporting words do not tell.
        Statement = "statement",
        /// Asks something.
        Question = "question",
        /// Asks for something to be done: requests, demands, proposals, advice.
        Request = "request",
        /// Binds the speaker: promises, offers, threats.
        Promise = "promise",
        /// Blames: accusations, criticism, complaints.
        Accusation = "accusation",
        /// Approves: praise, thanks, endorsements.
        Praise = "praise",
        /// Denies, rejects or refuses.
        Denial = "denial",
        /// Thinks, knows, hopes, fears, wants or intends; need not have been said.
        Belief = "belief",
    }
);

/// A person, organisation, place ... of one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// The fullest form in the text, without title or possessive.
    pub name: String,
    /// Other forms, the most frequent first.
    pub aliases: Vec<String>,
    /// Titles and offices ("Norhaven harbour minister"), in order of the text.
    pub roles: Vec<String>,
    /// The body or country that a person holds a role in.
    pub affiliation: Option<EntityId>,
    /// Gender as the text gives it.
    pub gender: Gender,
    /// What the given name suggests, if asked for.
    pub gender_guess: Option<GenderGuess>,
    /// How much the article is about it, 0 to 1: see [`Salience`].
    pub salience: f32,
    /// Named in the headline.
    pub in_headline: bool,
    /// All mentions, in order of the text.
    pub mentions: Vec<Mention>,
}

/// Gender by the share of women among those of a given name: a guess, not what the text says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GenderGuess {
    /// Male or female, whichever is more frequent.
    pub gender: Gender,
    /// Its share, 0.5 to 1.
    pub probability: f32,
}

/// What makes an entity salient: an even mean of four shares, each 0 to 1. The same paragraph printed twice counts once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Salience {
    /// Mentions, of those of the entity mentioned most.
    pub mentions: f32,
    /// How early the first mention stands: 1 at the start of the text, 0 at its end.
    pub early: f32,
    /// In the headline: 1 or 0.
    pub headline: f32,
    /// Quotes that it speaks, of those of the entity that speaks most.
    pub speaks: f32,
}

impl Salience {
    /// The mean.
    pub fn mean(self) -> f32 {
        (self.mentions + self.early + self.headline + self.speaks) / 4.0
    }
}

/// One place where the text refers to an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// How.
    pub kind: MentionKind,
    /// A place, named for those who govern or work there ("Washington hopes").
    pub metonymy: bool,
    /// It stands in a paragraph that repeats an earlier one.
    pub duplicate: bool,
}

/// Something said by someone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// What is said: one span or several, in order of the text; quotation marks included.
    pub content: Vec<Span>,
    /// The reporting expression.
    pub cue: Option<Span>,
    /// The text that names who speaks.
    pub source: Option<Span>,
    /// The sentence that reports it: the cue's, or without one the sentence in which the content begins.
    pub sentence: Span,
    /// Who speaks.
    pub speaker: Option<EntityId>,
    /// Who is spoken to.
    pub addressee: Option<EntityId>,
    /// The quote that this one is reported in.
    pub relayed_by: Option<QuoteId>,
    /// Statement, question, promise ...
    pub act: Act,
    /// The source is a person or group kept unnamed.
    pub anonymous: bool,
    /// The speaker denies it, or does not say it.
    pub negated: bool,
    /// It stands in a paragraph that repeats an earlier one.
    pub duplicate: bool,
    /// Probability that content and source are right.
    pub confidence: f32,
}

impl Quote {
    /// The content's texts, joined by one space.
    pub fn text(&self, article: &str) -> String {
        self.content.iter().map(|s| s.of(article)).collect::<Vec<_>>().join(" ")
    }
}

/// An extraction in its JSON form: offsets in code points, ids as strings.
///
/// `serde_json::to_string(&extraction.record())` is one line of `sayso extract --format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record<'a> {
    /// The article's id.
    pub id: &'a str,
    /// [`SCHEMA`].
    pub schema: u32,
    /// Version of this library.
    pub sayso: &'static str,
    /// Name of the model.
    pub model: &'a str,
    /// Language of the text.
    pub language: &'a str,
    /// One line each.
    pub warnings: &'a [String],
    /// All entities.
    pub entities: Vec<EntityRecord<'a>>,
    /// All quotes.
    pub quotes: Vec<QuoteRecord>,
}

/// An entity in its JSON form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the fields of `Entity`
pub struct EntityRecord<'a> {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: EntityType,
    pub name: &'a str,
    pub aliases: &'a [String],
    pub roles: &'a [String],
    pub affiliation: Option<String>,
    pub gender: Gender,
    pub gender_guess: Option<Gender>,
    pub gender_guess_probability: Option<f64>,
    pub salience: f64,
    pub in_headline: bool,
    pub mentions: Vec<MentionRecord<'a>>,
}

/// A mention in its JSON form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the fields of `Mention`, with its text
pub struct MentionRecord<'a> {
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
    pub kind: MentionKind,
    pub metonymy: bool,
    pub duplicate: bool,
}

/// A span in code points.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Pair {
    pub start: u32,
    pub end: u32,
}

impl Serialize for Pair {
    /// A list, also where tuples are something else.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].as_slice().serialize(serializer)
    }
}

/// A quote in its JSON form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)] // the fields of `Quote`, with its text
pub struct QuoteRecord {
    pub id: String,
    pub kind: QuoteKind,
    pub text: String,
    pub content: Vec<Pair>,
    pub cue: Option<Pair>,
    pub source: Option<Pair>,
    pub sentence: Pair,
    pub speaker: Option<String>,
    pub addressee: Option<String>,
    pub relayed_by: Option<String>,
    pub act: Act,
    pub anonymous: bool,
    pub negated: bool,
    pub duplicate: bool,
    pub confidence: f64,
}

/// A probability as printed: four decimals.
pub fn rounded(p: f32) -> f64 {
    (f64::from(p) * 1e4).round() / 1e4
}

impl Extraction {
    /// The JSON form.
    pub fn record(&self) -> Record<'_> {
        let points = CodePoints::new(&self.text);
        Record {
            id: &self.id,
            schema: SCHEMA,
            sayso: env!("CARGO_PKG_VERSION"),
            model: &self.model,
            language: &self.language,
            warnings: &self.warnings,
            entities: (0..self.entities.len()).map(|i| self.entity_record(i, &points)).collect(),
            quotes: (0..self.quotes.len()).map(|i| self.quote_record(i, &points)).collect(),
        }
    }

    /// The JSON form of entity `i`; `points` are the text's.
    pub fn entity_record(&self, i: usize, points: &CodePoints) -> EntityRecord<'_> {
        let e = &self.entities[i];
        let mention = |m: &Mention| {
            let [start, end] = points.pair(&self.text, m.span);
            MentionRecord {
                start,
                end,
                text: m.span.of(&self.text),
                kind: m.kind,
                metonymy: m.metonymy,
                duplicate: m.duplicate,
            }
        };
        EntityRecord {
            id: EntityId(i as u32).to_string(),
            kind: e.kind,
            name: &e.name,
            aliases: &e.aliases,
            roles: &e.roles,
            affiliation: e.affiliation.map(|a| a.to_string()),
            gender: e.gender,
            gender_guess: e.gender_guess.map(|g| g.gender),
            gender_guess_probability: e.gender_guess.map(|g| rounded(g.probability)),
            salience: rounded(e.salience),
            in_headline: e.in_headline,
            mentions: e.mentions.iter().map(mention).collect(),
        }
    }

    /// The JSON form of quote `i`; `points` are the text's.
    pub fn quote_record(&self, i: usize, points: &CodePoints) -> QuoteRecord {
        let q = &self.quotes[i];
        let pair = |span| {
            let [start, end] = points.pair(&self.text, span);
            Pair { start, end }
        };
        QuoteRecord {
            id: QuoteId(i as u32).to_string(),
            kind: q.kind,
            text: q.text(&self.text),
            content: q.content.iter().map(|s| pair(*s)).collect(),
            cue: q.cue.map(pair),
            source: q.source.map(pair),
            sentence: pair(q.sentence),
            speaker: q.speaker.map(|e| e.to_string()),
            addressee: q.addressee.map(|e| e.to_string()),
            relayed_by: q.relayed_by.map(|q| q.to_string()),
            act: q.act,
            anonymous: q.anonymous,
            negated: q.negated,
            duplicate: q.duplicate,
            confidence: rounded(q.confidence),
        }
    }
}
