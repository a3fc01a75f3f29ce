//! Rows of any table as articles: which column is what, ids, duplicates.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_cast::cast;
use arrow_schema::{DataType, Schema};
use sayso::article::Article;
use sayso::error::{ArticleError, Stage};

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
pub(crate) struct Intake {
    /// Hashes of the ids met, each with its file and row: 16 bytes an article.
    met: Option<HashMap<u64, (u32, u32)>>,
}

impl Intake {
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

/// A column of strings, however Arrow stores them.
enum Strings {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    Missing,
}

impl Strings {
    /// The column as strings, if it holds strings.
    fn new(array: &ArrayRef) -> Result<Self, String> {
        Ok(match array.data_type() {
            DataType::Utf8 => Self::Small(array.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Self::Large(array.as_string::<i64>().clone()),
            DataType::Utf8View => Self::View(array.as_string_view().clone()),
            DataType::Null => Self::Missing,
            DataType::Dictionary(_, value) => {
                Self::new(&cast(array, value).map_err(|e| e.to_string())?)? // categories, as pandas calls them
            }
            DataType::RunEndEncoded(_, value) => {
                Self::new(&cast(array, value.data_type()).map_err(|e| e.to_string())?)?
            }
            other => return Err(format!("has type {other}")),
        })
    }

    /// The column as text for people to read, if it has such a form: numbers, dates, times.
    fn shown(array: &ArrayRef) -> Result<Self, String> {
        if let Ok(strings) = Self::new(array) {
            return Ok(strings);
        }
        let other = array.data_type();
        let plain = other.is_integer() || other.is_temporal();
        match cast(array, &DataType::Utf8) {
            Ok(strings) if plain => Self::new(&strings),
            _ => Err(format!("has type {other}")),
        }
    }

    /// The column as ids: text or integers. A column of integers with gaps comes as floats from pandas.
    fn ids(array: &ArrayRef) -> Result<Self, String> {
        if let Ok(strings) = Self::new(array) {
            return Ok(strings);
        }
        match array.data_type() {
            t if t.is_integer() => Self::shown(array),
            DataType::Float64 => {
                let values = array.as_primitive::<Float64Type>().iter();
                Ok(Self::Small(values.map(|v| v.map(|v| v.to_string())).collect())) // 7.0 is "7"
            }
            other => Err(format!("has type {other}")),
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(a) => a.is_valid(row).then(|| a.value(row)),
            Self::Large(a) => a.is_valid(row).then(|| a.value(row)),
            Self::View(a) => a.is_valid(row).then(|| a.value(row)),
            Self::Missing => None,
        }
    }
}

/// Names of a schema's columns.
pub(crate) fn columns(schema: &Schema) -> Vec<String> {
    schema.fields().iter().map(|f| f.name().clone()).collect()
}

/// Every row of a batch.
///
/// # Errors
/// A column that is not there, or of a type that cannot be used.
pub(crate) fn rows(batch: &RecordBatch, names: &Names) -> Result<Vec<Row>, String> {
    let found = names.find(&columns(&batch.schema()))?;
    let all = names.all();
    let read = |k: usize, how: fn(&ArrayRef) -> Result<Strings, String>, wanted: &str| match found[k] {
        None => Ok(None),
        Some(at) => match how(batch.column(at)) {
            Ok(strings) => Ok(Some(strings)),
            Err(_) if !all[k].1 && k != 1 => Ok(None), // nobody asked for it
            Err(why) => Err(format!("column {:?} {why}; it must be {wanted}", all[k].0)),
        },
    };
    let text = read(0, Strings::new, "text")?;
    let id = read(1, Strings::ids, "text or integers")?;
    let title = read(2, Strings::shown, "text")?;
    let date = read(3, Strings::shown, "text or dates")?;
    let url = read(4, Strings::shown, "text")?;
    let cell = |strings: &Option<Strings>, row| strings.as_ref().and_then(|s| s.get(row)).map(str::to_owned);
    Ok((0..batch.num_rows())
        .map(|row| Row {
            id: cell(&id, row),
            article: match cell(&text, row) {
                None => Err(NULL_TEXT.into()),
                Some(text) => Ok(Article {
                    id: None,
                    text,
                    title: cell(&title, row),
                    date: cell(&date, row),
                    url: cell(&url, row),
                }),
            },
        })
        .collect())
}

/// Checks that a stream of batches of this schema can be read.
///
/// # Errors
/// A column that is not there, or of a type that cannot be used.
pub(crate) fn check(schema: &Schema, names: &Names) -> Result<(), String> {
    rows(&RecordBatch::new_empty(schema.clone().into()), names).map(|_| ())
}
