//! Parts of a dataset through the gate: into tables in memory, or into files.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sayso::article::Article;
use sayso::columns::{self, Tables as Columns};
use sayso::error::{ArticleError, Error};
use sayso::pipeline::Extractor as Engine;
use sayso::stop::Stop;

use super::arrow::{self, Form};
use super::files::{self, Feed, Input, Limits, Part, parquet};
use super::given::Source;
use super::longest::Longest;
use super::names::Names;
use super::rows::{self, IdAssigner};
use super::table::{self, Table, Tables, raised};
use super::write::{Format, Writer};
use crate::article::{self, _Row};
use crate::errors;
use crate::gate::{self, Job};

/// Parts under way at a time: one is written while the next is read.
const UNDER_WAY: usize = 3;
/// Articles that are extracted before their tables are written.
const FEW: Limits = Limits { articles: 512, bytes: 2 << 20, longest: Longest::ANY };
/// A part of tables in memory.
const LIMITS: Limits = Limits { articles: 2000, bytes: 8 << 20, longest: Longest::ANY };

/// An article, or why a row is none.
type Given = Result<Article, ArticleError>;

/// A part of the input, to be handed to a worker once.
#[pyclass(frozen, module = "sayso._native")]
pub(crate) struct _Part {
    part: Mutex<Option<Part>>,
    articles: usize,
    /// Columns that are carried along.
    keep: Arc<[String]>,
    /// The part of the whole input that was read when this one was full, 0 to 1 (float).
    #[pyo3(get)]
    progress: f64,
}

#[pymethods]
impl _Part {
    /// Number of its rows.
    fn __len__(&self) -> usize {
        self.articles
    }

    /// The rows, as `stream` takes them (list).
    fn rows(&self) -> PyResult<Vec<_Row>> {
        Ok(self.take()?.into_iter().map(_Row).collect())
    }
}

impl _Part {
    fn take(&self) -> PyResult<Vec<Given>> {
        let part = self.part.lock().unwrap_or_else(PoisonError::into_inner).take();
        part.map(|p| p.articles).ok_or_else(|| PyValueError::new_err("this part was handed out before"))
    }
}

/// Reads files on a thread of its own, part by part.
#[pyclass(frozen, module = "sayso._native")]
pub(crate) struct _Reader {
    feed: Mutex<std::sync::mpsc::Receiver<Feed>>,
    /// Columns that are carried along.
    keep: Arc<[String]>,
}

#[pymethods]
impl _Reader {
    /// Opens the files: (path, name, kind, compression) each. `limits` are the articles and bytes of a part, and the
    /// characters of a text.
    #[new]
    #[pyo3(signature = (files, limits, unique, **columns))]
    fn new(
        py: Python<'_>,
        files: Vec<(Vec<u8>, String, String, String)>,
        limits: (usize, usize, Option<usize>),
        unique: bool,
        columns: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let names = Names::of(columns)?;
        let keep: Arc<[String]> = names.keep.0.clone().into();
        let inputs: Vec<Input> = files
            .into_iter()
            .map(|(path, name, kind, compression)| Input { path: file(path), name, kind, compression })
            .collect();
        gate::here(errors::damaged, || py.detach(|| files::check(&inputs, &names)).map_err(errors::input))?;
        let (articles, bytes, max_chars) = limits;
        let limits = Limits { articles: articles.max(1), bytes: bytes.max(1), longest: Longest::of(max_chars) };
        Ok(Self { feed: Mutex::new(files::start(inputs, names, limits, unique)?), keep })
    }

    /// The next part, or None after the last (_Part | None).
    fn read(&self, py: Python<'_>) -> PyResult<Option<_Part>> {
        match gate::receive(py, &self.feed)? {
            Some(Feed::Part(part)) => {
                let (articles, progress) = (part.articles.len(), part.progress);
                Ok(Some(_Part { part: Mutex::new(Some(part)), articles, keep: self.keep.clone(), progress }))
            }
            Some(Feed::Refused(why)) => Err(errors::input(why)),
            Some(Feed::End) => Ok(None),
            None => Err(errors::plain("internal error, please report it: the reading thread is gone".into())),
        }
    }
}

/// A path from the bytes of `os.fsencode`.
fn file(path: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    return <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(path).into();
    #[cfg(not(unix))]
    return String::from_utf8_lossy(&path).into_owned().into();
}

/// What was written: the files of the five tables and the rows in each, as often as there are such files; and words.
type Done = (Vec<(Vec<PathBuf>, [usize; 5])>, u64);

/// A part that is being extracted and written.
#[pyclass(frozen, module = "sayso._native")]
pub(crate) struct _PartJob {
    job: Mutex<Option<Job<Result<Done, Failed>>>>,
    done: Arc<AtomicUsize>,
}

enum Failed {
    Stopped,
    File(PathBuf, std::io::Error),
    Arrow(ArrowError),
}

impl Failed {
    /// As Python sees it.
    fn raised(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Stopped => errors::raised(py, Error::Stopped),
            Self::Arrow(e) => raised(e),
            Self::File(path, e) => match e.raw_os_error() {
                Some(code) => PyOSError::new_err((code, e.kind().to_string(), path)),
                None => PyOSError::new_err(format!("{}: {e}", path.display())),
            },
        }
    }
}

#[pymethods]
impl _PartJob {
    /// Articles done so far (int).
    #[getter]
    fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Waits at most so many seconds; if it is done, the files and the rows in each, and the number of words.
    fn wait(&self, py: Python<'_>, seconds: f64) -> PyResult<Option<Done>> {
        let held = || self.job.lock().unwrap_or_else(PoisonError::into_inner);
        let job = held().take().ok_or_else(|| PyValueError::new_err("this job has ended"))?;
        match job.wait(py, Some(Duration::try_from_secs_f64(seconds).unwrap_or_default()))? {
            Ok(Ok(done)) => Ok(Some(done)),
            Ok(Err(e)) => Err(e.raised(py)),
            Err(job) => {
                *held() = Some(job);
                Ok(None)
            }
        }
    }
}

/// Starts on a part: extracts its articles and writes the five tables to files whose paths begin with `stem`.
pub(crate) fn part(engine: Engine, threads: usize, part: &_Part, stem: PathBuf, format: Format) -> PyResult<_PartJob> {
    let mut articles = part.take()?.into_iter().peekable();
    let done = Arc::new(AtomicUsize::new(0));
    let (count, keep) = (done.clone(), part.keep.clone());
    let job = gate::beside(threads, move |pool, stop: &Stop| {
        let (mut writer, mut words) = (Writer::new(stem, format, keep.clone()), 0);
        while articles.peek().is_some() {
            let some = few(&mut articles);
            let tables = pool.install(|| {
                columns::extract_tables(&engine, &some, stop, &|| {
                    count.fetch_add(1, Ordering::Relaxed);
                })
            });
            let tables = tables.map_err(|_| Failed::Stopped)?;
            let sizes: Vec<usize> = tables.iter().map(|set| set.size).collect();
            words += tables.iter().map(Columns::words).sum::<u64>();
            for (size, batches) in sizes.into_iter().zip(arrow::sets(tables, &some, &keep)) {
                let written = writer.write(size, batches.map_err(Failed::Arrow)?);
                written.map_err(|(path, e)| Failed::File(path, e))?;
            }
        }
        let written = writer.close().map_err(|(path, e)| Failed::File(path, e))?;
        Ok((written.into_iter().map(|it| (it.paths, it.rows)).collect(), words))
    })?;
    Ok(_PartJob { job: Mutex::new(Some(job)), done })
}

/// The next articles, as many as are extracted before their tables are written.
fn few(articles: &mut impl Iterator<Item = Given>) -> Vec<Given> {
    let (mut out, mut bytes) = (Vec::new(), 0);
    while out.len() < FEW.articles && bytes < FEW.bytes {
        let Some(article) = articles.next() else { break };
        bytes += rows::size(&article);
        out.push(article);
    }
    out
}

/// Batches of each table that these articles came to.
fn by_table(tables: Vec<Columns>, articles: &[Given], keep: &[String]) -> Result<[Vec<RecordBatch>; 5], ArrowError> {
    let mut out: [Vec<RecordBatch>; 5] = Default::default();
    for set in arrow::sets(tables, articles, keep) {
        for (batches, batch) in out.iter_mut().zip(set?) {
            batches.push(batch);
        }
    }
    Ok(out)
}

/// The first rows of a part of a run, as the table of that name.
///
/// # Errors
/// `sayso.InputError` if the file is damaged, or holds another table.
#[pyfunction]
pub(crate) fn _head(py: Python<'_>, name: &str, path: PathBuf, rows: usize) -> PyResult<Table> {
    gate::here(errors::damaged, || {
        let (schema, batches) = py.detach(|| parquet::head(&path, rows)).map_err(errors::input)?;
        Table::checked(name, &schema, batches)
    })
}

/// Tables of all articles that the items hold: tables of texts, and articles.
pub(crate) fn tables(py: Python<'_>, engine: &Engine, threads: usize, source: &mut Source) -> PyResult<Tables> {
    let keep = source.names.keep.0.clone();
    type Result5 = Result<[Vec<RecordBatch>; 5], Failed>;
    let mut ids = IdAssigner::new(true);
    let mut out: [Vec<RecordBatch>; 5] = Default::default();
    let mut under_way: VecDeque<Job<Result5>> = VecDeque::new();
    let mut finish = |job: Job<Result5>| -> PyResult<()> {
        match job.end(py)? {
            Ok(batches) => {
                for (all, more) in out.iter_mut().zip(batches) {
                    all.extend(more);
                }
                Ok(())
            }
            Err(e) => Err(e.raised(py)),
        }
    };
    let submit = |articles: Vec<Given>| {
        let (engine, keep) = (engine.clone(), keep.clone());
        gate::submit(threads, move |stop: &Stop| {
            let tables = columns::extract_tables(&engine, &articles, stop, &|| ()).map_err(|_| Failed::Stopped)?;
            by_table(tables, &articles, &keep).map_err(Failed::Arrow)
        })
    };
    let (mut articles, mut bytes, mut number) = (Vec::new(), 0, 0);
    source.each(py, LIMITS.articles, &mut |row| {
        number += 1;
        let article = ids.take(row, &[], 0, number);
        bytes += rows::size(&article);
        articles.push(article);
        if articles.len() >= LIMITS.articles || bytes >= LIMITS.bytes {
            bytes = 0;
            if under_way.len() == UNDER_WAY
                && let Some(job) = under_way.pop_front()
            {
                finish(job)?;
            }
            under_way.push_back(submit(std::mem::take(&mut articles))?);
        }
        Ok(())
    })?;
    if !articles.is_empty() {
        under_way.push_back(submit(articles)?);
    }
    under_way.into_iter().try_for_each(finish)?;
    Tables::new(py, out, &keep)
}

/// One stream of rows for the articles of a batch: a table's, or one row an article; failed ones are rows too.
pub(crate) fn mapped(
    py: Python<'_>,
    engine: &Engine,
    threads: usize,
    source: &mut Source,
    name: &str,
) -> PyResult<Table> {
    let k = table::mapped(name)?;
    source.names.keep.beside(name, &arrow::mapped_schema(k, &[], Form::Given))?;
    let keep = source.names.keep.0.clone();
    let schema = arrow::mapped_schema(k, &keep, Form::Given);
    let mut articles = Vec::new();
    source.each(py, usize::MAX, &mut |row| {
        articles.push(article::as_given(row));
        Ok(())
    })?;
    let engine = engine.clone();
    let batches = gate::enter(py, threads, move |stop: &Stop| {
        let tables = columns::extract_tables(&engine, &articles, stop, &|| ()).map_err(|_| Failed::Stopped)?;
        arrow::streams(k, tables, &articles, &keep).collect::<Result<Vec<_>, _>>().map_err(Failed::Arrow)
    })?;
    match batches {
        Ok(batches) => Ok(Table::new(name, schema, batches)),
        Err(e) => Err(e.raised(py)),
    }
}
