//! Kinds of quotes, as users name them.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use sayso::extraction::{Kinds, QuoteKind};

/// The word for every kind.
const ALL: &str = "all";

/// The kinds that a user wants: given as one name or any iterable of names, "all" among them; as a tuple otherwise.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Wanted(pub(crate) Kinds);

impl Wanted {
    /// The names, as Python holds them.
    pub(crate) fn names<'py>(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.iter().map(QuoteKind::name).collect::<Vec<_>>())
    }
}

impl<'py> FromPyObject<'_, 'py> for Wanted {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let wrong = |what: &Bound<'py, PyAny>| match what.get_type().name() {
            Ok(kind) => PyTypeError::new_err(must_be(&format!("{kind}"))),
            Err(e) => e,
        };
        let mut kinds = Vec::new();
        if given.is_instance_of::<PyString>() {
            kinds.extend(named(&given.str()?.to_string_lossy())?);
        } else {
            for name in given.try_iter().map_err(|_| wrong(&given))? {
                let name = name?;
                let name = name.cast::<PyString>().map_err(|_| wrong(&name))?;
                kinds.extend(named(&name.to_string_lossy())?);
            }
        }
        if kinds.is_empty() { Err(PyValueError::new_err(must_be("empty"))) } else { Ok(Self(Kinds::new(kinds))) }
    }
}

/// The kinds of that name.
fn named(name: &str) -> PyResult<Vec<QuoteKind>> {
    match QuoteKind::from_name(name) {
        Some(kind) => Ok(vec![kind]),
        None if name == ALL => Ok(QuoteKind::ALL.to_vec()),
        None => Err(PyValueError::new_err(must_be(&format!("{name:?}")))),
    }
}

fn must_be(not: &str) -> String {
    let names: Vec<String> = QuoteKind::ALL.iter().map(|kind| format!("{:?}", kind.name())).collect();
    format!("kinds must be {ALL:?} or some of {}, not {not}", names.join(", "))
}

/// The names of the kinds that a user wants.
#[pyfunction]
pub(crate) fn _kinds<'py>(py: Python<'py>, kinds: Wanted) -> PyResult<Bound<'py, PyTuple>> {
    kinds.names(py)
}
