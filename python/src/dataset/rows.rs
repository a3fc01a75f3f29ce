//! Rows of any table as articles: which column is what, ids, duplicates.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use arrow_data::ArrayData;
use arrow_schema::{DataType, Fields};
use sayso::article::Article;
use sayso::error::{ArticleError, Stage};

use super::cells::{Bad, Batch, Cells};
use super::longest::Longest;

/// Why a row whose text is null, None or NaN is no article, wherever it comes from.
pub(crate) const NULL_TEXT: &str = "the text is null";

/// Which columns (or keys) hold what. Names that the user gave must be there; the others are used if they are.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) url: Option<String>,
}

impl Names {
    /// Name of each field, and whether the user gave it.
    pub(crate) fn all(&self) -> [(&str, bool); 5] {
        fn name<'a>(given: &'a Option<String>, default: &'a str) -> (&'a str, bool) {
            given.as_deref().map_or((default, false), |g| (g, true))
        }
        [
            (&self.text, true),
            name(&self.id, "id"),
            name(&self.title, "title"),
            name(&self.date, "date"),
            name(&self.url, "url"),
        ]
    }

    /// The column of each field among these.
    ///
    /// # Errors
    /// A name that the user gave and that is not there.
    pub(crate) fn find(&self, columns: &[String]) -> Result<[Option<usize>; 5], String> {
        let mut out = [None; 5];
        for (k, (name, given)) in self.all().into_iter().enumerate() {
            out[k] = columns.iter().position(|c| c == name);
            if out[k].is_none() && given {
                return Err(format!("no column {name:?}; there are {}", listed(columns)));
            }
        }
        Ok(out)
    }
}

/// Names for a message.
fn listed(columns: &[String]) -> String {
    let shown: Vec<String> = columns.iter().take(20).map(|c| format!("{c:?}")).collect();
    let more = if columns.len() > 20 { format!(" and {} more", columns.len() - 20) } else { String::new() };
    if shown.is_empty() { "none".into() } else { shown.join(", ") + &more }
}

/// One row, not yet an article.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its own id, as far as it could be read.
    pub(crate) id: Option<String>,
    /// The article without its id, or why there is none.
    pub(crate) article: Result<Article, String>,
}

impl Row {
    pub(crate) fn bad(id: Option<String>, why: impl Into<String>) -> Self {
        Self { id, article: Err(why.into()) }
    }
}

/// Gives rows their ids and refuses the second of two that are alike.
pub(crate) struct IdAssigner {
    /// Hashes of the ids met, each with its file and row: 16 bytes an article.
    met: Option<HashMap<u64, (u32, u32)>>,
}

impl IdAssigner {
    /// `unique`: whether the second of two is refused.
    pub(crate) fn new(unique: bool) -> Self {
        Self { met: unique.then(HashMap::new) }
    }

    /// The article of a row; `files` are the names of all files if there are several, `file` is the row's own among
    /// them and `number` the row's, from 1.
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
        let id = row.id.unwrap_or_else(|| place(file, number));
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
        Ok(it) => it.text.len() + [&it.id, &it.title, &it.date, &it.url].map(length).iter().sum::<usize>(),
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
    let read = |k: usize, how: fn(ArrayData) -> Result<Cells, Bad>, wanted: &str| match found[k] {
        None => Ok(None),
        Some(at) => match batch.cells(at, how) {
            Ok(cells) => Ok(Some(cells)),
            Err(Bad::Type(_)) if !all[k].1 && k != 1 => Ok(None), // nobody asked for it
            Err(Bad::Type(why)) => Err(format!("column {:?} {why}; it must be {wanted}", all[k].0)),
            Err(Bad::Damaged(why)) => Err(format!("column {:?} is damaged: {why}", all[k].0)),
        },
    };
    let cells = [
        read(0, Cells::text, "text")?,
        read(1, Cells::ids, "text or integers")?,
        read(2, Cells::shown, "text")?,
        read(3, Cells::shown, "text or dates")?,
        read(4, Cells::shown, "text")?,
    ];
    let mut out = Vec::new();
    // runs may say that they are a trillion rows: no memory at all would end the process
    out.try_reserve_exact(batch.len()).map_err(|_| format!("{} rows at once are too many", batch.len()))?;
    out.extend((0..batch.len()).map(|at| match batch.is_null(at) {
        true => Row::bad(None, "the row is null"),
        false => row(&cells, at, longest),
    }));
    Ok(out)
}

/// The row at a place of these columns: text, id, title, date, url.
fn row(columns: &[Option<Cells>; 5], at: usize, longest: Longest) -> Row {
    let cell = |k: usize, name: &str| match &columns[k] {
        None => Ok(None),
        Some(cells) => match cells.get(at) {
            Ok(Some(text)) => longest.check(name, &text).map(|()| Some(text.into_owned())),
            Ok(None) => Ok(None),
            Err(why) => Err(format!("the {name} {why}")),
        },
    };
    let article = || {
        Ok(Article {
            id: None,
            text: cell(0, "text")?.ok_or(NULL_TEXT)?,
            title: cell(2, "title")?,
            date: cell(3, "date")?,
            url: cell(4, "url")?,
        })
    };
    match cell(1, "id") {
        Ok(id) => Row { id, article: article() },
        Err(why) => Row::bad(None, why),
    }
}

/// Checks that batches of these columns can be read.
///
/// # Errors
/// A column that is not there, or of a type that cannot be used.
pub(crate) fn check(fields: &Fields, names: &Names) -> Result<(), String> {
    let none = Batch::new(ArrayData::new_empty(&DataType::Struct(fields.clone())))?;
    rows(&none, names, Longest::ANY).map(|_| ())
}
