//! Articles of any iterator, extracted beside the reading of it; results in input order, memory bounded.

use std::collections::VecDeque;
use std::sync::{Mutex, TryLockError};
use std::time::Duration;

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use sayso::article::Article;
use sayso::error::{ArticleError, Error};
use sayso::pipeline::Extractor as Engine;
use sayso::stop::Stop;

use super::given::{self, Source};
use super::names::Search;
use super::rows::{self, Row};
use crate::extractor::{OnError, view};
use crate::gate::{self, Job};
use crate::told::Told;
use crate::views::Extraction;
use crate::{article, errors};

/// A batch ends at either: articles differ a hundredfold in length.
const ARTICLES: usize = 256;
const BYTES: usize = 4 << 20;
/// Batches under way at a time.
const UNDER_WAY: usize = 3;

/// What was read from the source.
enum Given {
    Article,
    Refused(ArticleError),
    /// An ArticleError of the user's own, handed on.
    Error(Py<PyAny>),
}

/// What comes out.
#[allow(clippy::large_enum_variant)] // nearly all are results
enum Item {
    Result(Result<Extraction, Error>),
    Error(Py<PyAny>),
}

struct Batch {
    job: Job<Vec<Result<Extraction, Error>>>,
    given: Vec<Given>,
}

struct State {
    source: Option<Source>,
    /// Whether the fields that the user named are there; nothing is done before that is known.
    search: Search,
    /// What the source raised; comes after the results of all before it.
    raised: Option<PyErr>,
    articles: Vec<Article>,
    given: Vec<Given>,
    bytes: usize,
    batches: VecDeque<Batch>,
    ready: VecDeque<Item>,
}

/// An iterator of results, in the order of the articles; made by `Extractor.stream`.
#[pyclass(frozen, module = "sayso")]
pub(crate) struct Stream {
    state: Mutex<State>,
    engine: Engine,
    threads: usize,
    on_error: OnError,
    told: Told,
}

impl Stream {
    pub(crate) fn new(engine: Engine, threads: usize, source: Source, on_error: OnError, told: Told) -> Self {
        let state = State {
            search: Search::new(&source.names),
            source: Some(source),
            raised: None,
            articles: Vec::new(),
            given: Vec::new(),
            bytes: 0,
            batches: VecDeque::new(),
            ready: VecDeque::new(),
        };
        Self { state: Mutex::new(state), engine, threads, on_error, told }
    }

    /// Tells of an item that goes out.
    fn tell(&self, py: Python<'_>, item: Option<&Item>) -> PyResult<()> {
        match item {
            _ if !self.told.listens() => return Ok(()),
            None => return self.told.close(py),
            Some(Item::Result(Ok(it))) => self.told.counts.read(it.it()),
            Some(Item::Result(Err(_)) | Item::Error(_)) => self.told.counts.failed(1),
        }
        self.told.tell(py)
    }

    fn submit(&self, state: &mut State) -> PyResult<()> {
        let (engine, articles) = (self.engine.clone(), std::mem::take(&mut state.articles));
        let job = gate::submit(self.threads, move |stop: &Stop| {
            sayso::batch::extract_batch(&engine, &articles, stop).into_iter().map(view).collect()
        })?;
        state.batches.push_back(Batch { job, given: std::mem::take(&mut state.given) });
        state.bytes = 0;
        Ok(())
    }

    /// The next item, or None at the end.
    fn item(&self, py: Python<'_>, state: &mut State) -> PyResult<Option<Item>> {
        loop {
            if let Some(item) = state.ready.pop_front() {
                return Ok(Some(item));
            }
            let room = state.batches.len() < UNDER_WAY;
            let reading = state.source.is_some() && room;
            if let Some(Batch { job, given }) = state.batches.pop_front() {
                // as soon as it is there, for the source may be slow
                match job.wait(py, if reading { Some(Duration::ZERO) } else { None })? {
                    Ok(results) => {
                        state.ready = unpacked(results, given);
                        continue;
                    }
                    Err(job) => state.batches.push_front(Batch { job, given }),
                }
            }
            if room && state.source.is_some() {
                match state.next(py) {
                    Ok(()) => {}
                    Err(e) if e.is_instance_of::<PyException>(py) => {
                        state.source = None;
                        state.raised = Some(e);
                    }
                    Err(e) => return Err(e),
                }
            }
            let full = state.articles.len() >= ARTICLES || state.given.len() >= 4 * ARTICLES || state.bytes >= BYTES;
            if state.search.is_open() && (full || state.source.is_none()) {
                state.decide();
                continue;
            }
            let idle = state.batches.is_empty() && !state.search.is_open(); // nobody works: begin with what there is
            if !state.given.is_empty() && (full || idle || (state.source.is_none() && room)) {
                self.submit(state)?;
            } else if state.source.is_none() && state.batches.is_empty() {
                return state.raised.take().map_or(Ok(None), Err);
            }
        }
    }
}

impl State {
    /// Takes what comes next from the source.
    fn next(&mut self, py: Python<'_>) -> PyResult<()> {
        let Some(source) = &mut self.source else { return Ok(()) };
        match source.next(py)? {
            None => self.source = None,
            Some(given::Given::Rows(rows)) => {
                self.search.close();
                rows.into_iter().for_each(|row| self.push(row));
            }
            Some(given::Given::One(item)) if errors::is_article(&item)? => {
                self.given.push(Given::Error(item.unbind()));
            }
            Some(given::Given::One(item)) => {
                let row = article::row(&item, &source.names, &mut self.search)?;
                self.push(row);
            }
        }
        Ok(())
    }

    fn push(&mut self, row: Row) {
        let row = article::as_given(row);
        self.bytes += rows::size(&row);
        self.given.push(match row {
            Ok(article) => {
                self.articles.push(article);
                Given::Article
            }
            Err(e) => Given::Refused(e),
        });
    }

    /// The first part was read: without the fields that the user named, it is the last.
    fn decide(&mut self) {
        if let Err(why) = self.search.decide() {
            self.source = None;
            self.raised = Some(errors::input(why));
            self.given.clear();
            self.articles.clear();
        }
    }
}

fn unpacked(results: Vec<Result<Extraction, Error>>, given: Vec<Given>) -> VecDeque<Item> {
    let mut results = results.into_iter();
    let item = |given| match given {
        Given::Article => results.next().map(Item::Result),
        Given::Refused(e) => Some(Item::Result(Err(Error::Article(e)))),
        Given::Error(e) => Some(Item::Error(e)),
    };
    given.into_iter().filter_map(item).collect()
}

#[pymethods]
impl Stream {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(broken)) => broken.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(errors::argument("the stream is being read by another thread, or by its own source"));
            }
        };
        loop {
            let item = match self.item(py, &mut state) {
                Ok(item) => item,
                Err(e) => return self.told.close(py).and(Err(e)),
            };
            self.tell(py, item.as_ref())?;
            match (item, self.on_error) {
                (None, _) => return Ok(None),
                (Some(Item::Result(Ok(it))), _) => return Ok(Some(Bound::new(py, it)?.into_any())),
                (Some(Item::Result(Err(Error::Article(e)))), OnError::Return) => {
                    return errors::article(py, e).map(Some);
                }
                (Some(Item::Error(e)), OnError::Return) => return Ok(Some(e.into_bound(py))),
                (Some(Item::Result(Err(Error::Article(_))) | Item::Error(_)), OnError::Skip) => {}
                (Some(failed), _) => {
                    // a generator that raised is at its end
                    state.source = None;
                    state.batches.clear();
                    state.ready.clear();
                    state.given.clear();
                    self.told.close(py)?;
                    return Err(match failed {
                        Item::Error(e) => PyErr::from_value(e.into_bound(py)),
                        Item::Result(Err(e)) => errors::raised(py, e),
                        Item::Result(Ok(_)) => errors::plain("internal error: a result is no error".into()),
                    });
                }
            }
        }
    }
}
