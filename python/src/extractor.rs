//! `Extractor`, `extract` and `extract_batch`.

use std::path::{PathBuf, absolute};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList, PyMapping, PyString, PyTuple, PyType};
use sayso::article::Article;
use sayso::error::{ArticleError, Error, Stage};
use sayso::extraction::{Kinds, Types};
use sayso::model::maps;
use sayso::pipeline::Options;
use sayso::stop::Stop;

use crate::dataset::given::Source;
use crate::dataset::names::{Keep, Names, Search};
use crate::dataset::stream::Stream;
use crate::dataset::table::{Table, Tables};
use crate::dataset::work::{self, _Part, _PartJob};
use crate::dataset::write::Format;
use crate::kinds::Wanted;
use crate::told::Told;
use crate::views::Extraction;
use crate::weights::{self, BASE_NAME};
use crate::{article, errors, gate};

/// After so many articles it is decided whether their fields are there.
const FIRST: usize = 1024;

/// The engine behind `sayso.extract`.
fn default_engine(py: Python<'_>, threads: usize, options: Options) -> PyResult<sayso::pipeline::Extractor> {
    weights::extractor(py, BASE_NAME.as_ref(), threads, options)
}

/// Lowest confidence of a quote by default.
fn least_confidence() -> f64 {
    Options::default().min_confidence
}

/// Options that say which quotes and entities are wanted.
fn wanted(kinds: Wanted<Kinds>, types: Wanted<Types>, min_confidence: f64) -> PyResult<Options> {
    if (0.0..=1.0).contains(&min_confidence) {
        Ok(Options { min_confidence, kinds: kinds.0, types: types.0, ..Options::default() })
    } else {
        Err(errors::argument(format!("min_confidence must be 0 to 1, not {min_confidence}")))
    }
}

/// A count that must be positive.
fn positive(name: &str, value: Option<i64>) -> PyResult<Option<usize>> {
    match value {
        None => Ok(None),
        Some(n) if n >= 1 => Ok(Some(usize::try_from(n).unwrap_or(usize::MAX))),
        Some(n) => Err(errors::argument(format!("{name} must be 1 or more, or None, not {n}"))),
    }
}

/// A number of threads; None for all cores.
fn thread_count(value: Option<i64>) -> PyResult<Option<usize>> {
    match positive("threads", value)? {
        Some(threads) if threads > 1024 => {
            Err(errors::argument(format!("threads must be at most 1024, not {threads}")))
        }
        threads => Ok(threads),
    }
}

/// What becomes of an article that fails in a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnError {
    Return,
    Raise,
    Skip,
}

impl OnError {
    fn from_name(name: &str) -> PyResult<Self> {
        match name {
            "return" => Ok(Self::Return),
            "raise" => Ok(Self::Raise),
            "skip" => Ok(Self::Skip),
            _ => Err(errors::argument(format!("errors must be \"return\", \"raise\" or \"skip\", not {name:?}"))),
        }
    }
}

/// A result as Python holds it; made on the worker, so that nothing of it waits for the GIL.
pub(crate) fn view(result: Result<sayso::extraction::Extraction, Error>) -> Result<Extraction, Error> {
    let it = result?;
    let id = Some(it.id.clone()).filter(|id| !id.is_empty());
    Extraction::new(it).map_err(|broken| {
        let message = format!("internal error, please report it: {broken}");
        Error::Article(ArticleError { id, stage: Stage::Internal, message })
    })
}

/// One article through the gate.
fn one<'py>(
    engine: sayso::pipeline::Extractor,
    threads: usize,
    given: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, Extraction>> {
    let py = given.py();
    let (names, mut search) = (Names::default(), Search::new(&Names::default()));
    let article = article::read(given, &names, &mut search)?;
    search.decide().map_err(errors::input)?;
    let article = article.map_err(|e| errors::raised(py, Error::Article(e)))?;
    let work = move |stop: &Stop| view(engine.extract(&article, stop));
    let extraction = gate::enter(py, threads, work)?.map_err(|e| errors::raised(py, e))?;
    Bound::new(py, extraction)
}

/// Many articles through the gate.
fn many<'py>(
    engine: sayso::pipeline::Extractor,
    threads: usize,
    py: Python<'py>,
    mut source: Source,
    on_error: OnError,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyList>> {
    let mut articles: Vec<Article> = Vec::new();
    let mut refused: Vec<(usize, ArticleError)> = Vec::new(); // by place in the input
    source.each(py, FIRST, &mut |row| {
        match article::as_given(row) {
            Ok(article) => articles.push(article),
            Err(e) => refused.push((articles.len() + refused.len(), e)),
        }
        Ok(())
    })?;
    if let Some((first, _)) = refused.first().filter(|_| on_error == OnError::Raise) {
        articles.truncate(*first); // nothing after it can be returned
    }
    let told = Arc::new(Told::open(py, progress, Some(articles.len() + refused.len()))?);
    told.counts.failed(refused.len());
    let listener = told.listens().then(|| told.clone());
    let work = move |stop: &Stop| -> Vec<Result<Extraction, Error>> {
        let done = |result: &_| listener.iter().for_each(|told| told.counts.add(result));
        sayso::batch::extract_each(&engine, &articles, stop, &done).into_iter().map(view).collect()
    };
    let mut results = told.wait(py, gate::submit(threads, work)?)?.into_iter();
    let mut refused = refused.into_iter().peekable();
    let list = PyList::empty(py);
    for i in 0.. {
        let result = match refused.next_if(|(place, _)| *place == i) {
            Some((_, e)) => Err(Error::Article(e)),
            None => match results.next() {
                Some(result) => result,
                None => break,
            },
        };
        match (result, on_error) {
            (Ok(extraction), _) => list.append(Bound::new(py, extraction)?)?,
            (Err(Error::Article(e)), OnError::Return) => list.append(errors::article(py, e)?)?,
            (Err(Error::Article(_)), OnError::Skip) => {}
            (Err(e @ Error::Article(_)), OnError::Raise) | (Err(e @ Error::Stopped), _) => {
                return Err(errors::raised(py, e));
            }
        }
    }
    Ok(list)
}

/// The articles that a user gave, whose fields or columns have these names. One article in the place of many is refused:
/// iterating over it would give its characters or keys.
fn source(given: &Bound<'_, PyAny>, columns: Option<&Bound<'_, PyDict>>) -> PyResult<Source> {
    if given.is_instance_of::<PyString>()
        || given.is_instance_of::<PyBytes>()
        || given.is_instance_of::<PyByteArray>()
        || given.cast::<PyMapping>().is_ok()
    {
        let kind = given.get_type().name()?;
        return Err(errors::argument(format!(
            "articles must be an iterable of articles, not one {kind}; extract() takes a single article"
        )));
    }
    let names = Names::of(columns)?;
    if names.keep.0.is_empty() {
        Source::new(given, names)
    } else {
        Err(errors::argument(
            "keep: results have no columns of the input; extract_table, extract_files and map_batch carry them",
        ))
    }
}

/// Reads entities and attributed quotes with one model; safe to share between threads, small to pickle.
///
/// A pickled extractor is for a worker: without a number of threads it comes back with one.
///
/// Args:
///     model (str | os.PathLike[str]): "base", or the path of a weights file.
///     threads (int | None): threads to work on; None for all cores.
///     max_chars (int | None): articles of more characters (code points) than this are refused.
///     min_confidence (float): quotes of a lower confidence (0 to 1) are left out, but for direct ones; a quote inside
///         one that is left out is relayed by the next outer one that is kept, if there is any. 0 keeps all.
///     guess_gender (bool): guess the gender of people from their given names too, in `Entity.gender_guess`.
///     kinds (str | Iterable[str]): "all", or which of "direct", "indirect", "mixed" and "reported"; quotes of other
///         kinds are left out.
///     types (str | Iterable[str]): "all", or which types of entities ("PERSON", "ORG", ...); others are left out, but
///         for those that a quote or another entity names.
///
/// Raises:
///     ModelError: no such model, or its file cannot be read.
///     ArgumentError: threads or max_chars below 1, min_confidence outside 0 to 1, or no such kind or type.
#[pyclass(frozen, module = "sayso")]
pub(crate) struct Extractor {
    engine: sayso::pipeline::Extractor,
    model: PathBuf,
    threads: Option<usize>,
}

impl Extractor {
    /// Threads of the pool that it works on; 0 for all cores.
    fn pool(&self) -> usize {
        self.threads.unwrap_or(0)
    }
}

#[pymethods]
impl Extractor {
    #[new]
    #[pyo3(
        signature = (model = PathBuf::from(BASE_NAME), threads = None, max_chars = None, min_confidence = least_confidence(), guess_gender = false, kinds = Wanted::default(), types = Wanted::default()),
        text_signature = "(model='base', threads=None, max_chars=None, min_confidence=0.5, guess_gender=False, kinds=('direct', 'indirect', 'mixed'), types='all')"
    )]
    #[allow(clippy::too_many_arguments)] // one an option
    fn new(
        py: Python<'_>,
        model: PathBuf,
        threads: Option<i64>,
        max_chars: Option<i64>,
        min_confidence: f64,
        guess_gender: bool,
        kinds: Wanted<Kinds>,
        types: Wanted<Types>,
    ) -> PyResult<Self> {
        let max = positive("max_chars", max_chars)?;
        let options = Options { max_chars: max, guess_gender, ..wanted(kinds, types, min_confidence)? };
        let threads = thread_count(threads)?;
        let engine = weights::extractor(py, &model, threads.unwrap_or(0), options)?;
        Ok(Self { engine, model, threads })
    }

    /// The model as given: a name or a path (str).
    #[getter]
    fn model(&self) -> &std::ffi::OsStr {
        self.model.as_os_str()
    }

    /// Number of threads (int), or None for all cores.
    #[getter]
    fn threads(&self) -> Option<usize> {
        self.threads
    }

    /// Longest article allowed, in characters (int), or None.
    #[getter]
    fn max_chars(&self) -> Option<usize> {
        self.engine.options().max_chars
    }

    /// Lowest confidence of a quote that is not direct (float, 0 to 1).
    #[getter]
    fn min_confidence(&self) -> f64 {
        self.engine.options().min_confidence
    }

    /// True if genders are guessed from given names, in a field of their own (bool).
    #[getter]
    fn guess_gender(&self) -> bool {
        self.engine.options().guess_gender
    }

    /// Kinds of the quotes that are given (tuple[str, ...]).
    #[getter]
    fn kinds<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Wanted(self.engine.options().kinds).names(py)
    }

    /// Types of the entities that are given (tuple[str, ...]).
    #[getter]
    fn types<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Wanted(self.engine.options().types).names(py)
    }

    /// Entities and quotes of one article.
    ///
    /// Args:
    ///     article (str | Mapping | object): the text, or something with a `text` and optionally an `id`, `title`,
    ///         `date` and `url`. Every offset of the result indexes `text`; the title is evidence for who is who, the
    ///         date resolves nothing yet.
    ///
    /// Returns:
    ///     Extraction: what was read.
    ///
    /// Raises:
    ///     ArticleError: the article cannot be read.
    fn extract<'py>(&self, article: &Bound<'py, PyAny>) -> PyResult<Bound<'py, Extraction>> {
        one(self.engine.clone(), self.pool(), article)
    }

    /// Entities and quotes of many articles, in input order.
    ///
    /// Args:
    ///     articles (Iterable): articles as `extract` takes them; or a data frame, table or Series of them.
    ///     errors (str): what becomes of an article that fails: "return" puts an ArticleError in its place, "raise"
    ///         raises the first one, "skip" leaves it out.
    ///     text, id, title, date, url (str | None): names of the columns or fields, as in `extract_table`.
    ///     progress (bool | Callable[[Progress], object]): True for a bar (tqdm if it is there), or a function that is
    ///         called with how far it is.
    ///
    /// Returns:
    ///     list[Extraction | ArticleError]: one item an article (fewer with "skip").
    ///
    /// Raises:
    ///     ArticleError: with errors="raise".
    ///     InputError: no such column, or none of the articles has such a field.
    #[pyo3(signature = (articles, errors = "return", *, progress = None, **columns), text_signature = "($self, articles, errors='return', *, progress=False, text='text', id=None, title=None, date=None, url=None)")]
    fn extract_batch<'py>(
        &self,
        articles: &Bound<'py, PyAny>,
        errors: &str,
        progress: Option<&Bound<'py, PyAny>>,
        columns: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let (on_error, source) = (OnError::from_name(errors)?, source(articles, columns)?);
        many(self.engine.clone(), self.pool(), articles.py(), source, on_error, progress)
    }

    /// Entities and quotes of articles from any iterator, in input order, as they come; memory stays bounded however
    /// long it is. Results are read ahead by a few hundred articles at most.
    ///
    /// Args:
    ///     articles (Iterable): articles as `extract_batch` takes them. An ArticleError among them is handed on.
    ///     errors (str): as in `extract_batch`; "raise" ends the stream.
    ///     progress (bool | Callable[[Progress], object]): as in `extract_batch`; the share that is done is known if
    ///         `len(articles)` is.
    ///     text, id, title, date, url (str | None): as in `extract_batch`. That no article has such a field is told in
    ///         place of the first result.
    ///
    /// Returns:
    ///     Iterator[Extraction | ArticleError]: one item an article (fewer with "skip"). What the iterator of articles
    ///         raises comes after the results of those before.
    #[pyo3(signature = (articles, errors = "return", *, progress = None, **columns), text_signature = "($self, articles, errors='return', *, progress=False, text='text', id=None, title=None, date=None, url=None)")]
    fn stream(
        &self,
        articles: &Bound<'_, PyAny>,
        errors: &str,
        progress: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Stream> {
        let (on_error, source) = (OnError::from_name(errors)?, source(articles, columns)?);
        let told = Told::open(articles.py(), progress, articles.len().ok())?;
        Ok(Stream::new(self.engine.clone(), self.pool(), source, on_error, told))
    }

    /// The five tables of many articles, in memory.
    ///
    /// Args:
    ///     data (object): a table of polars, pyarrow, pandas, duckdb, Hugging Face datasets or anything else with
    ///         `__arrow_c_stream__`; or an iterable of such tables, or of articles.
    ///     text, id, title, date, url (str | None): names of the columns. None takes the column of that name if there
    ///         is one; without ids the row's number, from 1, is the id.
    ///     keep (Iterable[str] | None): columns that are carried into `articles`, as text.
    ///
    /// Returns:
    ///     Tables: articles, entities, mentions, quotes and errors, joined by `article_id`. Articles without a text,
    ///         the second of two with one id, and those that fail are rows of `errors`.
    ///
    /// Raises:
    ///     InputError: a column is missing or holds something else, or the data is damaged as a whole. A row that alone
    ///         cannot be read is a row of `errors`.
    #[pyo3(signature = (data, text = "text".to_owned(), id = None, title = None, date = None, url = None, *, keep = Keep::default()))]
    #[pyo3(text_signature = "($self, data, text='text', id=None, title=None, date=None, url=None, *, keep=None)")]
    #[allow(clippy::too_many_arguments)] // one a column
    fn extract_table(
        &self,
        data: &Bound<'_, PyAny>,
        text: String,
        id: Option<String>,
        title: Option<String>,
        date: Option<String>,
        url: Option<String>,
        keep: Keep,
    ) -> PyResult<Tables> {
        keep.beside_articles()?;
        let mut source = Source::new(data, Names { text, id, title, date, url, keep })?;
        work::tables(data.py(), &self.engine, self.pool(), &mut source)
    }

    /// One table of a batch of articles, for engines that map batch to batch; see `map_batches`.
    ///
    /// Args:
    ///     batch (object): a table or record batch, as `extract_table` takes them.
    ///     table (str): "articles", "entities", "mentions" or "quotes"; "nested" gives one row a row, in the same
    ///         order, with entities, mentions and quotes as lists.
    ///     text, id, title, date, url (str | None): names of the columns.
    ///     keep (Iterable[str] | None): columns that are carried into the rows of each article, as text.
    ///
    /// Returns:
    ///     Table: the table's columns, `error` (null, or, in a row of its own, why an article failed) and those kept. Ids
    ///         are as given, null without one; ids that occur twice are not looked for.
    ///
    /// Raises:
    ///     InputError: as `extract_table`.
    #[pyo3(
        signature = (batch, table = "quotes", text = "text".to_owned(), id = None, title = None, date = None, url = None, *, keep = Keep::default())
    )]
    #[pyo3(
        text_signature = "($self, batch, table='quotes', text='text', id=None, title=None, date=None, url=None, *, keep=None)"
    )]
    #[allow(clippy::too_many_arguments)] // one a column
    fn map_batch(
        &self,
        batch: &Bound<'_, PyAny>,
        table: &str,
        text: String,
        id: Option<String>,
        title: Option<String>,
        date: Option<String>,
        url: Option<String>,
        keep: Keep,
    ) -> PyResult<Table> {
        let mut source = Source::new(batch, Names { text, id, title, date, url, keep })?;
        // many workers share a machine: one thread each, unless told otherwise
        work::mapped(batch.py(), &self.engine, self.threads.unwrap_or(1), &mut source, table)
    }

    /// Record batches of articles to record batches of results, for Spark's `mapInArrow` and the like; needs pyarrow.
    ///
    /// Args:
    ///     batches (Iterable[pyarrow.RecordBatch]): the articles.
    ///     table (str): as in `map_batch`; `sayso.schema` names the columns.
    ///     text, id, title, date, url, keep: as in `map_batch`.
    ///
    /// Returns:
    ///     Iterator[pyarrow.RecordBatch]: the rows of each batch in turn.
    #[pyo3(signature = (batches, table = "quotes", **columns))]
    #[pyo3(
        text_signature = "($self, batches, table='quotes', *, text='text', id=None, title=None, date=None, url=None, keep=None)"
    )]
    fn map_batches<'py>(
        slf: &Bound<'py, Self>,
        batches: &Bound<'py, PyAny>,
        table: &str,
        columns: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let map = slf.py().import("sayso._tables")?.getattr("map_batches")?;
        map.call((slf, batches, table), columns)
    }

    /// Starts on a part of a run; the paths of its files begin with `stem`.
    #[pyo3(signature = (part, stem, format))]
    fn _part(&self, part: &_Part, stem: PathBuf, format: &str) -> PyResult<_PartJob> {
        let unknown = || errors::argument(format!("no form of tables is called {format:?}"));
        let format = Format::from_name(format).ok_or_else(unknown)?;
        work::part(self.engine.clone(), self.pool(), part, stem, format)
    }

    /// Facts about the model: name, CRC-32 and bytes of its file; the kernel in use, and whether this is a debug build.
    #[getter]
    fn _facts(&self) -> (String, String, usize, &'static str, bool) {
        let model = self.engine.model();
        let checksum = format!("{:08x}", model.checksum);
        (model.name().to_owned(), checksum, model.size, maps::kernel(), cfg!(debug_assertions))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let model = self.model().into_pyobject(py)?.repr()?;
        let options = self.engine.options();
        let shown = |n: Option<usize>| n.map_or_else(|| "None".to_owned(), |n| n.to_string());
        let (threads, chars) = (shown(self.threads), shown(options.max_chars));
        let least = options.min_confidence.into_pyobject(py)?.repr()?;
        let guess = if options.guess_gender { ", guess_gender=True" } else { "" };
        let (kinds, types) = (Wanted(options.kinds).shown("kinds", py)?, Wanted(options.types).shown("types", py)?);
        Ok(format!(
            "Extractor(model={model}, threads={threads}, max_chars={chars}, min_confidence={least}{guess}{kinds}{types})"
        ))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
        let this = slf.get();
        // workers may stand in another folder
        let model = if this.model.as_os_str() == BASE_NAME { this.model.clone() } else { absolute(&this.model)? };
        // and share a machine: one thread each, unless told otherwise
        let threads = this.threads.or(Some(1));
        let (model, given) = (model.into_os_string(), this.engine.options());
        let kinds = Wanted(given.kinds).names(slf.py())?;
        let options = (model, threads, given.max_chars, given.min_confidence, given.guess_gender, kinds);
        let options = options.into_pyobject(slf.py())?;
        if given.types == Types::default() {
            return Ok((slf.get_type(), options)); // a few dozen bytes
        }
        let types = (Wanted(given.types).names(slf.py())?,).into_pyobject(slf.py())?;
        Ok((slf.get_type(), options.as_sequence().concat(types.as_sequence())?.to_tuple()?))
    }
}

/// Entities and quotes of one article, by the base model.
///
/// Args:
///     article (str | Mapping | object): the text, or something with a `text` and optionally an `id`, `title`, `date`
///         and `url`. Every offset of the result indexes `text`.
///     kinds, types (str | Iterable[str]): as `Extractor` takes them.
///     min_confidence (float): as `Extractor` takes it.
///
/// Returns:
///     Extraction: what was read.
///
/// Raises:
///     ArticleError: the article cannot be read.
///     InputError: the article has no such field.
///     ArgumentError: no such kind or type, or min_confidence outside 0 to 1.
#[pyfunction]
#[pyo3(
    signature = (article, *, kinds = Wanted::default(), min_confidence = least_confidence(), types = Wanted::default()),
    text_signature = "(article, *, kinds=('direct', 'indirect', 'mixed'), min_confidence=0.5, types='all')"
)]
pub(crate) fn extract<'py>(
    article: &Bound<'py, PyAny>,
    kinds: Wanted<Kinds>,
    min_confidence: f64,
    types: Wanted<Types>,
) -> PyResult<Bound<'py, Extraction>> {
    one(default_engine(article.py(), 0, wanted(kinds, types, min_confidence)?)?, 0, article)
}

/// Entities and quotes of many articles, by the base model, in input order.
///
/// Args:
///     articles (Iterable): articles as `extract` takes them; or a data frame, table or Series of them.
///     threads (int | None): threads to work on; None for all cores.
///     errors (str): what becomes of an article that fails: "return" puts an ArticleError in its place, "raise" raises
///         the first one, "skip" leaves it out.
///     progress (bool | Callable[[Progress], object]): as `Extractor.extract_batch` takes it.
///     kinds, types (str | Iterable[str]): as `Extractor` takes them.
///     min_confidence (float): as `Extractor` takes it.
///     text, id, title, date, url (str | None): names of the columns or fields, as in `extract_table`.
///
/// Returns:
///     list[Extraction | ArticleError]: one item an article (fewer with "skip").
///
/// Raises:
///     ArticleError: with errors="raise".
///     InputError: no such column, or none of the articles has such a field.
///     ArgumentError: threads below 1, an unknown value of errors, no such kind or type, or min_confidence outside 0 to 1.
#[pyfunction]
#[pyo3(
    signature = (articles, threads = None, errors = "return", *, progress = None, kinds = Wanted::default(), min_confidence = least_confidence(), types = Wanted::default(), **columns),
    text_signature = "(articles, threads=None, errors='return', *, progress=False, kinds=('direct', 'indirect', 'mixed'), min_confidence=0.5, types='all', text='text', id=None, title=None, date=None, url=None)"
)]
#[allow(clippy::too_many_arguments)] // one an option
pub(crate) fn extract_batch<'py>(
    articles: &Bound<'py, PyAny>,
    threads: Option<i64>,
    errors: &str,
    progress: Option<&Bound<'py, PyAny>>,
    kinds: Wanted<Kinds>,
    min_confidence: f64,
    types: Wanted<Types>,
    columns: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyList>> {
    let (on_error, threads, py) = (OnError::from_name(errors)?, thread_count(threads)?.unwrap_or(0), articles.py());
    let options = wanted(kinds, types, min_confidence)?;
    let source = source(articles, columns)?;
    many(default_engine(py, threads, options)?, threads, py, source, on_error, progress)
}
