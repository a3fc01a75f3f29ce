"""Data frames of every kind in, and the forms that other engines want out."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from ._errors import InputError
from ._native import Extractor, Tables, _mapped_schema, _spark_schema
from ._options import extractor_of

# rows that are taken from a data frame of another library at a time
STEP = 1000


def extract_table(
    data: Any,
    text: str = "text",
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
    *,
    extractor: Extractor | None = None,
    kinds: str | Iterable[str] | None = None,
    min_confidence: float | None = None,
) -> Tables:
    """The five tables of many articles, in memory.

    Args:
        data: a table of polars, pyarrow, pandas, duckdb, Hugging Face datasets or anything else with
            `__arrow_c_stream__`; or an iterable of such tables, or of articles.
        text, id, title, date, url: names of the columns. None takes the column of that name if there is one; without
            ids the row's number, from 1, is the id.
        extractor: the model and its options; None for the base model on all cores.
        kinds, min_confidence: as `Extractor` takes them, in place of an extractor; None for its defaults.

    Returns:
        Articles, entities, mentions, quotes and errors, joined by `article_id`. Articles without a text, the second of
        two with one id, and those that fail are rows of `errors`.

    Raises:
        InputError: a column is missing or holds something else, or the data is damaged as a whole.
        ValueError: no such kind, min_confidence outside 0 to 1, or an extractor and options.
    """
    return extractor_of(extractor, kinds, min_confidence).extract_table(data, text, id, title, date, url)


def schema(table: str = "quotes", engine: Literal["arrow", "spark"] = "arrow") -> Any:
    """The columns that `Extractor.map_batches` gives.

    Args:
        table: "articles", "entities", "mentions", "quotes" or "nested".
        engine: "arrow" for a pyarrow.Schema (needs pyarrow), "spark" for the DDL string (str) of `mapInArrow`.
    """
    if engine == "spark":
        return _spark_schema(table)
    if engine != "arrow":
        raise ValueError(f'engine must be "arrow" or "spark", not {engine!r}')
    import pyarrow

    return pyarrow.schema(_mapped_schema(table))


def map_batches(extractor: Extractor, batches: Iterable[Any], table: Any = "quotes", **columns: Any) -> Iterator[Any]:
    """The rows of each batch in turn; see `Extractor.map_batches`."""
    for batch in batches:
        yield from extractor.map_batch(batch, table, **columns).to_arrow().to_batches()


def items(data: Any, columns: list[tuple[str, bool]]) -> Iterable[Any]:
    """What a user gave as a dataset, as an iterable of tables (of `__arrow_c_stream__`) and articles.

    `columns` are the names wanted, and whether each must be there.
    """
    kind = type(data).__module__.partition(".")[0], type(data).__name__
    if kind == ("pandas", "DataFrame"):
        return _pandas_rows(data, columns)
    if kind == ("polars", "LazyFrame"):
        return [data.select(_present(columns, data.collect_schema().names())).collect(engine="streaming")]
    if kind == ("polars", "DataFrame"):
        # a column of Python objects has no Arrow form; it may be none of ours
        return [data.select(_present(columns, data.columns))]
    if kind == ("datasets", "Dataset"):
        names = _present(columns, data.column_names)
        batches: Iterable[Any] = data.select_columns(names).with_format("arrow").iter(STEP)
        return batches
    if kind[0] == "pyarrow" and hasattr(data, "to_batches") and not hasattr(data, "__arrow_c_stream__"):
        if hasattr(data, "__arrow_c_array__"):
            return [data]
        return data.to_batches(columns=_present(columns, data.schema.names))  # type: ignore[no-any-return]
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return [data]
    if isinstance(data, (str, bytes, bytearray, Mapping)) or not isinstance(data, Iterable):
        raise TypeError(
            f"data must be a table with __arrow_c_stream__, or an iterable of such tables or of articles, "
            f"not {type(data).__name__}"
        )
    return data


def sound(data: Any, columns: list[tuple[str, bool]]) -> Iterable[Any]:
    """Data of Arrow as tables whose buffers are as long as their offsets say.

    Arrow's C interface carries no sizes of buffers; pyarrow knows those of its own data, so it is asked (a look at each
    column that is read, not at its values).
    """
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is None:
        return [data]
    try:
        if isinstance(data, pyarrow.RecordBatchReader):
            fields = [data.schema.field(place) for place in _places(columns, data.schema)]
            # its columns are looked at though there be no batch
            return itertools.chain([pyarrow.schema(fields).empty_table()], _sound_batches(data, columns))
        if isinstance(data, (pyarrow.Table, pyarrow.RecordBatch)):
            data = data.select(_places(columns, data.schema))
        elif not isinstance(data, (pyarrow.Array, pyarrow.ChunkedArray)):
            return [data]
        data.validate()
    except (UnicodeDecodeError, pyarrow.ArrowException) as error:
        raise InputError(f"damaged Arrow data: {' '.join(str(error).split())}") from None
    return [data]


def _sound_batches(reader: Any, columns: list[tuple[str, bool]]) -> Iterator[Any]:
    for batch in reader:
        yield from sound(batch, columns)


def _places(columns: list[tuple[str, bool]], schema: Any) -> list[int]:
    """Where the wanted columns are, the first of those with one name; all, if one is missing: that is told later."""
    there = schema.names
    if any(needed and name not in there for name, needed in columns):
        return list(range(len(there)))
    return list(dict.fromkeys(there.index(name) for name, _ in columns if name in there))


def _present(columns: list[tuple[str, bool]], there: list[str]) -> list[str]:
    """The wanted columns that are there, each once."""
    for name, needed in columns:
        if needed and name not in there:
            raise InputError(f"no column {name!r}; there are {', '.join(map(repr, there[:20])) or 'none'}")
    return list(dict.fromkeys(name for name, _ in columns if name in there))


def _pandas_rows(frame: Any, columns: list[tuple[str, bool]]) -> Iterator[dict[str, Any]]:
    """A pandas frame as dicts: its own Arrow form needs pyarrow, and none has a column of mixed types."""
    names = _present(columns, list(frame.columns))
    # integers with gaps are floats in pandas
    floats = [name for name in names if getattr(frame[name].dtype, "kind", "") == "f"]
    for start in range(0, len(frame), STEP):
        part = frame.iloc[start : start + STEP]
        part = part.assign(**{name: part[name].convert_dtypes() for name in floats}) if floats else part
        for values in zip(*(_pandas_values(part[name]) for name in names), strict=True):
            yield dict(zip(names, values, strict=True))


def _pandas_values(column: Any) -> list[Any]:
    """Values of a column; of one that pandas keeps in Arrow, what is no UTF-8 as bytes."""
    arrow = getattr(column.array, "_pa_array", None)  # a chunked array
    if arrow is None:
        values: list[Any] = column.tolist()
        return values
    import pyarrow

    as_bytes = {pyarrow.string(): pyarrow.binary(), pyarrow.large_string(): pyarrow.large_binary()}.get(arrow.type)
    try:
        arrow = arrow if as_bytes is None else arrow.cast(as_bytes)
        arrow.validate(full=True)  # pandas would believe it
        try:
            values = column.tolist()
        except (ValueError, OverflowError, pyarrow.ArrowException):
            if as_bytes is None:
                raise
            values = [_decoded(value) for value in arrow.to_pylist()]
    except (ValueError, OverflowError, pyarrow.ArrowException) as error:
        message = " ".join(str(error).split())
        raise InputError(f"column {column.name!r} is damaged: {message}") from None
    return values


def _decoded(value: bytes | None) -> str | bytes | None:
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return value
