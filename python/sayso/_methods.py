"""What the compiled classes are given in Python: how they show in notebooks, data frames, other tools' forms.

All of it is imported when first asked for, so that `import sayso` stays quick.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from . import _native

if TYPE_CHECKING:
    import pandas as _pandas
    import polars as _polars
    from spacy.language import Language as _Language
    from spacy.tokens import Doc as _Doc


def to_html(self: _native.Extraction, path: str | os.PathLike[str] | None = None) -> str | None:
    """A page that shows who said what in the text; it stands alone, without scripts.

    Args:
        path: where to write it, in UTF-8; None returns the page (str) instead.
    """
    from ._view import page

    if path is None:
        return page(self)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(page(self))
    return None


def to_pandas(self: _native.Extraction, *, entities: bool = False) -> _pandas.DataFrame:
    """The quotes, one row each, with names in place of ids; needs pandas.

    Args:
        entities: the entities instead.
    """
    from ._frames import pandas_frame

    frame: _pandas.DataFrame = pandas_frame(self, entities)
    return frame


def to_polars(self: _native.Extraction, *, entities: bool = False) -> _polars.DataFrame:
    """The quotes, one row each, with names in place of ids; needs polars.

    Args:
        entities: the entities instead.
    """
    from ._frames import polars_frame

    frame: _polars.DataFrame = polars_frame(self, entities)
    return frame


def to_spacy(self: _native.Extraction, nlp: _Language | None = None) -> _Doc:
    """A Doc of spaCy: `doc.ents`, and span groups "quotes", "cues", "sources" and "mentions"; needs spaCy.

    Args:
        nlp: whose tokenizer and vocabulary to use; None for `spacy.blank("en")`. Its other components are not run.

    Spans reach to the ends of tokens, and their `span.id_` is that of the quote or entity. `doc.ents` holds the names,
    of which spaCy allows no two to overlap: the longest are kept.
    """
    from ._bridges import spacy_doc

    doc: _Doc = spacy_doc(self, nlp)
    return doc


def to_displacy(self: _native.Extraction, style: Literal["ent", "span"] = "span") -> dict[str, Any]:
    """What `spacy.displacy.render(..., style=style, manual=True)` draws, as plain Python without spaCy.

    Args:
        style: "span" for quotes, cues and sources, "ent" for the names of entities.
    """
    from ._bridges import displacy

    return displacy(self, style)


def to_web_annotations(self: _native.Extraction, source: str | None = None) -> dict[str, Any]:
    """Quotes and entities as an annotation page of the W3C's Web Annotation model, ready for `json.dumps`.

    Args:
        source: the IRI of the article; None for `urn:sayso:` and its id.

    Positions count code points; each is doubled by the words themselves and those beside them.
    """
    from ._bridges import web_annotations

    return web_annotations(self, source)


def to_brat(self: _native.Extraction) -> str:
    """The contents of brat's `.ann` file (standoff); the `.txt` beside it is `extraction.text`, unchanged.

    Contents, cues, sources and mentions are text-bound annotations; relations join a content to its cue, source,
    speaker and addressee, an equivalence the mentions of an entity; kind and act are attributes, the confidence a note.
    Offsets are code points.
    """
    from ._bridges import brat

    return brat(self)


def _shows(name: str) -> Callable[[Any], str]:
    def _repr_html_(self: Any) -> str:
        from . import _view

        return str(getattr(_view, name)(self))

    return _repr_html_


def give() -> None:
    """Gives the classes their methods."""
    for function in (to_html, to_pandas, to_polars, to_spacy, to_displacy, to_web_annotations, to_brat):
        function.__qualname__ = f"Extraction.{function.__name__}"
        setattr(_native.Extraction, function.__name__, function)
    shown = {
        "Extraction": "fragment",
        "Quote": "one_quote",
        "Entity": "one_entity",
        "Table": "rows_of",
        "Tables": "five",
    }
    for name, view in shown.items():
        getattr(_native, name)._repr_html_ = _shows(view)
