//! Engine errors as Python exceptions. The classes are written in Python (`sayso/_errors.py`): the stable ABI of
//! 3.10 lets no compiled class extend `Exception`.

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use sayso::error::{ArticleError, Error, ModelError};

/// A class of `sayso._errors`.
fn class<'py>(py: Python<'py>, cell: &PyOnceLock<Py<PyType>>, name: &str) -> PyResult<Bound<'py, PyType>> {
    let class = cell.get_or_try_init(py, || {
        let class = py.import("sayso._errors")?.getattr(name)?.cast_into::<PyType>()?;
        PyResult::Ok(class.unbind())
    })?;
    Ok(class.bind(py).clone())
}

/// `sayso.Error` with this message.
pub(crate) fn plain(message: String) -> PyErr {
    static CELL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    Python::attach(|py| match class(py, &CELL, "Error") {
        Ok(class) => PyErr::from_type(class, message),
        Err(e) => e,
    })
}

/// `sayso.InputError` with this message.
pub(crate) fn input(message: impl Into<String>) -> PyErr {
    static CELL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    Python::attach(|py| match class(py, &CELL, "InputError") {
        Ok(class) => PyErr::from_type(class, message.into()),
        Err(e) => e,
    })
}

/// `sayso.ArgumentError` with this message.
pub(crate) fn argument(message: impl Into<String>) -> PyErr {
    static CELL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    Python::attach(|py| match class(py, &CELL, "ArgumentError") {
        Ok(class) => PyErr::from_type(class, message.into()),
        Err(e) => e,
    })
}

/// What [`crate::gate::here`] raises where data from outside made a library panic.
pub(crate) fn damaged(why: &str) -> PyErr {
    input(format!("damaged, it cannot be read: {why}").replace(['\n', '\r'], " "))
}

/// What [`crate::gate::here`] raises where our own data did.
pub(crate) fn internal(why: &str) -> PyErr {
    plain(format!("internal error, please report it: {why}"))
}

/// `sayso.ModelError`.
pub(crate) fn model(error: ModelError) -> PyErr {
    static CELL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    Python::attach(|py| match class(py, &CELL, "ModelError") {
        Ok(class) => PyErr::from_type(class, error.to_string()),
        Err(e) => e,
    })
}

static ARTICLE: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The `sayso.ArticleError` object, to raise or to return.
pub(crate) fn article(py: Python<'_>, error: ArticleError) -> PyResult<Bound<'_, PyAny>> {
    let ArticleError { id, stage, message } = error;
    class(py, &ARTICLE, "ArticleError")?.call1((id, stage.name(), message))
}

/// True of an `ArticleError` object.
pub(crate) fn is_article(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    given.is_instance(class(given.py(), &ARTICLE, "ArticleError")?.as_any())
}

/// What to raise for an engine error.
pub(crate) fn raised(py: Python<'_>, error: Error) -> PyErr {
    match error {
        Error::Article(e) => match article(py, e) {
            Ok(e) => PyErr::from_value(e),
            Err(e) => e,
        },
        Error::Stopped => PyKeyboardInterrupt::new_err(()), // the gate alone raises the flag, on a signal
    }
}
