"""Who said what, to whom, in the news: entities and attributed quotes.

>>> import sayso
>>> extraction = sayso.extract("Harbour minister Ada Lund told parliament that the ferry would run until March.")
>>> for quote in extraction.quotes:
...     print(quote.speaker, quote.text)
"""

from ._dataclass import dress as _dress
from ._errors import ArticleError, Error, ModelError
from ._native import (
    Entity,
    Extraction,
    Extractor,
    Mention,
    Quote,
    Span,
    __version__,
    extract,
    extract_batch,
)
from ._native import _entity as _entity  # what pickles name
from ._native import _extraction as _extraction
from ._native import _quote as _quote

_dress()

__all__ = [
    "ArticleError",
    "Entity",
    "Error",
    "Extraction",
    "Extractor",
    "Mention",
    "ModelError",
    "Quote",
    "Span",
    "__version__",
    "extract",
    "extract_batch",
]
