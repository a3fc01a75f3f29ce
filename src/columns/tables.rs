//! The tables' definitions: each column's name, kind, value and meaning, in one place.

use super::Table;
use super::values::{Cell, Field, Kind, Shared};
use crate::article::Article;
use crate::error::ArticleError;
use crate::extraction::{EntityRecord, Extraction, MentionRecord, Quote, QuoteRecord};
use crate::ids::EntityId;
use crate::span::Span;

/// Names and columns of the tables.
pub const TABLES: [(&str, &[Field]); 5] =
    [("articles", ARTICLES), ("entities", ENTITIES), ("mentions", MENTIONS), ("quotes", QUOTES), ("errors", ERRORS)];

pub(super) struct ArticleRow<'a> {
    pub(super) article: &'a Article,
    pub(super) it: &'a Extraction,
    pub(super) chars: u32,
}
pub(super) struct EntityRow<'a> {
    pub(super) article: Option<&'a str>,
    pub(super) it: &'a EntityRecord<'a>,
}
pub(super) struct MentionRow<'a> {
    pub(super) article: Option<&'a str>,
    pub(super) entity: &'a str,
    pub(super) number: usize,
    pub(super) it: &'a MentionRecord<'a>,
}
pub(super) struct QuoteRow<'a> {
    pub(super) article: Option<&'a str>,
    pub(super) of: &'a Extraction,
    pub(super) index: usize,
    pub(super) it: &'a QuoteRecord,
}
pub(super) struct ErrorRow<'a> {
    pub(super) it: &'a ArticleError,
}

impl<'a> QuoteRow<'a> {
    fn words(&self, span: Option<Span>) -> Option<&'a str> {
        span.map(|s| s.of(&self.of.text))
    }

    fn quote(&self) -> &'a Quote {
        &self.of.quotes[self.index]
    }

    fn name(&self, entity: Option<EntityId>) -> Option<&'a str> {
        entity.map(|e| self.of.entities[e.0 as usize].name.as_str())
    }
}

macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $row:ident as $it:ident {
        $($column:literal $kind:ident = $value:expr, $about:literal;)*
    }) => {
        $(#[$doc])*
        pub const $name: &[Field] = &[$(Field { name: $column, kind: Kind::$kind, about: $about }),*];

        impl $row<'_> {
            pub(super) fn push(&self, table: &mut Table) {
                let $it = self;
                let mut columns = table.columns.iter_mut();
                $(if let Some(column) = columns.next() { $value.put(column); })*
                table.rows += 1;
            }
        }
    };
}

table!(
    /// One row an article that was read.
    ARTICLES, ArticleRow as r {
        "article_id" Text = r.article.id.as_deref(), "the article's id";
        "title" Text = r.article.title.as_deref(), "headline, as given";
        "date" Text = r.article.date.as_deref(), "date of publication, as given";
        "url" Text = r.article.url.as_deref(), "address, as given";
        "language" Text = r.it.language.as_str(), "ISO 639-1, or \"und\"";
        "n_chars" Int = r.chars, "length of the text in characters (code points)";
        "n_words" Int = r.it.text.split_whitespace().count(), "words between white space";
        "n_entities" Int = r.it.entities.len(), "rows in entities";
        "n_mentions" Int = r.it.entities.iter().map(|e| e.mentions.len()).sum::<usize>(), "rows in mentions";
        "n_quotes" Int = r.it.quotes.len(), "rows in quotes";
        "warnings" Texts = r.it.warnings.as_slice(), "what the reader should know, a line each";
    }
);
table!(
    /// One row an entity of an article.
    ENTITIES, EntityRow as r {
        "article_id" Shared = r.article.map(Shared), "the article's id";
        "entity_id" Text = r.it.id.as_str(), "\"e1\", \"e2\", ... within the article";
        "type" Text = r.it.kind.name(), "one of the 18 types of OntoNotes, \"GROUP\" or \"OTHER\"";
        "name" Text = r.it.name, "fullest form in the text";
        "aliases" Texts = r.it.aliases, "other forms, the most frequent first";
        "roles" Texts = r.it.roles, "titles and offices, in order of the text";
        "affiliation_id" Text = r.it.affiliation.as_deref(), "entity that it belongs to";
        "gender" Text = r.it.gender.name(), "as the text gives it: \"male\", \"female\" or \"unknown\"";
        "gender_guess" Text = r.it.gender_guess.map(|g| g.name()), "guessed from the given name";
        "gender_guess_probability" Float = r.it.gender_guess_probability, "probability of the guess, 0 to 1";
        "salience" Float = r.it.salience, "how much the article is about it, 0 to 1";
        "in_headline" Bool = r.it.in_headline, "the headline names it";
        "n_mentions" Int = r.it.mentions.len(), "rows in mentions";
    }
);
table!(
    /// One row a mention of an entity.
    MENTIONS, MentionRow as r {
        "article_id" Shared = r.article.map(Shared), "the article's id";
        "mention_id" Text = format!("m{}", r.number), "\"m1\", \"m2\", ... within the article";
        "entity_id" Text = r.entity, "the entity referred to";
        "kind" Text = r.it.kind.name(), "\"name\", \"nominal\" or \"pronoun\"";
        "text" Text = r.it.text, "the words there";
        "start" Int = r.it.start, "first character (code point) of the article's text";
        "end" Int = r.it.end, "one past the last character";
        "metonymy" Bool = r.it.metonymy, "a place, named for those who govern or work there";
        "duplicate" Bool = r.it.duplicate, "it stands in a paragraph that repeats an earlier one";
    }
);
table!(
    /// One row a quote.
    QUOTES, QuoteRow as r {
        "article_id" Shared = r.article.map(Shared), "the article's id";
        "quote_id" Text = r.it.id.as_str(), "\"q1\", \"q2\", ... within the article";
        "kind" Text = r.it.kind.name(), "\"direct\", \"indirect\", \"mixed\" or \"reported\"";
        "act" Text = r.it.act.name(), "what saying it does: \"statement\", \"question\", ...";
        "text" Text = r.it.text.as_str(), "what is said; its spans joined by one space";
        "start" Int = r.it.content.first().map(|s| s.start), "first character of what is said";
        "end" Int = r.it.content.last().map(|s| s.end), "one past its last character";
        "content" Spans = r.it.content.as_slice(), "its spans: list of start and end";
        "cue" Text = r.words(r.quote().cue), "the reporting expression";
        "cue_start" Int = r.it.cue.map(|s| s.start), "its first character";
        "cue_end" Int = r.it.cue.map(|s| s.end), "one past its last character";
        "source" Shared = r.words(r.quote().source).map(Shared), "the words that name who speaks";
        "source_start" Int = r.it.source.map(|s| s.start), "their first character";
        "source_end" Int = r.it.source.map(|s| s.end), "one past their last character";
        "speaker_id" Text = r.it.speaker.as_deref(), "entity who speaks";
        "speaker" Shared = r.name(r.quote().speaker).map(Shared), "its name";
        "addressee_id" Text = r.it.addressee.as_deref(), "entity spoken to";
        "addressee" Shared = r.name(r.quote().addressee).map(Shared), "its name";
        "relayed_by" Text = r.it.relayed_by.as_deref(), "quote_id of the quote that this one is reported in";
        "anonymous" Bool = r.it.anonymous, "the source is kept unnamed";
        "negated" Bool = r.it.negated, "the speaker denies it, or does not say it";
        "duplicate" Bool = r.it.duplicate, "it stands in a paragraph that repeats an earlier one";
        "confidence" Float = r.it.confidence, "probability that content and source are right, 0 to 1";
        "sentence" Shared = r.words(Some(r.quote().sentence)).map(Shared), "the sentence that reports it";
        "sentence_start" Int = r.it.sentence.start, "its first character";
        "sentence_end" Int = r.it.sentence.end, "one past its last character";
    }
);
table!(
    /// One row an article that could not be read.
    ERRORS, ErrorRow as r {
        "article_id" Text = r.it.id.as_deref(), "the article's id";
        "stage" Text = r.it.stage.name(), "where it failed: \"input\", \"text\", \"encode\", ...";
        "message" Text = r.it.message.as_str(), "why, in one line";
    }
);
