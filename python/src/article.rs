//! What users give as an article: a str, or a mapping or object with a `text`.

use pyo3::exceptions::{PyAttributeError, PyException, PyKeyError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyMapping, PyString};
use sayso::article::Article;
use sayso::error::{ArticleError, Stage};

use crate::dataset::rows::{NULL_TEXT, Names, Row};
use crate::errors;

/// Why a field cannot be used; or an exception that is none of the article's (`KeyboardInterrupt`).
enum Bad {
    Because(String),
    Raise(PyErr),
}

impl From<String> for Bad {
    fn from(message: String) -> Self {
        Bad::Because(message)
    }
}

/// Reads one article as given.
///
/// # Errors
/// The inner error is the article's own (stage "input"); the outer one is an exception such as `KeyboardInterrupt`
/// that the article's own code let through.
pub(crate) fn read(given: &Bound<'_, PyAny>) -> PyResult<Result<Article, ArticleError>> {
    let mut id = None;
    match fields(given, &mut id, ["text", "id", "title", "date", "url"]) {
        Ok(article) => Ok(Ok(article)),
        Err(Bad::Because(message)) => Ok(Err(ArticleError { id, stage: Stage::Input, message })),
        Err(Bad::Raise(e)) => Err(e),
    }
}

/// The same as a row of a dataset, its fields under other names.
///
/// # Errors
/// An exception such as `KeyboardInterrupt` that the article's own code let through.
pub(crate) fn row(given: &Bound<'_, PyAny>, names: &Names) -> PyResult<Row> {
    let mut id = None;
    match fields(given, &mut id, names.all().map(|(name, _)| name)) {
        Ok(article) => Ok(Row { id, article: Ok(article) }),
        Err(Bad::Because(message)) => Ok(Row::bad(id, message)),
        Err(Bad::Raise(e)) => Err(e),
    }
}

/// A row of a dataset as a user would give it: a dict, or the `ArticleError` in its place.
pub(crate) fn given(py: Python<'_>, row: Result<Article, ArticleError>) -> PyResult<Bound<'_, PyAny>> {
    match row {
        Ok(Article { id, text, title, date, url }) => {
            let dict = PyDict::new(py);
            dict.set_item("text", text)?;
            for (key, value) in [("id", id), ("title", title), ("date", date), ("url", url)] {
                if let Some(value) = value {
                    dict.set_item(key, value)?;
                }
            }
            Ok(dict.into_any())
        }
        Err(e) => errors::article(py, e),
    }
}

/// The article; `id` is set as soon as it is known, for the error's sake.
fn fields(given: &Bound<'_, PyAny>, id: &mut Option<String>, names: [&str; 5]) -> Result<Article, Bad> {
    let [text_name, id_name, title_name, date_name, url_name] = names;
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(Article::new(string("the text", text)?));
    }
    if !is_record(given) {
        return Err(format!("expected a str, or a mapping or object with a text, not {}", kind(given)).into());
    }
    if let Some(value) = field(given, id_name)? {
        *id = Some(if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
            digits(&value)?
        } else if let Ok(value) = value.cast::<PyString>() {
            string("the id", value)?
        } else if value.hasattr("__index__").unwrap_or(false) && !value.is_instance_of::<PyBool>() {
            digits(&value)? // integers of numpy
        } else {
            return Err(format!("the id must be a str or an int, not {}", kind(&value)).into());
        });
    }
    let text = match field(given, text_name)? {
        Some(value) => match value.cast::<PyString>() {
            Ok(text) => string("the text", text)?,
            Err(_) => return Err(format!("the text must be a str, not {}", kind(&value)).into()),
        },
        None => match raw(given, text_name)? {
            Some(_) => return Err(NULL_TEXT.to_owned().into()),
            None => {
                return Err(format!("expected a str, or a mapping or object with a text, not {}", kind(given)).into());
            }
        },
    };
    let optional = |name: &str, key: &str| -> Result<Option<String>, Bad> {
        let Some(value) = field(given, key)? else {
            return Ok(None);
        };
        if let Ok(value) = value.cast::<PyString>() {
            return Ok(Some(string(&format!("the {name}"), value)?));
        }
        if name == "date" && value.hasattr("isoformat").unwrap_or(false) {
            let iso = value.call_method0("isoformat").and_then(|iso| iso.extract::<String>());
            return iso.map(Some).map_err(|e| within(given.py(), "the date", e));
        }
        Err(format!("the {name} must be a str, not {}", kind(&value)).into())
    };
    let title = optional("title", title_name)?;
    Ok(Article { id: id.clone(), title, date: optional("date", date_name)?, url: optional("url", url_name)?, text })
}

/// False of what cannot be an article, whatever attributes it has.
fn is_record(given: &Bound<'_, PyAny>) -> bool {
    !(given.is_none()
        || given.is_instance_of::<PyBytes>()
        || given.is_instance_of::<PyByteArray>()
        || given.is_instance_of::<PyInt>()
        || given.is_instance_of::<PyFloat>())
}

/// A field's value; None where it is missing, None, or one of the ways data frames write a missing value.
fn field<'py>(given: &Bound<'py, PyAny>, name: &str) -> Result<Option<Bound<'py, PyAny>>, Bad> {
    Ok(raw(given, name)?.filter(|v| !is_missing(v)))
}

/// True of None, NaN, NaT and pandas.NA.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    value.is_none() || value.ne(value).unwrap_or(false) || value.get_type().name().is_ok_and(|name| name == "NAType")
}

/// A field's value as it stands.
fn raw<'py>(given: &Bound<'py, PyAny>, name: &str) -> Result<Option<Bound<'py, PyAny>>, Bad> {
    let py = given.py();
    let value = if let Ok(dict) = given.cast::<PyDict>() {
        dict.get_item(name)
    } else if let Ok(mapping) = given.cast::<PyMapping>() {
        match mapping.get_item(name) {
            Ok(value) => Ok(Some(value)),
            Err(e) if e.is_instance_of::<PyKeyError>(py) => Ok(None),
            Err(e) => Err(e),
        }
    } else {
        match given.getattr(name) {
            Ok(value) => Ok(Some(value)),
            Err(e) if e.is_instance_of::<PyAttributeError>(py) => Ok(None),
            Err(e) => Err(e),
        }
    };
    value.map_err(|e| within(py, &format!("the {name}"), e))
}

/// An exception met while reading `what`.
fn within(py: Python<'_>, what: &str, e: PyErr) -> Bad {
    if !e.is_instance_of::<PyException>(py) {
        return Bad::Raise(e);
    }
    Bad::Because(format!("reading {what}: {e}").replace(['\n', '\r'], " "))
}

/// An int in decimal.
fn digits(value: &Bound<'_, PyAny>) -> Result<String, Bad> {
    let text = value.call_method0("__index__").and_then(|v| v.str()).and_then(|s| s.extract::<String>());
    text.map_err(|e| within(value.py(), "the id", e))
}

/// A Python str in UTF-8.
fn string(what: &str, value: &Bound<'_, PyString>) -> Result<String, Bad> {
    let py = value.py();
    match value.to_cow() {
        Ok(text) => Ok(text.into_owned()),
        Err(e) if e.is_instance_of::<PyUnicodeEncodeError>(py) => {
            let at = e.value(py).getattr("start").and_then(|at| at.extract::<usize>());
            Err(match at {
                Ok(at) => format!("{what} has a lone surrogate at {at}, which is no character and has no UTF-8"),
                Err(_) => format!("{what} is no valid Unicode"),
            }
            .into())
        }
        Err(e) => Err(within(py, what, e)),
    }
}

/// How an error names a value of the wrong type.
fn kind(value: &Bound<'_, PyAny>) -> String {
    if value.is_none() {
        return "None".into();
    }
    if value.cast::<PyFloat>().is_ok_and(|f| f.value().is_nan()) {
        return "NaN".into();
    }
    let name = value.get_type().name().map_or_else(|_| "an unknown type".into(), |n| n.to_string());
    if value.is_instance_of::<PyBytes>() { format!("{name} (decode it first)") } else { name }
}
