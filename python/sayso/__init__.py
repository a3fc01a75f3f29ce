"""Who said what, to whom, in the news: entities and attributed quotes.

>>> import sayso
>>> extraction = sayso.extract("Harbour minister Ada Lund told parliament that the ferry would run until March.")
>>> for quote in extraction.quotes:
...     print(quote.speaker, quote.text)
"""

from typing import TYPE_CHECKING

from ._dataclass import dress as _dress
from ._errors import ArgumentError, ArticleError, Error, InputError, MissingLibraryError, ModelError, RunError
from ._methods import give as _give
from ._native import (
    Entity,
    Extraction,
    Extractor,
    Mention,
    Quote,
    Span,
    Stream,
    Table,
    Tables,
    __version__,
    extract,
    extract_batch,
)
from ._native import _entity as _entity  # what pickles name
from ._native import _extraction as _extraction
from ._native import _five_tables as _five_tables
from ._native import _quote as _quote
from ._native import _table as _table
from ._sequences import Entities, Quotes

if TYPE_CHECKING:
    from ._corpus import Corpus
    from ._evaluate import Evaluation, Figures, evaluate
    from ._progress import Progress
    from ._runs import Run, extract_files
    from ._tables import extract_table, schema

_dress()
_give()

# what not every user needs is imported when first asked for, so that `import sayso` stays quick
_LATER = {
    "Corpus": "_corpus",
    "Evaluation": "_evaluate",
    "Figures": "_evaluate",
    "evaluate": "_evaluate",
    "Progress": "_progress",
    "Run": "_runs",
    "extract_files": "_runs",
    "extract_table": "_tables",
    "schema": "_tables",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "plots":
        return import_module(".plots", __name__)
    if name not in _LATER:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_LATER[name]}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = [
    "ArgumentError",
    "ArticleError",
    "Corpus",
    "Entities",
    "Entity",
    "Error",
    "Evaluation",
    "Extraction",
    "Extractor",
    "Figures",
    "InputError",
    "Mention",
    "MissingLibraryError",
    "ModelError",
    "Progress",
    "Quote",
    "Quotes",
    "Run",
    "RunError",
    "Span",
    "Stream",
    "Table",
    "Tables",
    "__version__",
    "evaluate",
    "extract",
    "extract_batch",
    "extract_files",
    "extract_table",
    "schema",
]
