"""Quotes and entities of one article as columns for a data frame: names in place of ids and nested objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._optional import needed

if TYPE_CHECKING:
    from . import Entity, Extraction, Quote


def _name(entity: Entity | None) -> str | None:
    return None if entity is None else entity.name


# name, type, value of each column
QUOTES: tuple[tuple[str, type, Callable[[Quote], Any]], ...] = (
    ("quote", str, lambda q: q.id),
    ("speaker", str, lambda q: _name(q.speaker)),
    ("text", str, lambda q: q.text),
    ("kind", str, lambda q: q.kind),
    ("act", str, lambda q: q.act),
    ("source", str, lambda q: q.source and q.source.text),
    ("cue", str, lambda q: q.cue and q.cue.text),
    ("addressee", str, lambda q: _name(q.addressee)),
    ("relayed_by", str, lambda q: q.relayed_by and q.relayed_by.id),
    ("anonymous", bool, lambda q: q.anonymous),
    ("negated", bool, lambda q: q.negated),
    ("duplicate", bool, lambda q: q.duplicate),
    ("confidence", float, lambda q: q.confidence),
    ("start", int, lambda q: q.content[0].start),
    ("end", int, lambda q: q.content[-1].end),
    ("sentence", str, lambda q: q.sentence.text),
)
ENTITIES: tuple[tuple[str, type, Callable[[Entity], Any]], ...] = (
    ("entity", str, lambda e: e.id),
    ("name", str, lambda e: e.name),
    ("type", str, lambda e: e.type),
    ("roles", list, lambda e: list(e.roles)),
    ("aliases", list, lambda e: list(e.aliases)),
    ("affiliation", str, lambda e: _name(e.affiliation)),
    ("gender", str, lambda e: e.gender),
    ("gender_guess", str, lambda e: e.gender_guess),
    ("gender_guess_probability", float, lambda e: e.gender_guess_probability),
    ("salience", float, lambda e: e.salience),
    ("in_headline", bool, lambda e: e.in_headline),
    ("mentions", int, lambda e: len(e.mentions)),
)


def _columns(extraction: Extraction, entities: bool) -> list[tuple[str, type, list[Any]]]:
    if entities:
        return [(name, kind, [value(one) for one in extraction.entities]) for name, kind, value in ENTITIES]
    return [(name, kind, [value(one) for one in extraction.quotes]) for name, kind, value in QUOTES]


def pandas_frame(extraction: Extraction, entities: bool) -> Any:
    pandas = needed("pandas")

    def series(kind: type, values: list[Any]) -> Any:
        # text has the type that this pandas gives to text; without any, it has none to go by
        text = None if any(value is not None for value in values) else object
        return pandas.Series(values, dtype=text if kind in (str, list) else kind)

    return pandas.DataFrame({name: series(kind, values) for name, kind, values in _columns(extraction, entities)})


def polars_frame(extraction: Extraction, entities: bool) -> Any:
    polars = needed("polars")

    types: dict[type, Any] = {str: polars.String, bool: polars.Boolean, float: polars.Float64, int: polars.Int64}
    types[list] = polars.List(polars.String)
    columns = _columns(extraction, entities)
    return polars.DataFrame([polars.Series(name, values, types[kind]) for name, kind, values in columns])
