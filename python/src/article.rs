//! What users give as an article: a str, or a mapping or object with a `text`.

use std::path::Path;

use pyo3::exceptions::{PyAttributeError, PyException, PyKeyError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyMapping, PyString};
use sayso::article::Article;
use sayso::error::{ArticleError, Stage};

use crate::dataset::cells::whole;
use crate::dataset::names::{Names, Search, missing};
use crate::dataset::rows::{Id, NULL_TEXT, Row, left_out};

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

/// Reads one article as given, under these names.
///
/// # Errors
/// An exception such as `KeyboardInterrupt` that the article's own code let through. What is the article's own fault is
/// in the row.
pub(crate) fn row(given: &Bound<'_, PyAny>, names: &Names, search: &mut Search) -> PyResult<Row> {
    if let Ok(row) = given.cast::<_Row>() {
        let of = |id: &Option<String>| id.clone().map_or(Id::Absent, Id::Own);
        return Ok(match &row.get().0 {
            Ok(article) => Row { id: of(&article.id), article: Ok(article.clone()) },
            Err(e) => Row::bad(of(&e.id), e.message.clone()),
        });
    }
    let mut id = Id::Absent;
    match fields(given, &mut id, names, search) {
        Ok(article) => Ok(Row { id, article: Ok(article) }),
        Err(Bad::Because(message)) => Ok(Row::bad(id, message)),
        Err(Bad::Raise(e)) => Err(e),
    }
}

/// The same, its id as given; the error is of stage "input".
///
/// # Errors
/// As [`row`].
pub(crate) fn read(
    given: &Bound<'_, PyAny>,
    names: &Names,
    search: &mut Search,
) -> PyResult<Result<Article, ArticleError>> {
    Ok(as_given(row(given, names, search)?))
}

/// The article of a row that keeps the id it has.
pub(crate) fn as_given(row: Row) -> Result<Article, ArticleError> {
    let id = row.id.own();
    match row.article {
        Ok(article) => Ok(Article { id, ..article }),
        Err(message) => Err(ArticleError { id, stage: Stage::Input, message }),
    }
}

/// A row of a file, to be handed on as an article.
#[pyclass(frozen, module = "sayso._native")]
pub(crate) struct _Row(pub(crate) Result<Article, ArticleError>);

/// The article; `id` is set as soon as it is known, for the error's sake.
fn fields(given: &Bound<'_, PyAny>, id: &mut Id, names: &Names, search: &mut Search) -> Result<Article, Bad> {
    let [text_name, id_name, title_name, date_name, url_name] = names.all().map(|(name, _)| name);
    if let Ok(text) = given.cast::<PyString>() {
        search.text(names);
        let text = string("the text", text)?;
        if is_file(&text) {
            return Err("the text is the name of a file; extract_files and the command line read files"
                .to_owned()
                .into());
        }
        return Ok(Article { kept: vec![None; names.keep.0.len()], ..Article::new(text) });
    }
    if !is_record(given) {
        return Err(format!("expected a str, or a mapping or object with a text, not {}", kind(given)).into());
    }
    let there = |name: &str| raw(given, name).map_or(true, |value| value.is_some());
    if search.is_open()
        && let Some(keys) = keys(given)
    {
        search.record(|| keys, there);
    }
    *id = match raw(given, id_name)? {
        Some(value) if !is_missing(&value) => Id::Own(identity(&value)?),
        Some(_) => Id::Null,
        None => Id::Absent,
    };
    let text = match raw(given, text_name)? {
        Some(value) if is_missing(&value) => return Err(NULL_TEXT.to_owned().into()),
        Some(value) => match value.cast::<PyString>() {
            Ok(text) => string("the text", text)?,
            Err(_) => return Err(format!("the text must be a str, not {}", kind(&value)).into()),
        },
        None => {
            return Err(match keys(given) {
                Some(keys) => missing("field", text_name, &keys),
                None => format!("expected a str, or a mapping or object with a text, not {}", kind(given)),
            }
            .into());
        }
    };
    let mut notes = Vec::new();
    let mut optional = |name: &str, key: &str| match shown(name, field(given, key)?) {
        Err(Bad::Because(why)) => Ok(left_out(why, &mut notes)),
        other => other,
    };
    let title = optional("title", title_name)?;
    let (date, url) = (optional("date", date_name)?, optional("url", url_name)?);
    let mut along = |name: &String| match kept(name, field(given, name)?) {
        Err(Bad::Because(why)) => Ok(left_out(why, &mut notes)),
        other => other,
    };
    let kept = names.keep.0.iter().map(&mut along).collect::<Result<_, Bad>>()?;
    Ok(Article { id: None, title, date, url, text, kept, notes })
}

/// What a field that is text for people holds: text, or a date.
fn shown(name: &str, value: Option<Bound<'_, PyAny>>) -> Result<Option<String>, Bad> {
    let Some(value) = value else { return Ok(None) };
    if let Ok(value) = value.cast::<PyString>() {
        return string(&format!("the {name}"), value).map(Some);
    }
    if name == "date" && value.hasattr("isoformat").unwrap_or(false) {
        let iso = value.call_method0("isoformat").and_then(|iso| iso.extract::<String>());
        return iso.map(Some).map_err(|e| within(value.py(), "the date", e));
    }
    let number = value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>();
    if name == "date" && number && !value.is_instance_of::<PyBool>() {
        return numeral("date", &value); // 20260102; a column of them with gaps is one of floats in pandas
    }
    Err(format!("the {name} must be a str, not {}", kind(&value)).into())
}

/// A value that is carried along, as text; None if it has none.
fn kept(name: &str, value: Option<Bound<'_, PyAny>>) -> Result<Option<String>, Bad> {
    let Some(value) = value else { return Ok(None) };
    if let Ok(value) = value.cast::<PyBool>() {
        return Ok(Some(value.is_true().to_string()));
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return Ok(Some(float.value().to_string())); // as a column of Arrow has it
    }
    let text = match value.call_method0("isoformat") {
        Ok(iso) => iso.str(),
        Err(_) => value.str(),
    };
    let text = text.map_err(|e| within(value.py(), &format!("{name:?}"), e))?;
    string(&format!("{name:?}"), &text).map(Some)
}

/// An id as text: of a str, a whole number, a UUID.
fn identity(value: &Bound<'_, PyAny>) -> Result<String, Bad> {
    if let Ok(value) = value.cast::<PyString>() {
        return string("the id", value);
    }
    if let Some(number) = numeral("id", value)? {
        return Ok(number);
    }
    if named(value).as_str() == "UUID" {
        let text = value.str().and_then(|text| text.extract::<String>());
        return text.map_err(|e| within(value.py(), "the id", e));
    }
    Err(format!("the id must be a str, a whole number or a UUID, not {}", kind(value)).into())
}

/// A whole number in decimal: an int, or a float or Decimal without a fraction, numpy's too. None of anything else.
fn numeral(name: &str, value: &Bound<'_, PyAny>) -> Result<Option<String>, Bad> {
    if value.is_instance_of::<PyBool>() {
        return Ok(None);
    }
    if value.is_instance_of::<PyInt>() || value.hasattr("__index__").unwrap_or(false) {
        return digits(name, value).map(Some);
    }
    let of = named(value);
    match value.extract::<f64>() {
        Ok(number) if value.is_instance_of::<PyFloat>() || of.starts_with("float") || of == "Decimal" => {
            whole(Some(number)).map_err(|why| format!("the {name} {why}").into())
        }
        _ => Ok(None),
    }
}

/// Name of a value's type.
fn named(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an unknown type".into(), |name| name.to_string())
}

/// Names of the fields of a record; None of an object that tells none.
fn keys(given: &Bound<'_, PyAny>) -> Option<Vec<String>> {
    let names = if given.cast::<PyMapping>().is_ok() || named(given) == "Series" {
        given.call_method0("keys").ok()?
    } else if let Ok(fields) = given.getattr("_fields") {
        fields // a named tuple
    } else {
        given.getattr("__dict__").ok()?.call_method0("keys").ok()?
    };
    let names = names.try_iter().ok()?.map_while(Result::ok).map(|name| name.str().map(|s| s.to_string()));
    let names: Vec<String> = names.map_while(Result::ok).collect();
    if names.is_empty() && given.cast::<PyMapping>().is_err() { None } else { Some(names) }
}

/// False of what cannot be an article, whatever attributes it has.
fn is_record(given: &Bound<'_, PyAny>) -> bool {
    !(given.is_none()
        || given.is_instance_of::<PyBytes>()
        || given.is_instance_of::<PyByteArray>()
        || given.is_instance_of::<PyInt>()
        || given.is_instance_of::<PyFloat>()
        || is_table(given))
}

/// True of a data frame, a table, or a Series that is no row of one.
pub(crate) fn is_table(given: &Bound<'_, PyAny>) -> bool {
    let has = |name: &str| given.hasattr(name).unwrap_or(false);
    if !(has("__arrow_c_stream__") || has("__arrow_c_array__") || has("iloc")) {
        return false;
    }
    let row = || {
        let first = given.call_method0("keys").ok()?.try_iter().ok()?.next()?.ok()?;
        first.is_instance_of::<PyString>().then_some(())
    };
    named(given) != "Series" || row().is_none()
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
fn digits(name: &str, value: &Bound<'_, PyAny>) -> Result<String, Bad> {
    let text = value.call_method0("__index__").and_then(|v| v.str()).and_then(|s| s.extract::<String>());
    text.map_err(|e| within(value.py(), &format!("the {name}"), e))
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

/// True of a word that names a file by its ending, and is one: nobody means it as an article.
fn is_file(text: &str) -> bool {
    text.len() < LONGEST_PATH && text.contains('.') && !text.contains(char::is_whitespace) && Path::new(text).is_file()
}

/// Bytes of the longest text that may be the name of a file.
const LONGEST_PATH: usize = 1000;

/// How an error names a value of the wrong type.
fn kind(value: &Bound<'_, PyAny>) -> String {
    if value.is_none() {
        return "None".into();
    }
    if value.cast::<PyFloat>().is_ok_and(|f| f.value().is_nan()) {
        return "NaN".into();
    }
    let name = named(value);
    if value.is_instance_of::<PyBytes>() {
        format!("{name} (decode it first)")
    } else if value.hasattr("__fspath__").unwrap_or(false) {
        format!("{name} (extract_files reads files)")
    } else if is_table(value) {
        format!("a whole {name}: that is many articles, for extract_batch or extract_table")
    } else {
        name
    }
}
