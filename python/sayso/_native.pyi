import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import Field
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    BinaryIO,
    ClassVar,
    Generic,
    Literal,
    Protocol,
    TypeAlias,
    TypeVar,
    final,
    overload,
)

from ._errors import ArticleError
from ._sequences import Entities, Quotes

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    import spacy.language
    import spacy.tokens

    from ._progress import Progress

__all__ = [
    "_MIN_CONFIDENCE",
    "Entity",
    "Extraction",
    "Extractor",
    "Mention",
    "Quote",
    "Span",
    "Stream",
    "Table",
    "Tables",
    "_Part",
    "_PartJob",
    "_Reader",
    "_Row",
    "__version__",
    "_acts",
    "_answer",
    "_columns",
    "_entity",
    "_extraction",
    "_five_tables",
    "_head",
    "_kinds",
    "_mapped_schema",
    "_people",
    "_present",
    "_quote",
    "_repeats",
    "_spark_schema",
    "_table",
    "_tables_of",
    "_types",
    "_value_types",
    "extract",
    "extract_batch",
]

class _HasText(Protocol):
    @property
    def text(self) -> str: ...

class _Frame(Protocol):
    """A data frame, table or Series."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class _PandasFrame(Protocol):
    @property
    def iloc(self) -> Any: ...

_Article: TypeAlias = str | Mapping[str, Any] | _HasText
_Articles: TypeAlias = Iterable[_Article | ArticleError | _Row | _Frame] | _Frame | _PandasFrame
_Kind: TypeAlias = Literal["direct", "indirect", "mixed", "reported"]
_Kinds: TypeAlias = str | Iterable[str]
_Types: TypeAlias = str | Iterable[str]

__version__: str
_MIN_CONFIDENCE: float

@final
class Extraction:
    """Everything read from one article."""

    __match_args__: ClassVar[tuple[str, str, str, str, str, str, str]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __dataclass_params__: ClassVar[Any]
    @property
    def id(self) -> str:
        """The article's id ("" if it had none)."""
    @property
    def text(self) -> str:
        """The article's text, unchanged; all offsets index it."""
    @property
    def model(self) -> str:
        """Name of the model."""
    @property
    def language(self) -> str:
        """Language of the text: ISO 639-1, or "und"."""
    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader should know about this article."""
    @property
    def entities(self) -> Entities:
        """Every entity once, by first mention."""
    @property
    def quotes(self) -> Quotes:
        """Every quote, in the order of the text."""
    def to_dict(self) -> dict[str, Any]:
        """The JSON form as a dict: offsets in code points, ids as strings."""
    def to_json(self) -> str:
        """The JSON form on one line."""
    @overload
    def to_html(self, path: None = None) -> str: ...
    @overload
    def to_html(self, path: str | os.PathLike[str]) -> None: ...
    def to_pandas(self, *, entities: bool = False) -> pandas.DataFrame:
        """The quotes (or the entities), one row each, with names in place of ids; needs pandas."""
    def to_polars(self, *, entities: bool = False) -> polars.DataFrame:
        """The quotes (or the entities), one row each, with names in place of ids; needs polars."""
    def to_spacy(self, nlp: spacy.language.Language | None = None) -> spacy.tokens.Doc:
        """A Doc of spaCy with `ents` and span groups "quotes", "cues", "sources" and "mentions"; needs spaCy."""
    def to_displacy(self, style: Literal["ent", "span"] = "span") -> dict[str, Any]:
        """What `spacy.displacy.render(..., style=style, manual=True)` draws."""
    def to_web_annotations(self, source: str | None = None) -> dict[str, Any]:
        """An annotation page of the W3C's Web Annotation model, ready for `json.dumps`."""
    def to_brat(self) -> str:
        """The contents of brat's `.ann` file; the `.txt` beside it is the text."""
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Extraction: ...
    def __deepcopy__(self, _memo: Any, /) -> Extraction: ...

@final
class Entity:
    """A person, organisation, place ... of one article: a set of mentions that refer to the same."""

    __match_args__: ClassVar[tuple[str, str, str, str, str, str, str, str, str, str, str, str]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __dataclass_params__: ClassVar[Any]
    @property
    def id(self) -> str:
        """ "e1", "e2", ..."""
    @property
    def type(self) -> str:
        """One of the 18 types of OntoNotes ("PERSON", "ORG", ...), "GROUP", or "OTHER" for a thing that speaks."""
    @property
    def name(self) -> str:
        """The fullest form in the text, without title or possessive."""
    @property
    def aliases(self) -> tuple[str, ...]:
        """Other forms, the most frequent first."""
    @property
    def roles(self) -> tuple[str, ...]:
        """Titles and offices, in order of the text."""
    @property
    def gender(self) -> Literal["male", "female", "unknown"]:
        """Gender as the text gives it."""
    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in order of the text."""
    @property
    def affiliation(self) -> Entity | None:
        """The body or country that a person holds a role in."""
    @property
    def gender_guess(self) -> Literal["male", "female"] | None:
        """What the given name suggests; None unless the extractor guesses."""
    @property
    def gender_guess_probability(self) -> float | None:
        """Share of that gender among the bearers of the given name, 0.5 to 1."""
    @property
    def salience(self) -> float:
        """How much the article is about it, 0 to 1."""
    @property
    def in_headline(self) -> bool:
        """True if the headline names it."""
    def to_dict(self) -> dict[str, Any]:
        """The JSON form as a dict."""
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Entity: ...
    def __deepcopy__(self, _memo: Any, /) -> Entity: ...

@final
class Mention:
    """One place where the text refers to an entity."""

    __match_args__: ClassVar[tuple[str, str, str, str, str, str]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __dataclass_params__: ClassVar[Any]
    def __new__(
        cls,
        start: int,
        end: int,
        text: str,
        kind: Literal["name", "nominal", "pronoun"],
        metonymy: bool = False,
        duplicate: bool = False,
    ) -> Mention: ...
    @property
    def start(self) -> int:
        """First code point."""
    @property
    def end(self) -> int:
        """One past the last code point."""
    @property
    def text(self) -> str:
        """The text there."""
    @property
    def kind(self) -> Literal["name", "nominal", "pronoun"]:
        """How it refers."""
    @property
    def metonymy(self) -> bool:
        """True of a place named for those who govern or work there."""
    @property
    def duplicate(self) -> bool:
        """True if it stands in a paragraph that repeats an earlier one."""
    def to_dict(self) -> dict[str, Any]:
        """The JSON form as a dict."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Mention: ...
    def __deepcopy__(self, _memo: Any, /) -> Mention: ...

@final
class Quote:
    """Something said by someone."""

    __match_args__: ClassVar[tuple[str, str, str, str, str, str, str, str, str, str, str, str, str, str, str]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __dataclass_params__: ClassVar[Any]
    @property
    def id(self) -> str:
        """ "q1", "q2", ..."""
    @property
    def kind(self) -> _Kind:
        """How the words are given."""
    @property
    def text(self) -> str:
        """The content's texts, joined by one space."""
    @property
    def content(self) -> tuple[Span, ...]:
        """What is said: one span or several, quotation marks included."""
    @property
    def cue(self) -> Span | None:
        """The reporting expression."""
    @property
    def source(self) -> Span | None:
        """The text that names who speaks."""
    @property
    def sentence(self) -> Span:
        """The sentence that reports it: the cue's, or without one the sentence in which the content begins."""
    @property
    def speaker(self) -> Entity | None:
        """Who speaks."""
    @property
    def addressee(self) -> Entity | None:
        """Who is spoken to."""
    @property
    def relayed_by(self) -> Quote | None:
        """The quote that this one is reported in."""
    @property
    def act(
        self,
    ) -> Literal["statement", "question", "request", "promise", "accusation", "praise", "denial", "belief"]:
        """What the speaker does by saying it, from the reporting words; "belief" need not have been said."""
    @property
    def anonymous(self) -> bool:
        """True if the source is kept unnamed."""
    @property
    def negated(self) -> bool:
        """True if the speaker denies it, or does not say it."""
    @property
    def confidence(self) -> float:
        """Probability that content and source are right, to four decimals."""
    @property
    def duplicate(self) -> bool:
        """True if it stands in a paragraph that repeats an earlier one."""
    def to_dict(self) -> dict[str, Any]:
        """The JSON form as a dict."""
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Quote: ...
    def __deepcopy__(self, _memo: Any, /) -> Quote: ...

@final
class Span:
    """A stretch of the article's text."""

    __match_args__: ClassVar[tuple[str, str, str]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __dataclass_params__: ClassVar[Any]
    def __new__(cls, start: int, end: int, text: str) -> Span: ...
    @property
    def start(self) -> int:
        """First code point."""
    @property
    def end(self) -> int:
        """One past the last code point."""
    @property
    def text(self) -> str:
        """The text there."""
    def to_dict(self) -> dict[str, Any]:
        """The span as a dict; within the JSON form of a quote it is `[start, end]`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Span: ...
    def __deepcopy__(self, _memo: Any, /) -> Span: ...

@final
class Extractor:
    """Reads entities and attributed quotes with one model; safe to share between threads, small to pickle.

    A pickled extractor is for a worker: without a number of threads it comes back with one.
    """

    def __new__(
        cls,
        model: str | os.PathLike[str] = "base",
        threads: int | None = None,
        max_chars: int | None = None,
        min_confidence: float = 0.5,
        guess_gender: bool = False,
        kinds: _Kinds = ("direct", "indirect", "mixed"),
        types: _Types = "all",
    ) -> Extractor: ...
    @property
    def model(self) -> str:
        """The model as given: a name or a path."""
    @property
    def threads(self) -> int | None:
        """Number of threads, or None for all cores."""
    @property
    def max_chars(self) -> int | None:
        """Longest article allowed, in characters, or None."""
    @property
    def min_confidence(self) -> float:
        """Lowest confidence of a quote that is not direct."""
    @property
    def guess_gender(self) -> bool:
        """True if genders are guessed from given names, in a field of their own."""
    @property
    def kinds(self) -> tuple[_Kind, ...]:
        """Kinds of the quotes that are given."""
    @property
    def types(self) -> tuple[str, ...]:
        """Types of the entities that are given."""
    def extract(self, article: _Article) -> Extraction:
        """Entities and quotes of one article; raises ArticleError."""
    @overload
    def extract_batch(
        self,
        articles: _Articles,
        errors: Literal["return"] = "return",
        *,
        progress: _Progress = False,
        text: str = "text",
        id: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
    ) -> list[Extraction | ArticleError]: ...
    @overload
    def extract_batch(
        self,
        articles: _Articles,
        errors: Literal["raise", "skip"],
        *,
        progress: _Progress = False,
        text: str = "text",
        id: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
    ) -> list[Extraction]: ...
    @overload
    def stream(
        self,
        articles: _Articles,
        errors: Literal["return"] = "return",
        *,
        progress: _Progress = False,
        text: str = "text",
        id: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
    ) -> Stream[Extraction | ArticleError]: ...
    @overload
    def stream(
        self,
        articles: _Articles,
        errors: Literal["raise", "skip"],
        *,
        progress: _Progress = False,
        text: str = "text",
        id: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
    ) -> Stream[Extraction]: ...
    def extract_table(
        self,
        data: Any,
        text: str = "text",
        id: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
        *,
        keep: str | Iterable[str] | None = None,
    ) -> Tables:
        """The five tables of many articles, in memory; see `sayso.extract_table`."""
    def map_batch(
        self,
        batch: Any,
        table: _Mapped = "quotes",
        text: str = "text",
        id: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
        *,
        keep: str | Iterable[str] | None = None,
    ) -> Table:
        """One table of a batch of articles; failed ones are rows of it, with `error` set."""
    def map_batches(
        self,
        batches: Iterable[Any],
        table: _Mapped = "quotes",
        *,
        text: str = "text",
        id: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
        keep: str | Iterable[str] | None = None,
    ) -> Iterator[pyarrow.RecordBatch]:
        """The same of each batch in turn, as Spark's `mapInArrow` wants it."""
    @property
    def _facts(self) -> tuple[str, str, int, str, bool]: ...
    def _part(self, part: _Part, stem: str, format: str) -> _PartJob: ...
    def __copy__(self) -> Extractor: ...
    def __deepcopy__(self, _memo: Any, /) -> Extractor: ...

_Progress: TypeAlias = bool | Callable[[Progress], object]
_Mapped: TypeAlias = Literal["articles", "entities", "mentions", "quotes", "nested"]
_Result = TypeVar("_Result")

@final
class Stream(Generic[_Result]):
    """An iterator of results, in the order of the articles; made by `Extractor.stream`."""

    def __iter__(self) -> Stream[_Result]: ...
    def __next__(self) -> _Result: ...

@final
class Table:
    """A table of results, in memory as Arrow; any library that reads Arrow takes it without a copy."""

    @property
    def name(self) -> str:
        """Name of the table: "articles", "entities", "mentions", "quotes", "errors", or "corpus." and a question."""
    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
    def head(self, n: int = 5) -> Table:
        """The first rows."""
    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain Python, without any library."""
    def to_polars(self) -> polars.DataFrame:
        """A polars.DataFrame; needs polars."""
    def to_pandas(self) -> pandas.DataFrame:
        """A pandas.DataFrame; needs pandas and pyarrow."""
    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow.Table; needs pyarrow."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...
    def __arrow_c_schema__(self) -> Any: ...
    @overload
    def __getitem__(self, key: str, /) -> list[Any]: ...
    @overload
    def __getitem__(self, key: int, /) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: slice, /) -> Table: ...
    def __iter__(self) -> Iterator[dict[str, Any]]: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def _csv(self, file: BinaryIO, head: bool) -> None: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __copy__(self) -> Table: ...
    def __deepcopy__(self, _memo: Any, /) -> Table: ...

@final
class Tables:
    """The five tables of many articles; `article_id` joins them."""

    @property
    def articles(self) -> Table:
        """One row an article that was read."""
    @property
    def entities(self) -> Table:
        """One row an entity of an article."""
    @property
    def mentions(self) -> Table:
        """One row a mention of an entity."""
    @property
    def quotes(self) -> Table:
        """One row a quote."""
    @property
    def errors(self) -> Table:
        """One row an article that could not be read."""
    def __iter__(self) -> Iterator[Table]: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __copy__(self) -> Tables: ...
    def __deepcopy__(self, _memo: Any, /) -> Tables: ...

@final
class _Part:
    @property
    def progress(self) -> float: ...
    def __len__(self) -> int: ...
    def rows(self) -> list[_Row]: ...

@final
class _Row: ...

@final
class _Reader:
    def __new__(
        cls,
        files: list[tuple[bytes, str, str, str]],
        limits: tuple[int, int, int | None],
        unique: bool,
        **columns: str | tuple[str, ...] | None,
    ) -> _Reader: ...
    def read(self) -> _Part | None: ...

@final
class _PartJob:
    @property
    def done(self) -> int: ...
    def wait(self, seconds: float) -> tuple[list[tuple[list[Path], list[int]]], int] | None: ...

def extract(
    article: _Article,
    *,
    kinds: _Kinds = ("direct", "indirect", "mixed"),
    min_confidence: float = 0.5,
    types: _Types = "all",
) -> Extraction:
    """Entities and quotes of one article, by the base model; raises ArticleError."""

@overload
def extract_batch(
    articles: _Articles,
    threads: int | None = None,
    errors: Literal["return"] = "return",
    *,
    progress: _Progress = False,
    kinds: _Kinds = ("direct", "indirect", "mixed"),
    min_confidence: float = 0.5,
    types: _Types = "all",
    text: str = "text",
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
) -> list[Extraction | ArticleError]: ...
@overload
def extract_batch(
    articles: _Articles,
    threads: int | None = None,
    *,
    errors: Literal["raise", "skip"],
    progress: _Progress = False,
    kinds: _Kinds = ("direct", "indirect", "mixed"),
    min_confidence: float = 0.5,
    types: _Types = "all",
    text: str = "text",
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
) -> list[Extraction]: ...
@overload
def extract_batch(
    articles: _Articles,
    threads: int | None,
    errors: Literal["raise", "skip"],
    *,
    progress: _Progress = False,
    kinds: _Kinds = ("direct", "indirect", "mixed"),
    min_confidence: float = 0.5,
    types: _Types = "all",
    text: str = "text",
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
) -> list[Extraction]: ...
def _extraction(blob: bytes) -> Extraction: ...
def _entity(extraction: Extraction, index: int) -> Entity: ...
def _quote(extraction: Extraction, index: int) -> Quote: ...
def _table(name: str, stream: bytes) -> Table: ...
def _five_tables(tables: list[Table]) -> Tables: ...
def _head(name: str, path: str | os.PathLike[str], rows: int) -> Table: ...
def _mapped_schema(table: str, keep: str | Iterable[str] | None = ...) -> Table: ...
def _spark_schema(table: str, keep: str | Iterable[str] | None = ...) -> str: ...
def _kinds(kinds: _Kinds) -> tuple[str, ...]: ...
def _types(types: _Types) -> tuple[str, ...]: ...
def _value_types() -> list[str]: ...
def _present(wanted: list[tuple[str, bool]], there: list[str]) -> list[str]: ...
def _tables_of(results: list[Any], first: int) -> Tables: ...
def _people(rows: Any) -> Table: ...
def _repeats(rows: Any, least_words: int, similarity: float) -> Table: ...
def _answer(name: str, rows: Any) -> Table: ...
def _acts() -> list[str]: ...
def _columns() -> list[tuple[str, list[tuple[str, str, str]]]]: ...
