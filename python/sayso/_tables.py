"""Data frames of every kind in, and the forms that other engines want out."""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, Literal

from ._errors import ArgumentError, InputError
from ._inputs import is_table
from ._native import Extractor, Tables, _mapped_schema, _present, _spark_schema
from ._optional import needed
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
    types: str | Iterable[str] | None = None,
    keep: str | Iterable[str] | None = None,
) -> Tables:
    """The five tables of many articles, in memory.

    Args:
        data: a table of polars, pyarrow, pandas, duckdb, Hugging Face datasets or anything else with
            `__arrow_c_stream__`; a Series of texts; or an iterable of such tables, or of articles.
        text, id, title, date, url: names of the columns. None takes the column of that name if there is one; without
            ids the row's number, from 1, is the id.
        extractor: the model and its options; None for the base model on all cores.
        kinds, min_confidence, types: as `Extractor` takes them, in place of an extractor; None for its defaults.
        keep: columns that are not read (outlet, author, ...) and carried into `articles`, as text.

    Returns:
        Articles, entities, mentions, quotes and errors, joined by `article_id`. Articles without a text, the second of
        two with one id, and those that fail are rows of `errors`.

    Raises:
        InputError: a column is missing, is there twice or holds something else, none of the articles has such a field,
            or the data is damaged as a whole.
        ArgumentError: no such kind or type, min_confidence outside 0 to 1, an extractor and options, or data that is no
            table and no iterable.
    """
    made = extractor_of(extractor, kinds, min_confidence, types)
    return made.extract_table(data, text, id, title, date, url, keep=keep)


def schema(
    table: str = "quotes",
    engine: Literal["arrow", "spark"] = "arrow",
    *,
    keep: str | Iterable[str] | None = None,
) -> Any:
    """The columns that `Extractor.map_batches` gives.

    Args:
        table: "articles", "entities", "mentions", "quotes" or "nested".
        keep: columns that it carries along.
        engine: "arrow" for a pyarrow.Schema (needs pyarrow), "spark" for the DDL string (str) of `mapInArrow`.
    """
    if engine == "spark":
        return _spark_schema(table, keep)
    if engine != "arrow":
        raise ArgumentError(f'engine must be "arrow" or "spark", not {engine!r}')
    return needed("pyarrow").schema(_mapped_schema(table, keep))


def map_batches(extractor: Extractor, batches: Iterable[Any], table: Any = "quotes", **columns: Any) -> Iterator[Any]:
    """The rows of each batch in turn; see `Extractor.map_batches`."""
    for batch in batches:
        yield from extractor.map_batch(batch, table, **columns).to_arrow().to_batches()


def items(data: Any, columns: list[tuple[str, bool]]) -> Iterable[Any]:
    """What a user gave as many articles, as an iterable of tables (of `__arrow_c_stream__`) and articles.

    `columns` are the names wanted, that of the text first, and whether each must be there.
    """
    if _is(data, "pandas", "DataFrame"):
        return _pandas_rows(data, columns)
    if _is(data, "pandas", "Series"):
        return _texts(_pandas_values(data), columns)
    if _is(data, "polars", "Series"):
        return _texts(data, columns)
    if _is(data, "polars", "LazyFrame"):
        data = data.select(_present(columns, data.collect_schema().names())).collect(engine="streaming")
    if _is(data, "polars", "DataFrame"):
        # a column of Python objects has no Arrow form; it may be none of ours
        data = _polars_frame(data, columns)
        return data.iter_slices(STEP) if len(data) else [data]
    if _is(data, "datasets", "Dataset"):
        names = _present(columns, data.column_names)
        batches: Iterable[Any] = data.select_columns(names).with_format("arrow").iter(STEP)
        return batches
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return [data]
    if type(data).__module__.startswith("pyarrow") and hasattr(data, "to_batches"):
        return data.to_batches(columns=_present(columns, data.schema.names))  # type: ignore[no-any-return]
    if isinstance(data, (str, bytes, bytearray, Mapping)) or not isinstance(data, Iterable):
        hint = "; extract_files takes files" if isinstance(data, (str, PathLike)) else ""
        raise ArgumentError(
            f"data must be a table with __arrow_c_stream__, or an iterable of such tables or of articles, "
            f"not {type(data).__name__}{hint}"
        )
    name = getattr(data, "name", None)
    if isinstance(data, io.IOBase) and isinstance(name, str) and is_table(name):
        raise ArgumentError(f"the lines of {name} are no articles: extract_files reads this file, by its name")
    return data


def _polars_frame(frame: Any, columns: list[tuple[str, bool]]) -> Any:
    """What is read of a polars frame; a column without any value is text: Arrow does not take the type that it has."""
    import polars

    return frame.select(_present(columns, frame.columns)).cast({polars.Null: polars.String})


def _is(data: Any, library: str, name: str) -> bool:
    """True of an object of that class of a library, or of one derived from it, without importing the library."""
    return any(c.__name__ == name and c.__module__.partition(".")[0] == library for c in type(data).__mro__)


def _texts(values: Iterable[Any], columns: list[tuple[str, bool]]) -> Iterator[Any]:
    """Values of a Series: texts, or records."""
    return (value if isinstance(value, Mapping) else {columns[0][0]: value} for value in values)


def sound(data: Any, columns: list[tuple[str, bool]]) -> Iterable[Any]:
    """Data of Arrow as tables whose buffers are as long as their offsets say.

    Arrow's C interface carries no sizes of buffers; pyarrow knows those of its own data, so it is asked (a look at each
    column that is read, not at its values).
    """
    if _is(data, "polars", "DataFrame"):
        return [_polars_frame(data, columns)]
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is None:
        return [data]
    try:
        if _is(data, "pandas", "DataFrame"):
            # a column that nobody reads may have no Arrow form
            own = {str(name): name for name in data.columns}
            names = [own[name] for name in _present(columns, list(own))]
            data = pyarrow.Table.from_pandas(data[names], preserve_index=False)
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
    """Where the wanted columns are."""
    there = schema.names
    return [there.index(name) for name in _present(columns, there)]


def _pandas_rows(frame: Any, columns: list[tuple[str, bool]]) -> Iterator[dict[str, Any]]:
    """A pandas frame as dicts: its own Arrow form needs pyarrow, and none has a column of mixed types."""
    wanted = [name for name, _ in columns]
    if any(name in wanted and name not in frame.columns for name in frame.index.names if name is not None):
        frame = frame.reset_index()  # what it is indexed by is a column to its user
    names = _present(columns, list(map(str, frame.columns)))
    own = {str(name): name for name in frame.columns}  # which may be numbers
    return _pandas_values_of(frame[[own[name] for name in names]], names)


def _pandas_values_of(frame: Any, names: list[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(frame), STEP):
        part = frame.iloc[start : start + STEP]
        values = (_pandas_values(part[name]) for name in frame.columns)
        for row in zip(*values, strict=True):
            yield dict(zip(names, row, strict=True))


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
    except pyarrow.ArrowException as error:
        message = " ".join(str(error).split())
        raise InputError(f"column {column.name!r} is damaged: {message}") from None
    try:
        values = column.tolist()
    except (ValueError, OverflowError, pyarrow.ArrowException):
        one = _decoded if as_bytes is None else _text
        return [one(value) for value in arrow]
    return values


class OutOfRange:
    """Stands for a value that Python has no form of."""


def _decoded(value: Any) -> Any:
    """A value of Arrow; one that Python has no form of costs nothing else."""
    try:
        return value.as_py()
    except (ValueError, OverflowError):
        return OutOfRange()


def _text(value: Any) -> str | bytes | None:
    """Text of Arrow; as bytes if it is no UTF-8."""
    raw: bytes | None = value.as_py()
    try:
        return None if raw is None else raw.decode()
    except UnicodeDecodeError:
        return raw
