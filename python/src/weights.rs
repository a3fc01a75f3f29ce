//! Models in memory: one process reads the same weights once, however many extractors are made or unpickled over them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use pyo3::prelude::*;
use sayso::error::ModelError;
use sayso::model::Model;
use sayso::pipeline::{Extractor, Options};

use crate::{errors, gate};

/// The weights that come with the package.
static BASE: &[u8] = include_bytes!("../../models/base.sayso");
/// Their name.
pub(crate) const BASE_NAME: &str = "base";
/// Models read from files that are kept when no extractor needs them any more: the next task of a worker will.
const KEPT: usize = 4;
/// How often a thread that waits for another to read what it wants too looks for signals.
const SIGNALS: Duration = Duration::from_millis(50);

/// Where weights are: a file that has not changed holds the same model.
#[derive(Clone, PartialEq, Eq)]
enum Weights {
    Base,
    File { path: PathBuf, changed: Option<SystemTime>, size: u64 },
}

impl Weights {
    fn of(model: &Path) -> Result<Self, ModelError> {
        if model.as_os_str() == BASE_NAME {
            return Ok(Self::Base);
        }
        let shown = model.display();
        let failed = |e| ModelError(format!("{shown}: {e}"));
        if !model.exists() {
            return Err(ModelError(format!(
                "{shown}: no such file, and no model of that name (there is {BASE_NAME:?})"
            )));
        }
        let path = model.canonicalize().map_err(failed)?;
        let facts = path.metadata().map_err(failed)?;
        Ok(Self::File { path, changed: facts.modified().ok(), size: facts.len() })
    }
}

/// Whether a thread has come to the end of reading.
#[derive(Default)]
struct Reading {
    ended: Mutex<bool>,
    changed: Condvar,
}

impl Reading {
    /// Waits for the end, or until it is time to look for signals.
    fn wait(&self) {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self.changed.wait_timeout_while(ended, SIGNALS, |ended| !*ended);
    }

    fn end(&self) {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }
}

#[derive(Clone)]
enum State {
    /// A thread of that process is reading it.
    Loading(u32, Arc<Reading>),
    Ready(Extractor),
}

/// Models of this process, the oldest first. Locked with the GIL held, and for moments, so that no fork meets it taken.
static MODELS: Mutex<Vec<(Weights, State)>> = Mutex::new(Vec::new());

/// An extractor over the model of that name, or in that file; read on a pool of so many threads if it is not there yet.
///
/// # Errors
/// `sayso.ModelError`; what a signal handler raised meanwhile.
pub(crate) fn extractor(py: Python<'_>, model: &Path, threads: usize, options: Options) -> PyResult<Extractor> {
    let weights = Weights::of(model).map_err(errors::model)?;
    while let Some(state) = claim(&weights) {
        match state {
            State::Ready(same) => return Ok(same.with(options)),
            State::Loading(_, reading) => {
                py.check_signals()?;
                py.detach(|| reading.wait());
            }
        }
    }
    let path = model.to_owned();
    let loaded = gate::enter(py, threads, move |_| match path.as_os_str() == BASE_NAME {
        true => Model::read(BASE).map_err(|e| ModelError(format!("{BASE_NAME}: {e}"))),
        false => Model::load(&path),
    });
    let loaded = loaded.and_then(|model| model.map_err(errors::model));
    let made = loaded.map(|model| Extractor::new(Arc::new(model), options));
    settle(weights, made.as_ref().ok());
    made
}

/// The state of these weights; None tells the caller, and nobody else, to read them.
fn claim(weights: &Weights) -> Option<State> {
    let mut models = MODELS.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    // after a fork: the thread that was reading is not here
    models.retain(|(_, state)| !matches!(state, State::Loading(other, _) if *other != process));
    let found = models.iter().find(|(other, _)| other == weights);
    if found.is_none() {
        models.push((weights.clone(), State::Loading(process, Arc::default())));
        return None;
    }
    found.map(|(_, state)| state.clone())
}

/// Ends what [`claim`] began.
fn settle(weights: Weights, made: Option<&Extractor>) {
    let mut models = MODELS.lock().unwrap_or_else(PoisonError::into_inner);
    let ended = models.extract_if(.., |(other, _)| *other == weights);
    ended.for_each(|(_, state)| {
        if let State::Loading(_, reading) = state {
            reading.end();
        }
    });
    if let Some(made) = made {
        models.push((weights, State::Ready(made.clone())));
    }
    let is_kept = |(weights, state): &(Weights, State)| *weights != Weights::Base && matches!(state, State::Ready(_));
    if models.iter().filter(|one| is_kept(one)).count() > KEPT
        && let Some(oldest) = models.iter().position(is_kept)
    {
        models.remove(oldest);
    }
}
