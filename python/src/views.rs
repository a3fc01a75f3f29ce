//! The classes of a result. `Entity` and `Quote` are views: the extraction and an index, each made once.
//! `Mention` and `Span` are plain values. Offsets are code points, so that `text[start:end]` is the span's text.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, OnceLock, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use pythonize::pythonize;
use sayso::extraction::{self, EntityRecord, MentionKind, QuoteRecord, rounded};
use sayso::ids::{EntityId, QuoteId};
use sayso::span::{self, CodePoints};

use crate::{errors, pickle, repr};

/// A function of the package that re-makes a pickled object.
fn remake<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("sayso")?.getattr(name)
}

/// What pickle stores: a function and its arguments.
type Pickled<'py, T> = (Bound<'py, PyAny>, T);

/// Hash of anything; the same in every process.
fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A tuple of views, made when it is first asked for. The views hold the extraction that holds them, so it takes part in
/// Python's collection of cycles.
#[derive(Default)]
struct Views(Mutex<Option<Py<PyAny>>>);

impl Views {
    /// The tuple, of that class of the package; `made` makes the views.
    fn get<'py>(
        &self,
        py: Python<'py>,
        class: &str,
        made: impl FnOnce() -> PyResult<Bound<'py, PyTuple>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let there = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(views) = &*there() {
            return Ok(views.bind(py).clone());
        }
        // unlocked: making objects may run the collector, which looks in here
        let views = py.import("sayso")?.getattr(class)?.call1((made()?,))?;
        Ok(there().get_or_insert_with(|| views.unbind()).bind(py).clone())
    }

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        // in use by another thread: then it is no garbage
        self.0.try_lock().map_or(Ok(()), |views| visit.call(&*views))
    }

    fn clear(&self) {
        let views = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(views); // unlocked
    }
}

/// Everything read from one article.
///
/// Immutable, hashable, picklable. `to_dict()` and `to_json()` give the JSON form.
#[pyclass(frozen, module = "sayso")]
pub(crate) struct Extraction {
    it: extraction::Extraction,
    points: CodePoints,
    text: PyOnceLock<Py<PyString>>,
    hash: OnceLock<u64>,
    entities: Views,
    quotes: Views,
}

impl Extraction {
    /// Wraps an extraction of the engine.
    ///
    /// # Errors
    /// What is wrong with it, if it breaks its own rules.
    pub(crate) fn new(it: extraction::Extraction) -> Result<Self, String> {
        pickle::check(&it)?;
        let points = CodePoints::new(&it.text);
        let (entities, quotes) = Default::default();
        Ok(Self { it, points, text: PyOnceLock::new(), hash: OnceLock::new(), entities, quotes })
    }

    /// The engine's extraction.
    pub(crate) fn it(&self) -> &extraction::Extraction {
        &self.it
    }

    /// A byte offset as code points.
    fn point(&self, at: u32) -> u32 {
        self.points.of(&self.it.text, at)
    }

    /// A byte span as code points.
    fn pair(&self, span: span::Span) -> [u32; 2] {
        self.points.pair(&self.it.text, span)
    }

    /// A byte span as a Python value.
    fn span(&self, span: span::Span) -> Span {
        let [start, end] = self.pair(span);
        Span { start, end, text: span.of(&self.it.text).to_owned() }
    }

    /// The view of an entity.
    fn entity<'py>(slf: &Bound<'py, Self>, id: Option<EntityId>) -> PyResult<Option<Bound<'py, PyAny>>> {
        id.map(|id| Self::entities(slf)?.get_item(id.0)).transpose()
    }

    /// The view of a quote.
    fn quote<'py>(slf: &Bound<'py, Self>, id: Option<QuoteId>) -> PyResult<Option<Bound<'py, PyAny>>> {
        id.map(|id| Self::quotes(slf)?.get_item(id.0)).transpose()
    }

    fn hash(&self) -> u64 {
        let it = &self.it;
        *self.hash.get_or_init(|| hash_of((&it.id, &it.text, &it.model, it.entities.len(), it.quotes.len())))
    }

    fn equals(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.hash() == other.hash() && self.it == other.it)
    }
}

#[pymethods]
impl Extraction {
    #[classattr]
    fn __match_args__()
    -> (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str) {
        ("id", "text", "model", "language", "warnings", "entities", "quotes")
    }

    /// The article's id (str; "" if it had none).
    #[getter]
    fn id(&self) -> &str {
        &self.it.id
    }

    /// The article's text (str), unchanged; all offsets index it.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyString> {
        self.text.get_or_init(py, || PyString::new(py, &self.it.text).unbind()).clone_ref(py)
    }

    /// Name of the model (str).
    #[getter]
    fn model(&self) -> &str {
        &self.it.model
    }

    /// Language of the text (str): ISO 639-1, or "und".
    #[getter]
    fn language(&self) -> &str {
        &self.it.language
    }

    /// What the reader should know about this article (tuple[str, ...]).
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.it.warnings)
    }

    /// Every entity once, by first mention (Entities, a tuple).
    #[getter]
    fn entities<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let (py, n) = (slf.py(), slf.get().it.entities.len());
        let made = || PyTuple::new(py, (0..n).map(|index| Entity::new(slf.clone().unbind(), index)));
        slf.get().entities.get(py, "Entities", made)
    }

    /// Every quote, in the order of the text (Quotes, a tuple).
    #[getter]
    fn quotes<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let (py, n) = (slf.py(), slf.get().it.quotes.len());
        let made = || PyTuple::new(py, (0..n).map(|index| Quote::new(slf.clone().unbind(), index)));
        slf.get().quotes.get(py, "Quotes", made)
    }

    /// The JSON form as a dict (dict[str, Any]): offsets in code points, ids as strings.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.it.record())?)
    }

    /// The JSON form on one line (str).
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(&self.it.record()).map_err(|e| PyValueError::new_err(e.to_string()))
    }

    fn __repr__(&self) -> String {
        let it = &self.it;
        repr::extraction(&it.id, it.entities.len(), it.quotes.len(), self.point(it.text.len() as u32))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.equals(other)
    }

    fn __hash__(&self) -> u64 {
        self.hash()
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.entities.traverse(&visit)?;
        self.quotes.traverse(&visit)
    }

    fn __clear__(&self) {
        self.entities.clear();
        self.quotes.clear();
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Pickled<'py, (Vec<u8>,)>> {
        Ok((remake(py, "_extraction")?, (pickle::write(&self.it)?,)))
    }
}

/// A person, organisation, place ... of one article: a set of mentions that refer to the same.
#[pyclass(frozen, module = "sayso")]
pub(crate) struct Entity {
    of: Py<Extraction>,
    index: usize,
}

impl Entity {
    /// The entity at an index of the extraction, which must be in range.
    pub(crate) fn new(of: Py<Extraction>, index: usize) -> Self {
        Self { of, index }
    }

    fn it(&self) -> &extraction::Entity {
        &self.of.get().it.entities[self.index]
    }

    // one entity alone: it must not cost the whole article
    fn record(&self) -> EntityRecord<'_> {
        let of = self.of.get();
        of.it.entity_record(self.index, &of.points)
    }
}

#[pymethods]
impl Entity {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.of)
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(
            py,
            [
                "id",
                "type",
                "name",
                "aliases",
                "roles",
                "affiliation",
                "gender",
                "gender_guess",
                "gender_guess_probability",
                "salience",
                "in_headline",
                "mentions",
            ],
        )
    }

    /// "e1", "e2", ... (str).
    #[getter]
    fn id(&self) -> String {
        EntityId(self.index as u32).to_string()
    }

    /// One of the 18 types of OntoNotes ("PERSON", "ORG", "GPE", ...), "GROUP", or "OTHER" for a thing that speaks (str).
    #[getter(r#type)]
    fn kind(&self) -> &'static str {
        self.it().kind.name()
    }

    /// The fullest form in the text, without title or possessive (str).
    #[getter]
    fn name(&self) -> &str {
        &self.it().name
    }

    /// Other forms, the most frequent first (tuple[str, ...]).
    #[getter]
    fn aliases<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.it().aliases)
    }

    /// Titles and offices, in order of the text (tuple[str, ...]).
    #[getter]
    fn roles<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.it().roles)
    }

    /// "male", "female" or "unknown", as the text gives it (str).
    #[getter]
    fn gender(&self) -> &'static str {
        self.it().gender.name()
    }

    /// All mentions, in order of the text (tuple[Mention, ...]).
    #[getter]
    fn mentions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let of = self.of.get();
        PyTuple::new(
            py,
            self.it().mentions.iter().map(|m| {
                let Span { start, end, text } = of.span(m.span);
                Mention { start, end, text, kind: m.kind, metonymy: m.metonymy, duplicate: m.duplicate }
            }),
        )
    }

    /// The body or country that a person holds a role in (Entity | None).
    #[getter]
    fn affiliation<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        Extraction::entity(self.of.bind(py), self.it().affiliation)
    }

    /// What the given name suggests (str | None): "male" or "female"; None unless the extractor guesses.
    #[getter]
    fn gender_guess(&self) -> Option<&'static str> {
        self.it().gender_guess.map(|g| g.gender.name())
    }

    /// Share of that gender among the bearers of the given name (float | None), 0.5 to 1.
    #[getter]
    fn gender_guess_probability(&self) -> Option<f64> {
        self.it().gender_guess.map(|g| rounded(g.probability))
    }

    /// How much the article is about it (float), 0 to 1: the mean of its share of mentions, how early it comes,
    /// whether the headline names it, and its share of quotes spoken.
    #[getter]
    fn salience(&self) -> f64 {
        rounded(self.it().salience)
    }

    /// True if the headline names it (bool): the article's title, else a first paragraph that reads like one.
    #[getter]
    fn in_headline(&self) -> bool {
        self.it().in_headline
    }

    /// The JSON form as a dict (dict[str, Any]).
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.record())?)
    }

    fn __repr__(&self) -> String {
        let it = self.it();
        repr::entity(it.kind.name(), &it.name, &it.roles, it.mentions.len())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.index == other.index && self.of.get().equals(other.of.get())
    }

    fn __hash__(&self) -> u64 {
        hash_of(("entity", self.of.get().hash(), self.index))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Pickled<'py, (Py<Extraction>, usize)>> {
        Ok((remake(py, "_entity")?, (self.of.clone_ref(py), self.index)))
    }
}

/// Something said by someone.
#[pyclass(frozen, module = "sayso")]
pub(crate) struct Quote {
    of: Py<Extraction>,
    index: usize,
}

impl Quote {
    /// The quote at an index of the extraction, which must be in range.
    pub(crate) fn new(of: Py<Extraction>, index: usize) -> Self {
        Self { of, index }
    }

    fn it(&self) -> &extraction::Quote {
        &self.of.get().it.quotes[self.index]
    }

    fn record(&self) -> QuoteRecord {
        let of = self.of.get();
        of.it.quote_record(self.index, &of.points)
    }
}

#[pymethods]
impl Quote {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.of)
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(
            py,
            [
                "id",
                "kind",
                "text",
                "content",
                "cue",
                "source",
                "sentence",
                "speaker",
                "addressee",
                "relayed_by",
                "act",
                "anonymous",
                "negated",
                "duplicate",
                "confidence",
            ],
        )
    }

    /// "q1", "q2", ... (str).
    #[getter]
    fn id(&self) -> String {
        QuoteId(self.index as u32).to_string()
    }

    /// "direct", "indirect", "mixed" or "reported" (str).
    #[getter]
    fn kind(&self) -> &'static str {
        self.it().kind.name()
    }

    /// The content's texts, joined by one space (str).
    #[getter]
    fn text(&self) -> String {
        self.it().text(&self.of.get().it.text)
    }

    /// What is said (tuple[Span, ...]): one span or several, quotation marks included.
    #[getter]
    fn content<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.it().content.iter().map(|s| self.of.get().span(*s)))
    }

    /// The reporting expression (Span | None).
    #[getter]
    fn cue(&self) -> Option<Span> {
        self.it().cue.map(|s| self.of.get().span(s))
    }

    /// The text that names who speaks (Span | None).
    #[getter]
    fn source(&self) -> Option<Span> {
        self.it().source.map(|s| self.of.get().span(s))
    }

    /// The sentence that reports it (Span): the cue's, or without one the sentence in which the content begins.
    #[getter]
    fn sentence(&self) -> Span {
        self.of.get().span(self.it().sentence)
    }

    /// Who speaks (Entity | None).
    #[getter]
    fn speaker<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        Extraction::entity(self.of.bind(py), self.it().speaker)
    }

    /// Who is spoken to (Entity | None).
    #[getter]
    fn addressee<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        Extraction::entity(self.of.bind(py), self.it().addressee)
    }

    /// The quote that this one is reported in (Quote | None).
    #[getter]
    fn relayed_by<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        Extraction::quote(self.of.bind(py), self.it().relayed_by)
    }

    /// What the speaker does by saying it (str), from the reporting words: "statement", "question", "request",
    /// "promise", "accusation", "praise", "denial" or "belief"; the last need not have been said.
    #[getter]
    fn act(&self) -> &'static str {
        self.it().act.name()
    }

    /// True if the source is kept unnamed (bool).
    #[getter]
    fn anonymous(&self) -> bool {
        self.it().anonymous
    }

    /// True if the speaker denies it, or does not say it (bool).
    #[getter]
    fn negated(&self) -> bool {
        self.it().negated
    }

    /// Probability that content and source are right (float), to four decimals.
    #[getter]
    fn confidence(&self) -> f64 {
        rounded(self.it().confidence)
    }

    /// True if it stands in a paragraph that repeats an earlier one (bool).
    #[getter]
    fn duplicate(&self) -> bool {
        self.it().duplicate
    }

    /// The JSON form as a dict (dict[str, Any]).
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.record())?)
    }

    fn __repr__(&self) -> String {
        let (of, it) = (&self.of.get().it, self.it());
        let speaker = it.speaker.map(|e| of.entities[e.0 as usize].name.as_str());
        let words = |s: Option<span::Span>| s.map(|s| s.of(&of.text));
        repr::quote(&it.text(&of.text), speaker, words(it.source))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.index == other.index && self.of.get().equals(other.of.get())
    }

    fn __hash__(&self) -> u64 {
        hash_of(("quote", self.of.get().hash(), self.index))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Pickled<'py, (Py<Extraction>, usize)>> {
        Ok((remake(py, "_quote")?, (self.of.clone_ref(py), self.index)))
    }
}

/// Checks that a stretch is as long as its text.
fn check_length(start: u32, end: u32, text: &str) -> PyResult<()> {
    if end.checked_sub(start).is_some_and(|n| n as usize == text.chars().count()) {
        return Ok(());
    }
    Err(errors::argument(format!("{start}:{end} is not as long as its text")))
}

/// One place where the text refers to an entity.
#[pyclass(frozen, eq, hash, module = "sayso")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Mention {
    /// First code point (int).
    #[pyo3(get)]
    start: u32,
    /// One past the last code point (int).
    #[pyo3(get)]
    end: u32,
    /// The text there (str).
    #[pyo3(get)]
    text: String,
    kind: MentionKind,
    /// True of a place named for those who govern or work there, "Washington hopes" (bool).
    #[pyo3(get)]
    metonymy: bool,
    /// True if it stands in a paragraph that repeats an earlier one (bool).
    #[pyo3(get)]
    duplicate: bool,
}

#[pymethods]
impl Mention {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str) {
        ("start", "end", "text", "kind", "metonymy", "duplicate")
    }

    #[new]
    #[pyo3(signature = (start, end, text, kind, metonymy = false, duplicate = false))]
    fn new(start: u32, end: u32, text: String, kind: &str, metonymy: bool, duplicate: bool) -> PyResult<Self> {
        check_length(start, end, &text)?;
        let kind = MentionKind::from_name(kind)
            .ok_or_else(|| errors::argument(format!("no kind of mention is called {kind:?}")))?;
        Ok(Self { start, end, text, kind, metonymy, duplicate })
    }

    /// "name", "nominal" or "pronoun" (str).
    #[getter]
    fn kind(&self) -> &'static str {
        self.kind.name()
    }

    /// The JSON form as a dict (dict[str, Any]).
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("text", &self.text)?;
        dict.set_item("kind", self.kind.name())?;
        dict.set_item("metonymy", self.metonymy)?;
        dict.set_item("duplicate", self.duplicate)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        repr::mention(self.kind.name(), &self.text, self.start, self.end)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    #[allow(clippy::type_complexity)] // the constructor's arguments
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (u32, u32, String, &'static str, bool, bool)) {
        let it = slf.get();
        (slf.get_type(), (it.start, it.end, it.text.clone(), it.kind.name(), it.metonymy, it.duplicate))
    }
}

/// A stretch of the article's text.
#[pyclass(frozen, eq, hash, module = "sayso")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Span {
    /// First code point (int).
    #[pyo3(get)]
    start: u32,
    /// One past the last code point (int).
    #[pyo3(get)]
    end: u32,
    /// The text there (str).
    #[pyo3(get)]
    text: String,
}

#[pymethods]
impl Span {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("start", "end", "text")
    }

    #[new]
    fn new(start: u32, end: u32, text: String) -> PyResult<Self> {
        check_length(start, end, &text)?;
        Ok(Self { start, end, text })
    }

    /// The span as a dict (dict[str, Any]); within the JSON form of a quote it is `[start, end]`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("text", &self.text)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        repr::span(self.start, self.end, &self.text)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (u32, u32, String)) {
        let it = slf.get();
        (slf.get_type(), (it.start, it.end, it.text.clone()))
    }
}
