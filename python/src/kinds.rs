//! Kinds of quotes and types of entities, as users name them.

use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use sayso::extraction::{EntityType, Kinds, QuoteKind, Types};

use crate::errors;

/// The word for every one.
const ALL: &str = "all";

/// Some of a few named things.
pub(crate) trait Choice: Copy + Default + PartialEq {
    /// How users call the option.
    const WHAT: &'static str;
    /// Their names are known in any case.
    const ANY_CASE: bool;

    /// Those of these names, which are as [`Choice::every`] has them; None if one is not.
    fn of(names: &[String]) -> Option<Self>;

    /// Their names.
    fn names(self) -> Vec<&'static str>;

    /// The names there are.
    fn every() -> Vec<&'static str>;
}

macro_rules! choice {
    ($set:ident of $one:ident, $what:literal, $any_case:literal) => {
        impl Choice for $set {
            const WHAT: &'static str = $what;
            const ANY_CASE: bool = $any_case;

            fn of(names: &[String]) -> Option<Self> {
                names.iter().map(|name| $one::from_name(name)).collect::<Option<Vec<_>>>().map(Self::new)
            }

            fn names(self) -> Vec<&'static str> {
                self.iter().map($one::name).collect()
            }

            fn every() -> Vec<&'static str> {
                Self::ALL.names()
            }
        }
    };
}

choice!(Kinds of QuoteKind, "kinds", false);
choice!(Types of EntityType, "types", true);

/// What a user wants of them: given as one name or any iterable of names, "all" among them; as a tuple otherwise.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Wanted<S>(pub(crate) S);

impl<S: Choice> Wanted<S> {
    /// The names, as Python holds them.
    pub(crate) fn names(self, py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(py, self.0.names())
    }

    /// As a repr has it: nothing of the default.
    pub(crate) fn shown(self, name: &str, py: Python<'_>) -> PyResult<String> {
        Ok(if self.0 == S::default() { String::new() } else { format!(", {name}={}", self.names(py)?.repr()?) })
    }

    /// Those of these names.
    fn of(names: &[String]) -> PyResult<Self> {
        let mut chosen = Vec::new();
        for name in names {
            let is = |own: &&str| own == name || S::ANY_CASE && own.eq_ignore_ascii_case(name);
            let own = S::every().into_iter().find(is);
            match own {
                Some(own) => chosen.push(own.to_owned()),
                None if name == ALL => chosen.extend(S::every().into_iter().map(str::to_owned)),
                None => return Err(must_be::<S>(&format!("{name:?}"))),
            }
        }
        match S::of(&chosen) {
            Some(these) if !chosen.is_empty() => Ok(Self(these)),
            _ => Err(must_be::<S>("empty")),
        }
    }
}

impl<'py, S: Choice> FromPyObject<'_, 'py> for Wanted<S> {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let wrong = |what: &Bound<'py, PyAny>| match what.get_type().name() {
            Ok(kind) => must_be::<S>(&format!("{kind}")),
            Err(e) => e,
        };
        let mut names = Vec::new();
        if given.is_instance_of::<PyString>() {
            names.push(given.str()?.to_string_lossy().into_owned());
        } else {
            for name in given.try_iter().map_err(|_| wrong(&given))? {
                let name = name?;
                let name = name.cast::<PyString>().map_err(|_| wrong(&name))?;
                names.push(name.to_string_lossy().into_owned());
            }
        }
        Self::of(&names)
    }
}

fn must_be<S: Choice>(not: &str) -> PyErr {
    let names: Vec<String> = S::every().into_iter().map(|name| format!("{name:?}")).collect();
    errors::argument(format!("{} must be {ALL:?} or some of {}, not {not}", S::WHAT, names.join(", ")))
}

/// The names of the kinds that a user wants.
#[pyfunction]
pub(crate) fn _kinds<'py>(py: Python<'py>, kinds: Wanted<Kinds>) -> PyResult<Bound<'py, PyTuple>> {
    kinds.names(py)
}

/// The names of the types that a user wants.
#[pyfunction]
pub(crate) fn _types<'py>(py: Python<'py>, types: Wanted<Types>) -> PyResult<Bound<'py, PyTuple>> {
    types.names(py)
}

/// The types that are values: dates, times, sums, numbers.
#[pyfunction]
pub(crate) fn _value_types() -> Vec<&'static str> {
    EntityType::ALL.iter().filter(|t| t.is_value()).map(|t| t.name()).collect()
}
