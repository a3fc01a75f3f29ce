"""The tables of a corpus in DuckDB: a run's files where they are, other tables in memory, and who is who over them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._errors import ArgumentError, ArticleError, InputError, RunError
from ._native import Extraction, Stream, Tables, _columns, _people, _tables_of, _value_types
from ._optional import needed
from ._runs import LONGEST_ROW, read_manifest
from ._tables import extract_table

if TYPE_CHECKING:
    import duckdb

# results that are put in tables at a time
STEP = 1000
TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "list of string": "VARCHAR[]",
    "list of {start, end}: int32": 'STRUCT("start" INTEGER, "end" INTEGER)[]',
}
# forms of dates that are read beside ISO 8601; 4/3/25 is of two days, and is not
DATES = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%a, %d %b %Y %H:%M:%S %z")


def opened(data: Any, options: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """A connection that has `articles`, `entities`, `mentions`, `quotes`, `errors` and `docs`; see `Corpus`."""
    needed("duckdb", "corpus", "a corpus")
    import duckdb

    connection = duckdb.connect()
    if isinstance(data, (str, os.PathLike)):
        if options:
            raise ArgumentError(f"a run's folder is read as it is; {next(iter(options))!r} is for articles")
        _run(connection, Path(data))
    else:
        _given(connection, sets(data, options))
    _numbered(connection)
    return connection


def _run(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Views of the files of a run, finished or not."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise RunError(f"{folder}: there is no run in this folder")
    kind = manifest.plan["options"]["format"]
    if kind == "csv":
        raise RunError(f"{folder}: its tables are CSV, for spreadsheets; a corpus is read from Parquet or JSON Lines")
    kept = [(name, "string") for name in manifest.plan["options"]["keep"]]
    for table, own in _columns():
        columns = [(name, type) for name, type, _ in own] + (kept if table == "articles" else [])
        paths = [str(path) for path in manifest.paths(table)]
        for path in paths:
            if not os.path.isfile(path):
                raise RunError(f"{path}: it is gone; extract_files(..., resume=True) makes it anew")
        connection.execute(f"CREATE VIEW {table} AS {_source(kind, paths, columns)}")


def _source(kind: str, paths: list[str], columns: list[tuple[str, str]]) -> str:
    """What selects all rows of a table's files."""
    wanted = ", ".join(f"{name_of(name)}::{TYPES[type]} AS {name_of(name)}" for name, type in columns)
    if not paths:
        return f"SELECT {', '.join(f'NULL::{TYPES[type]} AS {name_of(name)}' for name, type in columns)} WHERE false"
    files = "[" + ", ".join(map(text_of, paths)) + "]"
    if kind == "parquet":
        return f"SELECT {wanted} FROM read_parquet({files})"
    types = ", ".join(f"{text_of(name)}: {text_of(TYPES[type])}" for name, type in columns)
    how = f"format='newline_delimited', columns={{{types}}}, maximum_object_size={LONGEST_ROW}"
    return f"SELECT {wanted} FROM read_json({files}, {how})"


def own_columns(table: str) -> list[str]:
    """Names of the columns that every table of this name has."""
    return [name for name, _, _ in dict(_columns())[table]]


def name_of(name: str) -> str:
    """A column's name in a query."""
    return '"' + name.replace('"', '""') + '"'


def text_of(text: str) -> str:
    """A text in a query."""
    return "'" + text.replace("'", "''") + "'"


def _given(connection: duckdb.DuckDBPyConnection, parts: Iterator[Tables]) -> None:
    """Tables in memory, copied in part by part."""
    begun = False
    for part in parts:
        for table in part:
            connection.register("part", table)
            how = f"INSERT INTO {table.name} BY NAME" if begun else f"CREATE TABLE {table.name} AS"
            connection.execute(f"{how} SELECT * FROM part")
            connection.unregister("part")
        begun = True


def sets(data: Any, options: dict[str, Any]) -> Iterator[Tables]:
    """What a user gave, as tables: tables, results, or articles to be extracted first."""
    if isinstance(data, Tables):
        data = [data]
    first = None
    if isinstance(data, (list, tuple, Iterator, Stream)):
        rest = iter(data)
        start = list(itertools.islice(rest, 1))
        first, data = next(iter(start), None), itertools.chain(start, rest)
    if not isinstance(first, (Tables, Extraction, ArticleError)):
        yield extract_table(data, **options)
        return
    if options:
        raise ArgumentError(f"these were extracted before; {next(iter(options))!r} is for articles")
    yield from _tables(data) if isinstance(first, Tables) else _of_results(data)


def _tables(given: Iterable[Any]) -> Iterator[Tables]:
    for one in given:
        if not isinstance(one, Tables):
            raise ArgumentError(f"Tables and {type(one).__name__} cannot be mixed")
        yield one


def _of_results(results: Iterator[Any]) -> Iterator[Tables]:
    """Tables of results, some at a time."""
    first = 1
    while part := list(itertools.islice(results, STEP)):
        yield _tables_of(part, first)
        first += len(part)


def _numbered(connection: duckdb.DuckDBPyConnection) -> None:
    """`docs`: the articles in order, with a number and a day."""
    formats = "[" + ", ".join(map(text_of, DATES)) + "]"
    connection.execute(
        f"""CREATE TABLE docs AS SELECT (row_number() OVER () - 1)::INTEGER AS article, article_id, n_words,
            CASE WHEN regexp_matches(date, '^\\d{{4}}-\\d\\d-\\d\\d($|[^\\d])') THEN try_cast(left(date, 10) AS DATE)
                ELSE CASE WHEN regexp_matches(date, '\\d{{4}}') THEN try_strptime(trim(date), {formats})::DATE END
                END AS day,
            trim(date) <> '' AS dated FROM articles"""
    )
    twice = connection.execute(
        "SELECT article_id FROM docs GROUP BY article_id HAVING count(*) > 1 OR article_id IS NULL ORDER BY 1 LIMIT 1"
    ).fetchone()
    if twice is not None:
        what = "an article has no id" if twice[0] is None else f"article {twice[0]!r} is there twice"
        raise InputError(f"{what}; each needs an id of its own")


def merged(connection: duckdb.DuckDBPyConnection) -> None:
    """`named`: the named entities; `found`: who each of them is."""
    values = ", ".join(map(text_of, _value_types()))
    connection.execute(
        f"""CREATE TABLE named AS
            WITH m AS (SELECT article_id, entity_id FROM mentions WHERE kind = 'name' GROUP BY ALL)
            SELECT d.article, d.day, string_split(e.entity_id, 'e')[2]::INTEGER AS number, e.entity_id, e.type, e.name,
                e.aliases, e.roles, e.gender, e.n_mentions, e.in_headline
            FROM entities e JOIN docs d USING (article_id) JOIN m USING (article_id, entity_id)
            WHERE e.type NOT IN ({values}) ORDER BY d.article, number"""
    )
    rows = connection.sql(
        """SELECT article, number, (day - DATE '1970-01-01')::INTEGER AS day, type, name, gender,
            array_to_string(aliases, chr(31)) AS aliases, array_to_string(roles, chr(31)) AS roles
            FROM named ORDER BY article, number"""
    )
    connection.register("part", _people(rows))
    connection.execute(
        """CREATE TABLE found AS
           SELECT n.article, n.entity_id, n.name AS form, p.who, p.name, p.why, p.evidence
           FROM named n JOIN part p USING (article, number) ORDER BY article, number"""
    )
    connection.unregister("part")
