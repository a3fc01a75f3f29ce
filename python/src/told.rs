//! What a caller is told of work under way: numbers, handed to `sayso._progress.Counter`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pyo3::prelude::*;
use sayso::error::Error;
use sayso::extraction::Extraction;

use crate::gate::Job;

/// How often the waiting thread tells.
const STEP: Duration = Duration::from_millis(200);

/// What is done: articles, the words in those that were read, and the failed ones among them.
#[derive(Default)]
pub(crate) struct Counts {
    articles: AtomicUsize,
    words: AtomicUsize,
    errors: AtomicUsize,
}

impl Counts {
    pub(crate) fn read(&self, it: &Extraction) {
        self.articles.fetch_add(1, Ordering::Relaxed);
        self.words.fetch_add(it.text.split_whitespace().count(), Ordering::Relaxed);
    }

    pub(crate) fn failed(&self, articles: usize) {
        self.articles.fetch_add(articles, Ordering::Relaxed);
        self.errors.fetch_add(articles, Ordering::Relaxed);
    }

    pub(crate) fn add(&self, result: &Result<Extraction, Error>) {
        match result {
            Ok(it) => self.read(it),
            Err(_) => self.failed(1),
        }
    }
}

/// Who is told, if anybody.
pub(crate) struct Told {
    counter: Option<Py<PyAny>>,
    pub(crate) counts: Counts,
}

impl Told {
    /// Opens what `progress` asks for (None or False: nothing); `total` is the number of articles, if it is known.
    pub(crate) fn open(py: Python<'_>, progress: Option<&Bound<'_, PyAny>>, total: Option<usize>) -> PyResult<Self> {
        let wanted = progress.map(|p| p.is_truthy().map(|wanted| wanted.then_some(p))).transpose()?.flatten();
        let open = |p| py.import("sayso._progress")?.getattr("Counter")?.call1((p, total)).map(Bound::unbind);
        Ok(Self { counter: wanted.map(open).transpose()?, counts: Counts::default() })
    }

    /// True if somebody listens.
    pub(crate) fn listens(&self) -> bool {
        self.counter.is_some()
    }

    /// Tells what is done by now.
    pub(crate) fn tell(&self, py: Python<'_>) -> PyResult<()> {
        let Some(counter) = &self.counter else { return Ok(()) };
        let [articles, words, errors] =
            [&self.counts.articles, &self.counts.words, &self.counts.errors].map(|n| n.load(Ordering::Relaxed));
        counter.bind(py).call1((articles, words, errors)).map(drop)
    }

    /// Nothing more will be told.
    pub(crate) fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.counter.as_ref().map_or(Ok(()), |counter| counter.bind(py).call_method0("close").map(drop))
    }

    /// Waits for the end of a job that counts here.
    ///
    /// # Errors
    /// As [`Job::wait`]; what the listener raises, after asking the job to end.
    pub(crate) fn wait<T: Send>(&self, py: Python<'_>, job: Job<T>) -> PyResult<T> {
        if !self.listens() {
            return job.end(py);
        }
        let result = self.told(py, job);
        let closed = self.close(py);
        let value = result?;
        closed.map(|()| value)
    }

    fn told<T: Send>(&self, py: Python<'_>, mut job: Job<T>) -> PyResult<T> {
        loop {
            match job.wait(py, Some(STEP))? {
                Ok(value) => return self.tell(py).map(|()| value),
                Err(unfinished) => job = unfinished,
            }
            self.tell(py)?;
        }
    }
}
