//! Which columns (or fields) hold what, and whether they are there: one error wherever one is missing.

use std::collections::HashSet;

use arrow_schema::Schema;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use sayso::columns::tables::TABLES;

use super::arrow::{self, Form};
use crate::errors;

/// The fields of an article, by the names that they have by default.
pub(crate) const FIELDS: [&str; 5] = ["text", "id", "title", "date", "url"];

/// Which columns (or keys) hold what. Names that the user gave must be there; the others are used if they are.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) url: Option<String>,
    /// Those that are carried along.
    pub(crate) keep: Keep,
}

impl Default for Names {
    fn default() -> Self {
        Self { text: FIELDS[0].into(), id: None, title: None, date: None, url: None, keep: Keep::default() }
    }
}

/// Where the fields are among the columns.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Of text, id, title, date, url.
    pub(crate) fields: [Option<usize>; 5],
    /// Of those that are carried along.
    pub(crate) kept: Vec<usize>,
}

impl Names {
    /// Those that keyword arguments name.
    ///
    /// # Errors
    /// `TypeError`, as Python has it for a wrong keyword.
    pub(crate) fn of(columns: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut out = Self::default();
        for (key, value) in columns.into_iter().flatten() {
            let key: String = key.extract()?;
            let field = match key.as_str() {
                "keep" => {
                    out.keep = value.extract()?;
                    out.keep.beside_articles()?;
                    continue;
                }
                "text" => {
                    out.text = value.extract()?;
                    continue;
                }
                "id" => &mut out.id,
                "title" => &mut out.title,
                "date" => &mut out.date,
                "url" => &mut out.url,
                other => {
                    return Err(PyTypeError::new_err(format!("got an unexpected keyword argument '{other}'")));
                }
            };
            *field = value.extract()?;
        }
        Ok(out)
    }

    /// Name of each field, and whether the user gave it.
    pub(crate) fn all(&self) -> [(&str, bool); 5] {
        let given = [Some(&self.text), self.id.as_ref(), self.title.as_ref(), self.date.as_ref(), self.url.as_ref()];
        let mut out = FIELDS.map(|name| (name, false));
        for (out, given) in out.iter_mut().zip(given) {
            if let Some(given) = given {
                *out = (given, true);
            }
        }
        out
    }

    /// Every name, and whether it must be there.
    pub(crate) fn wanted(&self) -> Vec<(&str, bool)> {
        self.all().into_iter().chain(self.keep.0.iter().map(|name| (name.as_str(), true))).collect()
    }

    /// The column of each field among these.
    ///
    /// # Errors
    /// A name that the user gave and that is not there, or one that is there twice.
    pub(crate) fn find(&self, columns: &[String]) -> Result<Found, String> {
        let mut fields = [None; 5];
        for (out, field) in fields.iter_mut().zip(self.all()) {
            *out = place(field.0, field.1, columns)?;
        }
        let kept = self.keep.0.iter().map(|name| place(name, true, columns)).collect::<Result<Vec<_>, _>>()?;
        Ok(Found { fields, kept: kept.into_iter().flatten().collect() })
    }
}

/// Where a column is.
///
/// # Errors
/// It is there twice, or must be there and is not.
fn place(name: &str, must: bool, there: &[String]) -> Result<Option<usize>, String> {
    let mut places = there.iter().enumerate().filter(|(_, column)| *column == name).map(|(at, _)| at);
    match (places.next(), places.next()) {
        (Some(_), Some(_)) => Err(format!("column {name:?} is there twice: give one of them another name")),
        (None, _) if must => Err(missing("column", name, there)),
        (at, _) => Ok(at),
    }
}

/// Columns of the input that are carried into `articles`: given as a list of names, or as one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keep(pub(crate) Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Keep {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let names: Vec<String> = match given.cast::<PyString>() {
            Ok(one) => vec![one.extract()?],
            Err(_) if given.is_none() => Vec::new(),
            Err(_) => {
                let wrong = |_| errors::argument("keep must be a list of names of columns");
                let names: PyResult<Vec<String>> =
                    given.try_iter().map_err(wrong)?.map(|name| name?.extract()).collect();
                names.map_err(wrong)?
            }
        };
        let mut met = HashSet::new();
        for name in &names {
            if !met.insert(name) {
                return Err(errors::argument(format!("keep: {name:?} comes twice")));
            }
        }
        Ok(Self(names))
    }
}

impl Keep {
    /// # Errors
    /// `sayso.ArgumentError`: articles have a column of such a name.
    pub(crate) fn beside_articles(&self) -> PyResult<()> {
        self.beside(TABLES[0].0, &arrow::schema(0, Form::Given))
    }

    /// # Errors
    /// `sayso.ArgumentError`: the table has a column of such a name.
    pub(crate) fn beside(&self, table: &str, own: &Schema) -> PyResult<()> {
        match self.0.iter().find(|name| own.column_with_name(name).is_some()) {
            Some(name) => Err(errors::argument(format!("keep: {table} have a column {name:?} of their own"))),
            None => Ok(()),
        }
    }
}

/// Characters of a name that are shown.
const LONGEST: usize = 100;

/// What is said where a name is not there; `what` it is a name of.
pub(crate) fn missing(what: &str, name: &str, there: &[String]) -> String {
    let shown = |name: &str| match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}...", &name[..end]),
        None => format!("{name:?}"),
    };
    let shown: Vec<String> = there.iter().take(20).map(|name| shown(name)).collect();
    let more = if there.len() > 20 { format!(" and {} more", there.len() - 20) } else { String::new() };
    let shown = if shown.is_empty() { "none".into() } else { shown.join(", ") + &more };
    format!("no {what} {name:?}; there are {shown}{}", hint(name, there))
}

/// What may be done about a name that is not there.
fn hint(name: &str, there: &[String]) -> String {
    let sign = |one: &str| [';', '|', '\t'].into_iter().find(|sign| one.split(*sign).any(|part| part == name));
    match there {
        [one] if let Some(sign) = sign(one) => {
            format!("; columns are parted by commas (tabs in .tsv), not by {sign:?}")
        }
        _ if name == FIELDS[0] => "; say which holds the text (text=, --text)".into(),
        _ => String::new(),
    }
}

/// Whether the fields that the user named are there, where every record has its own: decided on the first part, for one
/// record may lack what the others have.
pub(crate) struct Search {
    /// Names that must be there and that no record had so far.
    left: Vec<String>,
    /// Fields of the first record, and where it stands.
    first: Option<(String, Vec<String>)>,
    /// Where the records stand that are being read: the name of their file.
    pub(crate) place: String,
}

impl Search {
    pub(crate) fn new(names: &Names) -> Self {
        let left = names.wanted().into_iter().filter(|(_, must)| *must).map(|(name, _)| name.to_owned()).collect();
        Self { left, first: None, place: String::new() }
    }

    /// A record: what fields it has, and whether one of that name.
    pub(crate) fn record(&mut self, fields: impl FnOnce() -> Vec<String>, has: impl Fn(&str) -> bool) {
        if self.is_open() {
            self.left.retain(|name| !has(name));
            if self.first.is_none() {
                self.first = Some((self.place.clone(), fields()));
            }
        }
    }

    /// A text without more.
    pub(crate) fn text(&mut self, names: &Names) {
        self.record(Vec::new, |name| name == names.text);
    }

    /// False as soon as all are there, or nobody asks any more.
    pub(crate) fn is_open(&self) -> bool {
        !self.left.is_empty()
    }

    /// Nothing more is asked: the columns of a table are known.
    pub(crate) fn close(&mut self) {
        self.left.clear();
    }

    /// What the first part came to; nothing more is asked then.
    ///
    /// # Errors
    /// A name that no record of it has.
    pub(crate) fn decide(&mut self) -> Result<(), String> {
        let left = std::mem::take(&mut self.left);
        match (left.first(), self.first.take()) {
            (Some(name), Some((place, there))) => {
                let place = if place.is_empty() { place } else { place + ": " };
                Err(place + &missing("field", name, &there))
            }
            _ => Ok(()),
        }
    }
}

/// The columns of these that are wanted, each once.
///
/// # Errors
/// `sayso.InputError`: one that must be there is not, or one is there twice.
#[pyfunction]
pub(crate) fn _present(wanted: Vec<(String, bool)>, there: Vec<String>) -> PyResult<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for (name, must) in wanted {
        if place(&name, must, &there).map_err(errors::input)?.is_some() && !out.contains(&name) {
            out.push(name);
        }
    }
    Ok(out)
}
