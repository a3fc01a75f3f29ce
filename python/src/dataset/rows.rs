//! Rows of any table as articles: which column is what, ids, duplicates.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use arrow_data::ArrayData;
use arrow_schema::{DataType, Fields};
use sayso::article::Article;
use sayso::error::{ArticleError, Stage};

use super::cells::{Bad, Batch, Cells};
use super::longest::Longest;
use super::names::{FIELDS, Names};

/// Why a row whose text is null, None or NaN is no article, wherever it comes from.
pub(crate) const NULL_TEXT: &str = "the text is null";

/// The id of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Id {
    /// Its own, as far as it could be read.
    Own(String),
    /// It has none, where others may have one.
    Null,
    /// Nothing is known of ids.
    Absent,
}

impl Id {
    /// What a row without one has in its place, in a table that has such a column or not.
    pub(crate) fn missing(has_column: bool) -> Self {
        if has_column { Self::Null } else { Self::Absent }
    }

    /// Its own, if it has one.
    pub(crate) fn own(self) -> Option<String> {
        if let Self::Own(id) = self { Some(id) } else { None }
    }
}

/// One row, not yet an article.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: Id,
    /// The article without its id, or why there is none.
    pub(crate) article: Result<Article, String>,
}

impl Row {
    pub(crate) fn bad(id: Id, why: impl Into<String>) -> Self {
        Self { id, article: Err(why.into()) }
    }
}

/// What sets the id of a row without one apart from ids that are given.
const WITHOUT: &str = " (no id)";

/// Gives rows their ids and refuses the second of two that are alike.
pub(crate) struct IdAssigner {
    /// Hashes of the ids met, each with its file and row: 16 bytes an article.
    met: Option<HashMap<u64, (u32, u32)>>,
    /// A row had an id of its own.
    given: bool,
}

impl IdAssigner {
    /// `unique`: whether the second of two is refused.
    pub(crate) fn new(unique: bool) -> Self {
        Self { met: unique.then(HashMap::new), given: false }
    }

    /// The article of a row; `files` are the names of all files if there are several, `file` is the row's own among
    /// them and `number` the row's, from 1. That number is the id where no row has one; where others have, it is marked.
    pub(crate) fn take(
        &mut self,
        row: Row,
        files: &[String],
        file: usize,
        number: u64,
    ) -> Result<Article, ArticleError> {
        let place = |file: usize, number: u64| match files.get(file) {
            Some(name) => format!("{name}:{number}"),
            None => number.to_string(),
        };
        let id = match row.id {
            Id::Own(id) => {
                self.given = true;
                id
            }
            Id::Absent if !self.given => place(file, number),
            Id::Null | Id::Absent if files.is_empty() => format!("row {number}{WITHOUT}"),
            Id::Null | Id::Absent => place(file, number) + WITHOUT,
        };
        let fail = |message| ArticleError { id: Some(id.clone()), stage: Stage::Input, message };
        let article = row.article.map_err(fail)?;
        if let Some(met) = &mut self.met {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            let own = (file as u32, u32::try_from(number).unwrap_or(u32::MAX));
            let first = *met.entry(hasher.finish()).or_insert(own);
            if first != own {
                let first = place(first.0 as usize, u64::from(first.1));
                return Err(fail(format!("the id is already that of row {first}")));
            }
        }
        Ok(Article { id: Some(id), ..article })
    }
}

/// Bytes that an article or an error takes.
pub(crate) fn size(row: &Result<Article, ArticleError>) -> usize {
    let length = |text: &Option<String>| text.as_deref().map_or(0, str::len);
    match row {
        Ok(it) => {
            let beside = [&it.id, &it.title, &it.date, &it.url].into_iter().chain(&it.kept).map(length);
            it.text.len() + beside.chain(it.notes.iter().map(String::len)).sum::<usize>()
        }
        Err(it) => it.message.len() + length(&it.id),
    }
}

/// Names of columns.
pub(crate) fn columns(fields: &Fields) -> Vec<String> {
    fields.iter().map(|f| f.name().clone()).collect()
}

/// Every row of a batch; one with a cell that cannot be read is bad, and no other for it.
///
/// # Errors
/// A column that is not there, of a type that cannot be used, or damaged as a whole.
pub(crate) fn rows(batch: &Batch, names: &Names, longest: Longest) -> Result<Vec<Row>, String> {
    let found = names.find(&columns(batch.fields()))?;
    let all = names.all();
    let column = |at: usize, how: fn(ArrayData) -> Result<Cells, Bad>, name: &str, wanted: &str| {
        let read = batch.cells(at, how).map(Ok);
        read.or_else(|bad| match bad {
            Bad::Type(why) => Ok(Err(format!("column {name:?} {why}; it must be {wanted}"))),
            Bad::Damaged(why) => Err(format!("column {name:?} is damaged: {why}")),
        })
    };
    let read = |k: usize, how, wanted: &str| match found.fields[k] {
        None => Ok(None),
        Some(at) => match column(at, how, all[k].0, wanted)? {
            Ok(cells) => Ok(Some(cells)),
            Err(_) if !all[k].1 && k != 1 => Ok(None), // nobody asked for it
            Err(why) => Err(why),
        },
    };
    let columns = Columns {
        fields: [
            read(0, Cells::text, "text")?,
            read(1, Cells::ids, "text or whole numbers")?,
            read(2, Cells::shown, "text")?,
            read(3, Cells::shown, "text or dates")?,
            read(4, Cells::shown, "text")?,
        ],
        kept: found
            .kept
            .iter()
            .zip(&names.keep.0)
            .map(|(at, name)| column(*at, Cells::kept, name, "of plain values")?)
            .collect::<Result<_, _>>()?,
        keep: &names.keep.0,
        longest,
    };
    let mut out = Vec::new();
    // runs may say that they are a trillion rows: no memory at all would end the process
    out.try_reserve_exact(batch.len()).map_err(|_| format!("{} rows at once are too many", batch.len()))?;
    out.extend((0..batch.len()).map(|at| match batch.is_null(at) {
        true => Row::bad(columns.no_id(), "the row is null"),
        false => columns.row(at),
    }));
    Ok(out)
}

/// The columns that are read.
struct Columns<'n> {
    /// Text, id, title, date, url.
    fields: [Option<Cells>; 5],
    /// Those that are carried along.
    kept: Vec<Cells>,
    /// Their names.
    keep: &'n [String],
    longest: Longest,
}

impl Columns<'_> {
    /// What a row without an id has in its place.
    fn no_id(&self) -> Id {
        Id::missing(self.fields[1].is_some())
    }

    /// A cell's text, if it holds one.
    ///
    /// # Errors
    /// What is wrong with it.
    fn cell(&self, cells: &Cells, at: usize, is_text: bool) -> Result<Option<String>, String> {
        match cells.get(at)? {
            Some(text) => self.longest.check(is_text, &text).map(|()| Some(text.into_owned())),
            None => Ok(None),
        }
    }

    /// The row at a place.
    fn row(&self, at: usize) -> Row {
        let cell = |k: usize| match &self.fields[k] {
            None => Ok(None),
            Some(cells) => self.cell(cells, at, k == 0).map_err(|why| format!("the {} {why}", FIELDS[k])),
        };
        let id = match cell(1) {
            Ok(id) => id.map_or_else(|| self.no_id(), Id::Own),
            Err(why) => return Row::bad(Id::Null, why),
        };
        let text = match cell(0) {
            Ok(Some(text)) => text,
            Ok(None) => return Row::bad(id, NULL_TEXT),
            Err(why) => return Row::bad(id, why),
        };
        let mut notes = Vec::new();
        let mut optional = |k: usize| cell(k).unwrap_or_else(|why| left_out(why, &mut notes));
        let [title, date, url] = [2, 3, 4].map(&mut optional);
        let mut along = |(name, cells): (&String, &Cells)| {
            self.cell(cells, at, false).unwrap_or_else(|why| left_out(format!("{name:?} {why}"), &mut notes))
        };
        let kept = self.keep.iter().zip(&self.kept).map(&mut along).collect();
        Row { id, article: Ok(Article { id: None, text, title, date, url, kept, notes }) }
    }
}

/// A field that cannot be read costs the article no more than that: a note says so.
pub(crate) fn left_out(why: String, notes: &mut Vec<String>) -> Option<String> {
    notes.push(format!("{why}; it was left out"));
    None
}

/// Checks that batches of these columns can be read.
///
/// # Errors
/// A column that is not there, or of a type that cannot be used.
pub(crate) fn check(fields: &Fields, names: &Names) -> Result<(), String> {
    let none = Batch::new(ArrayData::new_empty(&DataType::Struct(fields.clone())))?;
    rows(&none, names, Longest::ANY).map(|_| ())
}
