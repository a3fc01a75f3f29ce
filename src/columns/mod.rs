//! Extractions of many articles as five tidy tables of plain columns; `article_id` joins them. Offsets are code points.
//!
//! [`tables`] defines the tables, each in one place; [`values`] holds the columns.

pub mod tables;
pub mod values;

use rayon::prelude::*;

use crate::article::Article;
use crate::error::{ArticleError, Error, Stage};
use crate::extraction::{Entity, Extraction, Quote};
use crate::ids::EntityId;
use crate::pipeline::Extractor;
use crate::span::{CodePoints, Span};
use crate::stop::Stop;
use tables::{ArticleRow, EntityRow, ErrorRow, MentionRow, QuoteRow, TABLES};
use values::{Column, Field, Values};

/// A table of one batch of articles.
#[derive(Clone, Debug)]
pub struct Table {
    /// Definitions of the columns.
    pub fields: &'static [Field],
    /// The columns, in the same order.
    pub columns: Vec<Column>,
    /// Number of rows.
    pub rows: usize,
}

/// The five tables of one batch of articles.
#[derive(Clone, Debug)]
pub struct Tables {
    /// As in [`tables::TABLES`].
    pub tables: [Table; 5],
    /// One an article, in input order: true if it was read, false if it is a row of `errors`.
    pub read: Vec<bool>,
    /// Bytes that the rows take where each holds all its text; less is held here, for rows share some of it.
    pub size: usize,
    /// Nothing is put beside this article.
    alone: bool,
}

/// Articles of more bytes are refused: a column counts its bytes in 31 bits.
const LONGEST: usize = 100 << 20;
/// So much is put in the rows of one article; beyond, it is no running text.
const MOST: usize = 256 << 20;
/// An article whose rows take more is alone in its tables, and so many others at most stand in one set: all in 31 bits.
const MUCH: usize = 256 << 10;
const TOGETHER: usize = 1024;
/// Articles that one worker puts in columns at a time, at most; a part of [`TOGETHER`], so that sets do not depend on it.
const STEP: usize = 8;
/// Bytes of a row beside its text.
const ROW: usize = 64;

impl Table {
    fn new(fields: &'static [Field]) -> Self {
        Self { fields, columns: fields.iter().map(|f| Column::new(f.kind)).collect(), rows: 0 }
    }

    fn append(&mut self, other: &Table) {
        for (a, b) in self.columns.iter_mut().zip(&other.columns) {
            a.append(b);
        }
        self.rows += other.rows;
    }
}

impl Default for Tables {
    fn default() -> Self {
        Self { tables: TABLES.map(|(_, fields)| Table::new(fields)), read: Vec::new(), size: 0, alone: false }
    }
}

impl Tables {
    /// Words of the articles that were read.
    pub fn words(&self) -> u64 {
        let [articles, ..] = &self.tables;
        let place = articles.fields.iter().position(|f| f.name == "n_words");
        match place.map(|k| &articles.columns[k].values) {
            Some(Values::Int(counts)) => counts.iter().map(|n| u64::from(n.unsigned_abs())).sum(),
            _ => 0,
        }
    }

    /// Puts an article's rows in the tables.
    fn push(&mut self, article: &Article, it: &Extraction) {
        self.read.push(true);
        let [articles, entities, mentions, quotes, _] = &mut self.tables;
        let points = CodePoints::new(&it.text);
        let id = article.id.as_deref();
        ArticleRow { article, it, chars: points.of(&it.text, it.text.len() as u32) }.push(articles);
        let mut number = 0;
        for i in 0..it.entities.len() {
            let entity = it.entity_record(i, &points);
            EntityRow { article: id, it: &entity }.push(entities);
            for mention in &entity.mentions {
                number += 1;
                MentionRow { article: id, entity: &entity.id, number, it: mention }.push(mentions);
            }
        }
        for index in 0..it.quotes.len() {
            QuoteRow { article: id, of: it, index, it: &it.quote_record(index, &points) }.push(quotes);
        }
    }

    fn push_error(&mut self, it: &ArticleError) {
        self.read.push(false);
        ErrorRow { it }.push(&mut self.tables[4]);
    }

    fn append(&mut self, other: &Tables) {
        for (a, b) in self.tables.iter_mut().zip(&other.tables) {
            a.append(b);
        }
        self.read.extend_from_slice(&other.read);
        self.size += other.size;
    }
}

/// Bytes that an article's rows take.
///
/// # Errors
/// They are too many.
fn size(article: &Article, it: &Extraction) -> Result<usize, Error> {
    let length = |text: &Option<String>| text.as_deref().map_or(0, str::len);
    let all = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    let name = |entity: Option<EntityId>| entity.map_or(0, |e| it.entities[e.0 as usize].name.len());
    let span = |span: Option<Span>| span.map_or(0, Span::len);
    let entity = |e: &Entity| {
        let mentions: usize = e.mentions.iter().map(|m| m.span.len()).sum();
        e.name.len() + all(&e.aliases) + all(&e.roles) + mentions
    };
    let quote = |q: &Quote| {
        let content: usize = q.content.iter().map(|s| s.len() + ROW).sum();
        q.sentence.len() + content + span(q.cue) + span(q.source) + name(q.speaker) + name(q.addressee)
    };
    let mentions: usize = it.entities.iter().map(|e| e.mentions.len()).sum();
    let rows = 1 + it.entities.len() + mentions + it.quotes.len();
    let size = rows * (ROW + length(&article.id))
        + length(&article.title)
        + length(&article.date)
        + length(&article.url)
        + article.kept.iter().map(length).sum::<usize>()
        + all(&it.warnings)
        + it.entities.iter().map(entity).sum::<usize>()
        + it.quotes.iter().map(quote).sum::<usize>();
    if size > MOST {
        let message = "its rows take more than 256 MB; this is no running text".into();
        return Err(Error::Article(ArticleError { id: article.id.clone(), stage: Stage::Quote, message }));
    }
    Ok(size)
}

/// Reads every article into tables, in input order; one that fails, or failed before, is a row of `errors`.
///
/// One set of tables, or several where their text would be too much for one. Runs in the rayon pool that it is called
/// in; neither the result nor its cut into sets depends on the number of threads. `done` is called after every article.
///
/// # Errors
/// [`Error::Stopped`] if `stop` was raised meanwhile.
pub fn extract_tables(
    extractor: &Extractor,
    articles: &[Result<Article, ArticleError>],
    stop: &Stop,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Tables>, Error> {
    let step = articles.len().div_ceil(8 * rayon::current_num_threads()).clamp(1, STEP).next_power_of_two();
    let parts: Vec<Vec<Tables>> = articles
        .par_chunks(step)
        .with_max_len(1)
        .map(|articles| together(extractor, articles, stop, done))
        .collect::<Result<_, Error>>()?;
    let mut out: Vec<Tables> = Vec::new();
    let mut block = 0; // of articles that may share a set, the last one's
    for (i, part) in parts.into_iter().enumerate() {
        let own = i * step / TOGETHER;
        for tables in part {
            match out.last_mut() {
                Some(last) if own == block && !last.alone && !tables.alone => last.append(&tables),
                _ => out.push(tables),
            }
            block = own;
        }
    }
    if out.is_empty() {
        out.push(Tables::default());
    }
    Ok(out)
}

/// The tables of a few articles in order.
fn together(
    extractor: &Extractor,
    articles: &[Result<Article, ArticleError>],
    stop: &Stop,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Tables>, Error> {
    let mut out: Vec<Tables> = Vec::new();
    for article in articles {
        let result = match article {
            Ok(article) => read(extractor, article, stop).map(|it| (article, it)),
            Err(e) => Err(Error::Article(e.clone())),
        };
        put(&mut out, result.as_ref().map(|(article, it)| (*article, it)))?;
        done();
    }
    Ok(out)
}

/// Tables of articles that were read before, in order; one that failed is a row of `errors`. Of an article its id,
/// title, date and address are used.
pub fn tables_of<'a>(
    results: impl IntoIterator<Item = Result<(&'a Article, &'a Extraction), &'a Error>>,
) -> Vec<Tables> {
    let mut out = vec![Tables::default()];
    for result in results {
        if put(&mut out, result).is_err() {
            break; // nobody asks this to stop
        }
    }
    out
}

/// Puts an article, or why there is none, in the last tables or in new ones.
fn put(out: &mut Vec<Tables>, result: Result<(&Article, &Extraction), &Error>) -> Result<(), Error> {
    let sized = result.map_err(Clone::clone).and_then(|(article, it)| Ok((article, size(article, it)?, it)));
    match sized {
        Ok((article, size, it)) => place(out, size).push(article, it),
        Err(Error::Article(e)) => {
            let size = ROW + e.message.len() + e.id.as_deref().map_or(0, str::len);
            place(out, size).push_error(&e);
        }
        Err(Error::Stopped) => return Err(Error::Stopped),
    }
    Ok(())
}

/// The tables for the next article, of which rows take so much.
fn place(out: &mut Vec<Tables>, size: usize) -> &mut Tables {
    let alone = size > MUCH;
    if out.last().is_none_or(|last| last.alone || alone) {
        out.push(Tables { alone, ..Tables::default() });
    }
    let last = out.last_mut().expect("just made");
    last.size += size;
    last
}

fn read(extractor: &Extractor, article: &Article, stop: &Stop) -> Result<Extraction, Error> {
    if article.text.len() > LONGEST {
        let message = "the text is longer than 100 MB, too long for a table".into();
        return Err(Error::Article(ArticleError { id: article.id.clone(), stage: Stage::Input, message }));
    }
    extractor.extract(article, stop)
}

#[cfg(test)]
mod tests {
    use super::values::Values;
    use super::*;
    use crate::model::Model;
    use crate::pipeline::Options;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const TEXT: &str = "Harbour minister Ada Lund told parliament that the ferry would run until March. “It’s café-proof,” \
                        she said.";

    fn extractor() -> Extractor {
        let model = Model::read(include_bytes!("../../tests/data/tiny.sayso")).expect("a model");
        Extractor::new(Arc::new(model), Options::default())
    }

    fn rows() -> Vec<Result<Article, ArticleError>> {
        let mut rows: Vec<_> = (0..40)
            .map(|i| {
                Ok(Article { id: Some(format!("a{i}")), title: (i % 2 == 0).then(|| "T".into()), ..Article::new(TEXT) })
            })
            .collect();
        rows[7] = Ok(Article { id: Some("empty".into()), ..Article::default() });
        rows[9] = Err(ArticleError { id: None, stage: Stage::Input, message: "not JSON".into() });
        rows
    }

    #[test]
    fn every_column_has_a_value_a_row() {
        let done = AtomicUsize::new(0);
        let all = extract_tables(&extractor(), &rows(), &Stop::new(), &|| {
            done.fetch_add(1, Ordering::Relaxed);
        });
        let [tables] = all.expect("not stopped").try_into().expect("one set");
        assert_eq!(done.into_inner(), 40);
        assert_eq!(tables.read.iter().filter(|r| **r).count(), 38);
        assert_eq!(tables.tables[4].rows, 2);
        for (table, (name, fields)) in tables.tables.iter().zip(TABLES) {
            assert_eq!(table.columns.len(), fields.len(), "{name}");
            for (column, field) in table.columns.iter().zip(fields) {
                assert_eq!(column.valid.len(), table.rows, "{name}.{}", field.name);
                let values = match &column.values {
                    Values::Text { ends, .. } => ends.len(),
                    Values::Int(values) => values.len(),
                    Values::Float(values) => values.len(),
                    Values::Bool(values) => values.len(),
                    Values::Shared { rows, .. } | Values::Texts { rows, .. } | Values::Spans { rows, .. } => rows.len(),
                };
                assert_eq!(values, table.rows, "{name}.{}", field.name);
            }
        }
    }

    #[test]
    fn threads_and_cuts_do_not_matter() {
        let (extractor, rows) = (extractor(), rows());
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| extract_tables(&extractor, &rows, &Stop::new(), &|| ())).expect("not stopped")
        };
        let (one, three) = (with(1), with(3));
        let mut singly = Tables::default();
        for row in &rows {
            singly
                .append(&extract_tables(&extractor, std::slice::from_ref(row), &Stop::new(), &|| ()).expect("run")[0]);
        }
        for k in 0..5 {
            assert_eq!(one[0].tables[k].columns, three[0].tables[k].columns);
            assert_eq!(one[0].tables[k].columns, singly.tables[k].columns);
        }
        assert_eq!(one[0].read, singly.read);
    }
}
