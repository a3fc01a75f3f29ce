"""An article's quotes and entities as data frames: names in the cells, types of their own."""

from __future__ import annotations

import pytest
from conftest import extraction_of

import sayso
from sayso import _frames

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")


def test_quotes(made: sayso.Extraction) -> None:
    for frame in (made.to_pandas(), made.to_polars()):
        assert list(frame.columns) == [name for name, _, _ in _frames.QUOTES]
        assert list(frame["speaker"]) == ["Ada Lund", "Ada Lund", "Ada Lund", "Lund’s mother"]
        assert list(frame["text"]) == [quote.text for quote in made.quotes]
        assert list(frame["cue"]) == ["told", "said", "said", "calls"]
        assert frame["addressee"][0] == "parliament"
        assert frame["relayed_by"][3] == "q3"
        assert list(frame["confidence"]) == [quote.confidence for quote in made.quotes]
        for row, start, end in zip(made.quotes, frame["start"], frame["end"], strict=True):
            assert made.text[start:end].startswith(row.content[0].text)
            assert made.text[start:end].endswith(row.content[-1].text)
        # nothing nested: it groups, counts and writes CSV as it is
        assert not any(isinstance(cell, (dict, list, tuple)) for name in frame.columns for cell in frame[name])
    assert made.to_pandas().groupby("speaker").size().to_dict() == {"Ada Lund": 3, "Lund’s mother": 1}
    assert made.to_polars().schema["negated"] == pl.Boolean


def test_entities(made: sayso.Extraction) -> None:
    for frame in (made.to_pandas(entities=True), made.to_polars(entities=True)):
        assert list(frame.columns) == [name for name, _, _ in _frames.ENTITIES]
        assert list(frame["name"]) == ["Ada Lund", "parliament", "Lund’s mother"]
        assert list(frame["mentions"]) == [4, 1, 1]
        assert list(frame["roles"][0]) == ["harbour minister"]
        assert frame["gender"][0] == "female"


@pytest.mark.parametrize("entities", [False, True])
def test_types_do_not_hang_on_the_values(made: sayso.Extraction, entities: bool) -> None:
    empty = extraction_of("Nothing.", [], [])
    assert empty.to_polars(entities=entities).schema == made.to_polars(entities=entities).schema
    frame = empty.to_pandas(entities=entities)
    assert len(frame) == 0
    full = made.to_pandas(entities=entities)
    for name, kind, _ in _frames.ENTITIES if entities else _frames.QUOTES:
        if kind in (bool, int, float):
            assert frame[name].dtype == full[name].dtype == kind
