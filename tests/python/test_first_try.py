"""What people try first, and what went wrong in silence: data frames, names of columns, ids, dates, others' files."""

from __future__ import annotations

import csv
import datetime
import decimal
import io
import json
import os
import pydoc
import subprocess
import sys
import types
import uuid

import datasets
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import runs
from conftest import MODEL, ROOT

import sayso
from sayso import _progress

TEXT = "Ada Lund said that the ferry would run."
ROWS = [{"body": f"{TEXT} It is number {i}.", "key": f"k{i}", "outlet": "Post" if i % 2 else None} for i in range(5)]
TEXTS = [row["body"] for row in ROWS]


def ids(tables: sayso.Tables) -> list[str]:
    return tables.articles["article_id"]


def cli(*arguments: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sayso", *map(str, arguments)]
    return subprocess.run(
        [*command, "--model", MODEL] if arguments[0] == "extract" else command,
        capture_output=True,
        cwd=ROOT,
        timeout=100,
        **more,  # type: ignore[call-overload]
    )


# ---------------------------------------------------------------- data frames and Series

FRAMES = {
    "pandas": lambda: pd.DataFrame(ROWS),
    "pandas of Arrow": lambda: pd.DataFrame(ROWS).convert_dtypes(dtype_backend="pyarrow"),
    "pandas indexed by id": lambda: pd.DataFrame(ROWS).set_index("key"),
    "a class of pandas frames": lambda: type("Frame", (pd.DataFrame,), {})(ROWS),
    "polars": lambda: pl.DataFrame(ROWS),
    "polars lazy": lambda: pl.LazyFrame(ROWS),
    "pyarrow": lambda: pa.Table.from_pylist(ROWS),
    "pyarrow batches": lambda: pa.Table.from_pylist(ROWS).to_batches(max_chunksize=2),
    "duckdb": lambda: duckdb.from_arrow(pa.Table.from_pylist(ROWS)),
    "datasets": lambda: datasets.Dataset.from_list(ROWS),
    "dicts": lambda: ROWS,
    "objects": lambda: [types.SimpleNamespace(**row) for row in ROWS],
    "rows of pandas": lambda: pd.DataFrame(ROWS).itertuples(),
    "rows of pandas, as Series": lambda: (row for _, row in pd.DataFrame(ROWS).iterrows()),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_frames_are_many_articles(tiny, frame):
    batch = tiny.extract_batch(frame(), text="body", id="key")
    assert [(it.id, it.text) for it in batch] == [(row["key"], row["body"]) for row in ROWS]
    assert list(tiny.stream(frame(), text="body", id="key")) == batch
    assert ids(tiny.extract_table(frame(), text="body", id="key")) == [it.id for it in batch]


SERIES = {
    "pandas": pd.Series(TEXTS),
    "pandas of Arrow": pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.string())),
    "pandas column": pd.DataFrame(ROWS)["body"],
    "polars": pl.Series("body", TEXTS),
    "numpy": np.array(TEXTS),
}


@pytest.mark.parametrize("series", SERIES.values(), ids=SERIES)
def test_series_are_texts(tiny, series):
    batch = tiny.extract_batch(series)
    assert [it.text for it in batch] == TEXTS
    assert list(tiny.stream(series)) == batch
    assert tiny.extract_table(series) == tiny.extract_table(TEXTS)


def test_series_with_a_missing_text(tiny):
    for series in (pd.Series([TEXT, None]), pl.Series([TEXT, None])):
        assert tiny.extract_batch(series)[1].message == "the text is null"


def test_the_column_is_text_by_default(tiny):
    for frame in (pd.DataFrame({"text": TEXTS}), pl.DataFrame({"text": TEXTS}), pa.table({"text": TEXTS})):
        assert [it.text for it in tiny.extract_batch(frame)] == TEXTS
    assert [it.text for it in sayso.extract_batch(pd.DataFrame({"text": TEXTS[:1]}), errors="skip")] == TEXTS[:1]


def test_a_frame_is_no_single_article(tiny):
    for frame in (pd.DataFrame({"text": TEXTS}), pl.DataFrame({"text": TEXTS}), pd.Series(TEXTS)):
        with pytest.raises(sayso.Error, match="extract_batch"):
            tiny.extract(frame)
        with pytest.raises(sayso.InputError, match=r"extract_table takes it|no such file"):
            sayso.extract_files(frame, "out", extractor=tiny)


def test_long_frames_stream_in_order(tiny):
    frame = pl.DataFrame({"text": [f"{i} said so." for i in range(2500)]})
    for given in (frame, frame.to_pandas(), frame.to_arrow()):
        assert [it.text for it in tiny.stream(given)] == frame["text"].to_list()


def test_columns_called_by_numbers(tiny):
    assert [it.text for it in tiny.extract_batch(pd.DataFrame([[1, TEXT]]), text="1", id="0")] == [TEXT]


DOUBLED = {
    "pandas": pd.DataFrame([[TEXT, TEXT]], columns=["text", "text"]),
    "pyarrow": pa.Table.from_arrays([pa.array([TEXT])] * 2, names=["text", "text"]),
}


@pytest.mark.parametrize("frame", DOUBLED.values(), ids=DOUBLED)
def test_doubled_columns(tiny, frame):
    for call in (tiny.extract_batch, tiny.extract_table, lambda data: list(tiny.stream(data))):
        with pytest.raises(sayso.InputError, match='column "text" is there twice'):
            call(frame)
    other = frame.rename(columns=str.upper) if isinstance(frame, pd.DataFrame) else frame.rename_columns(["x", "x"])
    other = other.assign(text=TEXT) if isinstance(other, pd.DataFrame) else other.append_column("text", frame[0])
    assert len(tiny.extract_table(other).articles) == 1  # what is not read may be doubled


def test_doubled_columns_of_files(tiny, tmp_path):
    (tmp_path / "a.csv").write_text("text,text\nx,y\n")
    pq.write_table(DOUBLED["pyarrow"], tmp_path / "b.parquet")
    for path in tmp_path.iterdir():
        with pytest.raises(sayso.InputError, match='column "text" is there twice'):
            sayso.extract_files(path, tmp_path / "out", extractor=tiny)


# ---------------------------------------------------------------- names that are not there


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({}, 'no (column|field) "text"; there are .*"body".*say which holds the text'),
        ({"text": "bdy"}, 'no (column|field) "bdy"; there are .*"body"'),
        ({"text": "body", "id": "ky"}, 'no (column|field) "ky"; there are .*"body"'),
        ({"text": "body", "date": "when"}, 'no (column|field) "when"; there are .*"body"'),
    ],
)
def test_wrong_names(tiny, frame, names, message):
    """One error of one kind, that lists what there is."""
    for call in (tiny.extract_batch, tiny.extract_table, lambda data, **names: list(tiny.stream(data, **names))):
        with pytest.raises(sayso.InputError, match=message):
            call(frame(), **names)
    for errors in ("raise", "skip"):
        with pytest.raises(sayso.InputError, match=message):
            tiny.extract_batch(frame(), errors, **names)
        with pytest.raises(sayso.InputError, match=message):
            next(tiny.stream(frame(), errors, **names))


def test_wrong_names_of_one_article(tiny):
    with pytest.raises(sayso.InputError, match='no field "text"; there are "body", "id"'):
        tiny.extract({"body": TEXT, "id": 1})


def test_one_record_without_a_text_is_one_error(tiny):
    articles = [{"id": "a"}, {"id": "b", "text": TEXT}]
    for results in (tiny.extract_batch(articles), list(tiny.stream(articles))):
        assert results[0].id == "a"
        assert results[0].message.startswith('no field "text"; there are "id"')
        assert results[1].id == "b"
    assert tiny.extract_table(articles).errors["article_id"] == ["a"]
    assert tiny.extract_batch([None, {"id": "b", "text": TEXT}])[0].message.startswith("expected a str")


def test_a_stream_waits_for_the_first_part_alone(tiny):
    given = []

    def source(field):
        for i in range(5000):
            given.append(i)
            yield {field: TEXT}

    with pytest.raises(sayso.InputError, match='no field "text"; there are "body"'):
        next(tiny.stream(source("body")))
    assert len(given) < 2000
    stream = tiny.stream(source("text"))
    given.clear()
    assert next(stream).text == TEXT
    assert len(given) < 2000


def write(path, rows) -> None:
    frame = pl.DataFrame(rows)
    {".jsonl": frame.write_ndjson, ".csv": frame.write_csv, ".parquet": frame.write_parquet}[path.suffix](path)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ({}, "text"),
        ({"text": "bdy"}, "bdy"),
        ({"text": "body", "id": "ky"}, "ky"),
        ({"text": "body", "keep": ["x"]}, "x"),
    ],
)
def test_wrong_names_in_files(tiny, tmp_path, name, names, wrong):
    path, out = tmp_path / name, tmp_path / "out"
    write(path, ROWS)
    with pytest.raises(
        sayso.InputError, match=rf'{name}: no (column|field) "{wrong}"; there are "body", "key", "outlet"'
    ):
        sayso.extract_files(path, out, extractor=tiny, **names)
    assert not out.exists()
    done = sayso.extract_files(path, out, extractor=tiny, text="body", id="key")  # the folder is free
    assert done.articles == 5
    before = runs.contents(out)
    with pytest.raises(sayso.InputError):
        sayso.extract_files(path, out, extractor=tiny, overwrite=True, **names)
    assert runs.contents(out) == before  # nothing is thrown away for it


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_wrong_names_on_the_command_line(tmp_path, name):
    path = tmp_path / name
    write(path, ROWS)
    for arguments in (("--text", "bdy"), ("--text", "body", "--id", "ky"), ("--text", "bdy", "-o", tmp_path / "out")):
        done = cli("extract", path, *arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        first, usage = done.stderr.decode().splitlines()
        assert first.startswith("sayso extract: ")
        assert 'there are "body", "key", "outlet"' in first
        assert usage.startswith("usage: sayso extract PATH...")
        assert not (tmp_path / "out").exists()


def test_a_file_of_other_fields_among_others(tiny, tmp_path):
    runs.write_jsonl(tmp_path / "a.jsonl", [{"text": TEXT}])
    runs.write_jsonl(tmp_path / "b.jsonl", [{"body": TEXT}])
    sayso.extract_files(tmp_path, tmp_path / "out", extractor=tiny)
    [error] = runs.tables(tmp_path / "out")["errors"]
    assert error["message"].startswith('no field "text"; there are "body"')


# ---------------------------------------------------------------- ids

UUID = uuid.UUID("12345678-1234-5678-1234-567812345678")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (7, "7"),
        (7.0, "7"),
        (-0.0, "0"),
        (np.int64(7), "7"),
        (np.float64(7), "7"),
        (np.float32(7), "7"),
        (decimal.Decimal("7.00"), "7"),
        (UUID, str(UUID)),
        ("7", "7"),
    ],
)
def test_ids(tiny, given, shown):
    assert tiny.extract({"id": given, "text": TEXT}).id == shown
    assert ids(tiny.extract_table([{"id": given, "text": TEXT}])) == [shown]
    assert ids(tiny.extract_table(pd.DataFrame({"id": [given], "text": [TEXT]}))) == [shown]


@pytest.mark.parametrize("given", [1.5, float("inf"), 2.0**60, True, [], decimal.Decimal("1.5")])
def test_what_is_no_id(tiny, given):
    [error] = tiny.extract_batch([{"id": given, "text": TEXT}])
    assert (error.id, error.stage) == (None, "input")
    assert error.message.startswith("the id ")


COLUMNS = {
    "uuid": (pa.array([UUID.bytes, None], pa.binary(16)), str(UUID)),
    "uuid of pyarrow": (
        pa.ExtensionArray.from_storage(pa.uuid(), pa.array([UUID.bytes, None], pa.binary(16))),
        str(UUID),
    ),
    "decimal": (pa.array([decimal.Decimal(7), None]), "7"),
    "float32": (pa.array([7, None], pa.float32()), "7"),
    "uint8": (pa.array([7, None], pa.uint8()), "7"),
}


@pytest.mark.parametrize(("column", "shown"), COLUMNS.values(), ids=COLUMNS)
def test_columns_of_ids(tiny, tmp_path, column, shown):
    table = pa.table({"id": column, "text": [TEXT, TEXT]})
    assert ids(tiny.extract_table(table)) == [shown, "row 2 (no id)"]
    pq.write_table(table, tmp_path / "a.parquet")
    sayso.extract_files(tmp_path / "a.parquet", tmp_path / "out", extractor=tiny)
    assert [row["article_id"] for row in runs.tables(tmp_path / "out")["articles"]] == [shown, "row 2 (no id)"]


def test_uuids_of_duckdb(tiny, tmp_path):
    duckdb.sql(f"select '{UUID}'::uuid as id, '{TEXT}' as text").write_parquet(str(tmp_path / "a.parquet"))
    sayso.extract_files(tmp_path / "a.parquet", tmp_path / "out", extractor=tiny)
    assert [row["article_id"] for row in runs.tables(tmp_path / "out")["articles"]] == [str(UUID)]


def test_a_null_id_is_nobody_elses(tiny, tmp_path):
    """Its fallback equals no id that is given, before or after it."""
    rows = [
        {"id": "2", "text": TEXT},
        {"id": None, "text": TEXT},
        {"id": "3", "text": TEXT},
        {"id": None, "text": TEXT},
    ]
    expected = ["2", "row 2 (no id)", "3", "row 4 (no id)"]
    for data in (rows, pl.DataFrame(rows), pd.DataFrame(rows), pa.Table.from_pylist(rows)):
        tables = tiny.extract_table(data)
        assert (ids(tables), len(tables.errors)) == (expected, 0)
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        write(tmp_path / name, rows)
        sayso.extract_files(tmp_path / name, tmp_path / f"out-{name}", extractor=tiny)
        found = runs.tables(tmp_path / f"out-{name}")
        assert ([row["article_id"] for row in found["articles"]], found["errors"]) == (expected, [])
    sayso.extract_files([tmp_path / "a.csv", tmp_path / "a.jsonl"], tmp_path / "both", extractor=tiny)
    assert f"{tmp_path}/a.csv:2 (no id)" in {row["article_id"] for row in runs.tables(tmp_path / "both")["articles"]}


# ---------------------------------------------------------------- titles, dates, addresses

OTHER = [5, 2.5, True, [], {}]


@pytest.mark.parametrize("value", OTHER, ids=repr)
@pytest.mark.parametrize("field", ["title", "date", "url"])
def test_a_field_of_another_type_costs_itself(tiny, tmp_path, field, value):
    row = {"id": "a", "text": TEXT, field: value}
    runs.write_jsonl(tmp_path / "a.jsonl", [row])
    sayso.extract_files(tmp_path / "a.jsonl", tmp_path / "out", extractor=tiny)
    found = runs.tables(tmp_path / "out")
    [other] = tiny.extract_table([row]).articles
    assert found["errors"] == []
    for article in (found["articles"][0], other):
        if (field, value) == ("date", 5):
            assert (article["date"], article["warnings"]) == ("5", [])  # 20260102
        else:
            assert article[field] is None
            [warning] = article["warnings"]
            assert warning.startswith(f"the {field} ")
            assert warning.endswith("; it was left out")


def test_not_a_number_in_json(tiny, tmp_path):
    """As Python and pandas write a missing value."""
    lines = [
        b'{"id": "a", "text": "Ada Lund said NaN, \\"NaN\\", -Infinity.", "title": NaN, "date": NaN, "n": -Infinity}\n',
        b'{"id": NaN, "text": "Ada Lund said so."}\n',
        b'{"id": "c", "text": NaN}\n',
        b'{"id": "d", "text": NaNa}\n',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    rows = [json.loads(line) for line in cli("extract", tmp_path / "a.jsonl", "--format", "jsonl").stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", "row 2 (no id)", "c", "row 4 (no id)"]
    assert [row.get("error", {}).get("message", "")[:16] for row in rows] == [
        "",
        "",
        "the text is null",
        "not a JSON objec",
    ]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/New_York", "+05:30", "Mars/Olympus"])
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_timestamps_of_any_time_zone(tiny, zone, unit, tmp_path):
    moment = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.timezone.utc)
    scale = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    column = (
        pa.array([int(moment.timestamp()) * scale], pa.int64()).cast(pa.timestamp(unit)).view(pa.timestamp(unit, zone))
    )
    table = pa.table({"text": [TEXT], "date": column})
    [date] = tiny.extract_table(table).articles["date"]
    assert datetime.datetime.fromisoformat(date) == moment
    if zone == "Europe/Paris":
        assert date.startswith("2026-07-02T00:30:00")  # the day it was there
    pq.write_table(table, tmp_path / "a.parquet")
    sayso.extract_files(tmp_path / "a.parquet", tmp_path / "out", extractor=tiny)
    written = runs.tables(tmp_path / "out")["articles"][0]["date"]
    assert datetime.datetime.fromisoformat(written) == moment
    if unit != "s":  # which Parquet has not
        assert written == date


def test_dates_of_frames(tiny):
    dates = pd.to_datetime(["2026-01-02T00:30", None]).tz_localize("Europe/Paris")
    pandas = tiny.extract_table(pd.DataFrame({"text": [TEXT] * 2, "date": dates})).articles["date"]
    polars = tiny.extract_table(pl.DataFrame({"text": [TEXT] * 2, "date": [dates[0].to_pydatetime(), None]})).articles[
        "date"
    ]
    assert [None if date is None else datetime.datetime.fromisoformat(date) for date in pandas] == [dates[0], None]
    assert [date and date[:10] for date in pandas] == ["2026-01-02", None]
    assert polars[1] is None
    assert tiny.extract_table(pd.DataFrame({"text": [TEXT], "date": [20260102.0]})).articles["date"] == ["20260102"]


@pytest.mark.parametrize("field", ["date", "title", "id", "other"])
def test_a_timestamp_beyond_the_range_of_python(tiny, field):
    """It costs its cell, not the frame."""
    far = pa.array([0, 2**62, None], pa.timestamp("s"))
    frame = pd.DataFrame({"text": [TEXT] * 3, field: pd.Series(pd.arrays.ArrowExtensionArray(far))})
    tables = tiny.extract_table(frame)
    if field == "id":
        assert len(tables.errors) >= 1
        assert "row 3 (no id)" in ids(tables)
    else:
        assert len(tables.articles) == 3
    if field == "date":
        assert [date and date[:10] for date in tables.articles["date"]] == ["1970-01-01", None, None]
        assert [len(warnings) for warnings in tables.articles["warnings"]] == [0, 1, 0]
        arrow = tiny.extract_table(pa.table({"text": [TEXT] * 3, "date": far})).articles
        assert [date and date[:10] for date in arrow["date"]] == ["1970-01-01", None, None]
        assert [len(warnings) for warnings in arrow["warnings"]] == [0, 1, 0]


# ---------------------------------------------------------------- files of other tools

# rows of a CSV file with columns id and text; which ids are read, where a quotation mark opened
UNCLOSED = {
    "to the end": ('a,"Ada said so.\nb,Bo said so.\nc,Ek said so.\n', ["b", "c"], [2]),
    "up to the next": ('a,"Ada said so.\nb,"Bo said so."\nc,Ek said so.\n', ["b", "c"], [2]),
    "in the last row": ('a,Ada said so.\nb,"Bo said so.', ["a"], [3]),
    "inside": ('a,"Ada said "so" again."\nb,"Bo said ""so""."\n', ["b"], [2]),
    "in the second line of a row": ('"a\nx","Ada said so.\nb,Bo said so.\n', ["b"], [3]),
    "carriage returns": ('a,"Ada said so.\r\nb,"Bo said\r\nso."\r\nc,Ek said so.\r\n', ["b", "c"], [2]),
    "two of them": ('a,"Ada said so.\nb,Bo said so.\nc,"Ek said so.\nd,Ed said so.\n', ["b", "d"], [2, 4]),
}


@pytest.mark.parametrize(("content", "read", "opened"), UNCLOSED.values(), ids=UNCLOSED)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_unclosed_quotation_marks(tiny, tmp_path, content, read, opened, bom):
    (tmp_path / "a.csv").write_bytes(bom + b'"id","text"\n' + content.encode())
    sayso.extract_files(tmp_path / "a.csv", tmp_path / "out", extractor=tiny)
    found = runs.tables(tmp_path / "out")
    assert [row["article_id"] for row in found["articles"]] == read
    messages = [row["message"] for row in found["errors"]]
    assert [int(message.split("opens in line ")[1].split(" ")[0]) for message in messages] == opened


def test_records_without_end(tiny, tmp_path):
    """Longer ones than the memory is for are refused, and those after them are read."""
    long, row = "x" * (65 << 20), "y" * (1 << 20)
    with open(tmp_path / "a.csv", "w", encoding="utf-8") as file:
        file.write(f'id,text,other\na,Ada said so.,x\nb,{long},x\nc,Ada said so.,x\nd,"Ada said so.,x\n')
        file.writelines(f"e{i},Bo said so.,{row}\n" for i in range(66))
    sayso.extract_files(tmp_path / "a.csv", tmp_path / "out", extractor=tiny)
    found = runs.tables(tmp_path / "out")
    assert [row["article_id"] for row in found["articles"]] == ["a", "c", *(f"e{i}" for i in range(66))]
    assert [row["message"] for row in found["errors"]] == [
        "the record is longer than 64 MB",
        "a quotation mark opens in line 5 and is not closed within 64 MB",
    ]


def test_csv_as_the_library_reads_it(tiny, tmp_path):
    """Whatever Python's csv writes comes back, in any form of it."""
    texts = ["a,b", 'say "so"', "two\nlines", "two\r\nlines", " room ", '"', "''", "x" * 200_000, "é😀", ",", "\ttab"]
    for quoting in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC):
        for end in ("\n", "\r\n", "\r")[: 3 if quoting == csv.QUOTE_ALL else 2]:  # with "\r" Python leaves "\n" bare
            for delimiter, suffix in ((",", "csv"), ("\t", "tsv")):
                out = io.StringIO(newline="")
                writer = csv.writer(out, quoting=quoting, lineterminator=end, delimiter=delimiter)
                writer.writerows([["id", "text"], *enumerate(texts)])
                (tmp_path / f"a.{suffix}").write_bytes(out.getvalue().encode())
                sayso.extract_files(tmp_path / f"a.{suffix}", tmp_path / "out", extractor=tiny, overwrite=True)
                found = runs.tables(tmp_path / "out")
                assert [row["n_chars"] for row in found["articles"]] == list(map(len, texts))
                assert found["errors"] == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.tsv"])
def test_utf_16_is_named(tiny, tmp_path, name, encoding):
    (tmp_path / name).write_bytes('{"id": "text"}\n'.encode(encoding))
    with pytest.raises(sayso.InputError, match=f"{name}: this is UTF-16"):
        sayso.extract_files(tmp_path / name, tmp_path / "out", extractor=tiny)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_utf_16_is_an_error_row(tiny, tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    (tmp_path / "b.txt").write_text(TEXT)
    sayso.extract_files([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", extractor=tiny)
    [error] = runs.tables(tmp_path / "out")["errors"]
    assert error["article_id"] == "a"
    assert error["message"].startswith("this is UTF-16")


def test_a_json_array_is_named(tiny, tmp_path):
    pd.DataFrame(ROWS).to_json(tmp_path / "a.jsonl", orient="records", indent=1)
    with pytest.raises(sayso.InputError, match=r"this is a JSON array.*lines=True"):
        sayso.extract_files(tmp_path / "a.jsonl", tmp_path / "out", extractor=tiny)
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(sayso.InputError, match="one object a line"):
        sayso.extract_files(tmp_path / "a.json", tmp_path / "out", extractor=tiny)


def test_what_sayso_wrote_is_no_input(tiny, tmp_path):
    """An output folder inside the input folder, of this run or an earlier one."""
    runs.write_jsonl(tmp_path / "a.jsonl", [{"id": "a", "text": TEXT}])
    for out in ("one", "two"):
        for inputs in (tmp_path, str(tmp_path / "**" / "*"), str(tmp_path / "*")):
            done = sayso.extract_files(inputs, tmp_path / out, extractor=tiny, overwrite=True)
            assert (done.articles, done.errors) == (1, 0)
        assert (
            sayso.extract_files(tmp_path, tmp_path / out, extractor=tiny, overwrite=True, format="jsonl").articles == 1
        )


def test_a_link_to_nothing(tiny, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    runs.write_jsonl(data / "a.jsonl", [{"id": "a", "text": TEXT}])
    os.symlink(data / "gone.jsonl", data / "b.jsonl")
    os.symlink(data / "gone.txt", data / "c.txt")
    for n, inputs in enumerate((data, str(data / "*"))):
        for resume in (False, True):
            sayso.extract_files(inputs, tmp_path / f"out{n}", extractor=tiny, resume=resume)
            found = runs.tables(tmp_path / f"out{n}")
            assert [row["article_id"] for row in found["articles"]] == ["a"]
            assert [row["article_id"] for row in found["errors"]] == [str(data / "b.jsonl"), "c"]
            assert all("No such file" in row["message"] for row in found["errors"])
    with pytest.raises(sayso.InputError, match="a link to nothing"):
        sayso.extract_files(data / "b.jsonl", tmp_path / "out", extractor=tiny)


# ---------------------------------------------------------------- errors of one family

WRONG = {
    "kinds": lambda: sayso.Extractor(kinds="spoken"),
    "types": lambda: sayso.Extractor(types="PEOPLE"),
    "types of no text": lambda: sayso.Extractor(types=[5]),
    "min_confidence": lambda: sayso.extract(TEXT, min_confidence=2),
    "threads": lambda: sayso.extract_batch([], threads=0),
    "errors": lambda: sayso.extract_batch([], errors="ignore"),
    "one text": lambda: sayso.extract_batch(TEXT),
    "no table": lambda: sayso.extract_table(5),
    "an array": lambda: sayso.extract_table(pa.array([TEXT])),
    "schema": lambda: sayso.schema("people"),
    "engine": lambda: sayso.schema("quotes", "ray"),
    "column": lambda: sayso.extract_table([]).quotes["speakr"],
    "both": lambda: sayso.extract_table([], extractor=sayso.Extractor(MODEL), kinds="all"),
    "format": lambda: sayso.extract_files("README.md", "out", format="xml"),
    "file": lambda: sayso.extract_files("no.jsonl", "out"),
    "kept twice": lambda: sayso.extract_table([], keep=["a", "a"]),
    "kept of its own": lambda: sayso.extract_table([], keep="n_chars"),
    "kept by a number": lambda: sayso.extract_table([], keep=5),
    "kept by a batch": lambda: sayso.extract_batch([], keep=["a"]),
    "model": lambda: sayso.Extractor("large"),
    "span": lambda: sayso.Span(0, 5, "x"),
    "path": lambda: sayso.extract(str(ROOT / "README.md")),
    "path object": lambda: sayso.extract(ROOT / "README.md"),
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG)
def test_one_family(call):
    with pytest.raises(sayso.Error) as raised:
        call()
    assert "\n" not in str(raised.value)


def test_files_that_are_given_for_articles(tiny, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runs.write_jsonl(tmp_path / "a.jsonl", [{"text": TEXT}])
    (tmp_path / "a.txt").write_text(f"{TEXT}\n{TEXT}\n")
    with pytest.raises(sayso.ArticleError, match="the text is the name of a file; extract_files"):
        tiny.extract("a.txt")
    assert "name of a file" in tiny.extract_batch(["a.jsonl"])[0].message
    assert tiny.extract("b.txt").text == "b.txt"  # which is not there
    with pytest.raises(sayso.ArticleError, match=r"not \w+Path \(extract_files reads files\)"):
        tiny.extract(tmp_path / "a.txt")
    for call in (tiny.extract_batch, tiny.stream, tiny.extract_table):
        with (
            (tmp_path / "a.jsonl").open() as lines,
            pytest.raises(sayso.ArgumentError, match=r"a\.jsonl are no articles"),
        ):
            list(call(lines))
        with (tmp_path / "a.txt").open() as lines:  # an article a line
            assert len(tiny.extract_batch(lines)) == 2


def test_columns_that_are_parted_otherwise_are_told(tiny, tmp_path):
    (tmp_path / "a.csv").write_text("outlet;text\nPost;It ran.\n")
    with pytest.raises(sayso.InputError, match=r"columns are parted by commas .*, not by ';'"):
        sayso.extract_files(tmp_path / "a.csv", tmp_path / "out", extractor=tiny)
    with pytest.raises(sayso.InputError, match="say which holds the text"):
        tiny.extract_table(pl.DataFrame({"outlet;body": ["x"]}))


def test_what_the_system_refuses_is_of_the_family(tiny, tmp_path):
    runs.write_jsonl(tmp_path / "a.jsonl", [{"text": TEXT}])
    (tmp_path / "file").write_text("x")
    with pytest.raises(sayso.RunError) as raised:
        sayso.extract_files(tmp_path / "a.jsonl", tmp_path / "file" / "out", extractor=tiny)
    assert isinstance(raised.value, OSError)
    assert raised.value.errno
    assert raised.value.filename == str(tmp_path / "file" / "out")


def test_the_useful_line_comes_first():
    for arguments in (("extract",), ("extract", "no-such.txt"), ("extract", "x", "--kinds", "told"), ("what",), ()):
        done = subprocess.run([sys.executable, "-m", "sayso", *arguments], capture_output=True, cwd=ROOT, timeout=60)
        lines = done.stderr.decode().splitlines()
        assert (done.returncode, len(lines)) == (2, 2)
        assert lines[0].startswith("sayso")
        assert lines[1].startswith("usage: ")
        assert all(len(line) < 250 for line in lines)


# ---------------------------------------------------------------- forms of output


def test_the_help_says_which_form_is_the_default():
    page = " ".join(cli("--help").stdout.decode().split())
    assert "exit codes" in page
    page = " ".join(
        subprocess.run([sys.executable, "-m", "sayso", "extract", "--help"], capture_output=True)
        .stdout.decode()
        .split()
    )
    assert "JSON Lines on standard input, which gives JSON Lines where files give a listing" in page
    assert "a listing (default of files), jsonl (default of -)" in page


# what a spreadsheet would calculate, or would take for the end of a cell
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "plain",
    'a "b", c',
]


def test_csv_for_spreadsheets(tiny, tmp_path):
    rows = [
        {"id": f"{i}", "text": f"{formula} Ada Lund said so.", "title": formula} for i, formula in enumerate(FORMULAS)
    ]
    runs.write_jsonl(tmp_path / "a.jsonl", rows)
    out = tmp_path / "out"
    done = sayso.extract_files(tmp_path / "a.jsonl", out, extractor=tiny, format="csv", part_size=4)
    assert done.parts == 3
    expected = tiny.extract_table(rows)
    for table in expected:
        found = []
        for path in sorted((out / table.name).iterdir()):
            assert path.read_bytes().startswith(b"\xef\xbb\xbf")
            with open(path, encoding="utf-8-sig", newline="") as file:
                found += csv.DictReader(file)
        assert len(found) == len(table)
        for row, own in zip(found, table, strict=True):
            assert list(row) == table.columns
            for name, value in own.items():
                shown = (
                    value
                    if isinstance(value, str)
                    else ""
                    if value is None
                    else json.dumps(value, separators=(",", ":"))
                )
                assert row[name] in (shown, f"'{shown}")
                assert row[name].strip(" ")[:1] not in tuple("=+-@\t\r＝")
    titles = [row["title"] for row in expected.articles]
    assert titles == FORMULAS  # in the other forms they are as given
    frame = pd.read_csv(out / "articles" / "part-000000.csv")
    assert list(frame["title"]) == [f"'{formula}" for formula in FORMULAS[:4]]
    shown = cli("tables", out)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"articles: 11 rows" in shown.stdout


def test_csv_runs_go_on(tiny, tmp_path):
    rows = [{"id": f"a{i}", "text": TEXT} for i in range(6)]
    path = runs.write_jsonl(tmp_path / "a.jsonl", rows)
    out = tmp_path / "out"
    sayso.extract_files(path, out, extractor=tiny, format="csv", part_size=2)
    whole = runs.contents(out)
    (out / "quotes" / "part-000001.csv").unlink()
    sayso.extract_files(path, out, extractor=tiny, format="csv", part_size=2, resume=True)
    assert runs.contents(out).keys() == whole.keys()
    for name, content in runs.contents(out).items():
        assert name == "manifest.json" or content == whole[name]


def test_quotes_as_csv_on_standard_output(tiny, tmp_path):
    path = runs.write_jsonl(
        tmp_path / "a.jsonl", [*({"id": f"a{i}", "text": TEXT} for i in range(300)), {"id": "b", "text": ""}]
    )
    done = cli("extract", path, "--format", "csv", "--kinds", "all", "--min-confidence", "0")
    assert done.returncode == 3
    assert b"article 'b': input: the text is empty" in done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    quotes = tiny.extract_table([{"id": f"a{i}", "text": TEXT} for i in range(300)]).quotes
    assert [row["text"] for row in rows] == quotes["text"]
    assert list(rows[0]) == quotes.columns


# ---------------------------------------------------------------- columns that are carried along


KEPT = {
    "outlet": ["Post", None, "=x"],
    "n": [1, 2, 3],
    "price": [2.5, 3.0, None],
    "ok": [True, False, None],
    "day": [datetime.date(2026, 1, 2), None, datetime.date(2026, 1, 3)],
}


def test_keep(tiny, tmp_path):
    columns = {"id": ["a", "b", "c"], "text": [TEXT, "", TEXT], **KEPT}
    frame = pl.DataFrame(columns, strict=False)
    expected = {"outlet": ["Post", "=x"], "n": ["1", "3"], "price": ["2.5", None], "day": ["2026-01-02", "2026-01-03"]}
    for data in (
        frame,
        frame.to_pandas().astype({"day": object}),
        frame.to_arrow(),
        frame.to_dicts(),
        [frame[:2], frame[2:]],
    ):
        articles = tiny.extract_table(data, keep=[*expected]).articles
        assert articles.columns[-4:] == [*expected]
        shown = {name: articles[name] for name in expected}
        shown["day"] = [day[:10] for day in shown["day"]]  # pandas has no days without hours
        assert shown == expected
    assert tiny.extract_table(frame, keep="ok").articles["ok"] == ["true", None]
    assert tiny.extract_table(frame.to_dicts(), keep="ok").articles["ok"] == ["true", None]
    assert pa.table(tiny.extract_table(frame, keep="n").articles)["n"].to_pylist() == ["1", "3"]
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        write(tmp_path / name, frame)
        for form in ("parquet", "jsonl", "csv"):
            out = tmp_path / f"{name}-{form}"
            sayso.extract_files(tmp_path / name, out, extractor=tiny, keep=[*expected], format=form, part_size=1)
            if form != "csv":
                found = runs.tables(out)["articles"]
                assert {key: [row[key] for row in found] for key in ("outlet", "n", "day")} == {
                    key: expected[key] for key in ("outlet", "n", "day")
                }
            assert cli("tables", out).returncode == 0
    done = cli("extract", tmp_path / "a.csv", "-o", tmp_path / "cli", "--keep", "outlet,n")
    assert done.returncode == 3
    assert runs.tables(tmp_path / "cli")["articles"][0]["outlet"] == "Post"
    assert cli("extract", tmp_path / "a.csv", "--keep", "outlet").returncode == 2


def test_kept_columns_pickle(tiny):
    import pickle

    tables = tiny.extract_table([{"text": TEXT, "outlet": "Post"}], keep="outlet")
    assert pickle.loads(pickle.dumps(tables)) == tables


def test_a_column_of_lists_cannot_be_kept(tiny):
    with pytest.raises(sayso.InputError, match=r'column "tags" has type .*List'):
        tiny.extract_table(pl.DataFrame({"text": [TEXT], "tags": [["a"]]}), keep="tags")


# ---------------------------------------------------------------- types of entities

MANY = "Ada Lund of Norhaven Port said on Tuesday that 40 ferries would run to Ruhla. Bo Ek paid $5 million in 2025."


def test_types():
    every = sayso.extract(MANY)
    people = sayso.extract(MANY, types="person")
    assert {entity.type for entity in every.entities} > {"PERSON", "DATE"}
    named = {quote.speaker.name for quote in every.quotes if quote.speaker}
    named |= {entity.affiliation.name for entity in every.entities if entity.affiliation}
    assert {entity.name for entity in people.entities} == named | {
        entity.name for entity in every.entities if entity.type == "PERSON"
    }
    assert [quote.speaker and quote.speaker.name for quote in people.quotes] == [
        quote.speaker and quote.speaker.name for quote in every.quotes
    ]
    saliences = {entity.name: entity.salience for entity in every.entities}
    assert all(entity.salience == saliences[entity.name] for entity in people.entities)
    assert sayso.extract(MANY, types="all") == every
    assert sayso.extract_batch([MANY], types=["PERSON"]) == [people]
    assert sayso.extract_table([MANY], types=["PERSON"]).entities["name"] == [e.name for e in people.entities]
    extractor = sayso.Extractor(types=("PERSON", "ORG"))
    assert extractor.types == ("PERSON", "ORG")
    assert "types=('PERSON', 'ORG')" in repr(extractor)


def test_types_of_files_and_extractors(tmp_path):
    import pickle

    extractor = sayso.Extractor(MODEL, types=["PERSON"])
    assert pickle.loads(pickle.dumps(extractor)).types == ("PERSON",)
    path = runs.write_jsonl(tmp_path / "a.jsonl", [{"text": MANY}])
    sayso.extract_files(path, tmp_path / "out", extractor=extractor)
    with pytest.raises(sayso.RunError, match="types"):
        sayso.extract_files(path, tmp_path / "out", extractor=sayso.Extractor(MODEL), resume=True)


def test_listings_leave_out_dates_and_numbers(tmp_path):
    (tmp_path / "a.txt").write_text(MANY)

    def listing(*more: str) -> str:
        command = [sys.executable, "-m", "sayso", "extract", tmp_path / "a.txt", *more]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=True)
        return done.stdout.decode()

    short, whole, dates = listing(), listing("--types", "all"), listing("--types", "date,person")
    every = sayso.extract(MANY)
    values = [entity for entity in every.entities if entity.type in ("DATE", "CARDINAL", "MONEY")]
    assert len(values) >= 3
    assert f"{len(values)} dates and numbers not shown" in short
    assert "DATE" not in short
    assert f"Entities: {len(every.entities)}\n" in whole
    assert "DATE" in dates
    assert "MONEY" not in dates
    page = every.to_html()
    assert f"Entities ({len(every.entities) - len(values)}), {len(values)} dates and numbers not shown" in page
    rows = subprocess.run(
        [sys.executable, "-m", "sayso", "extract", tmp_path / "a.txt", "--format", "jsonl"],
        capture_output=True,
        cwd=ROOT,
    ).stdout
    assert len(json.loads(rows)["entities"]) == len(every.entities)  # data is whole


# ---------------------------------------------------------------- small things


def test_a_table_is_a_sequence_of_rows(tiny):
    quotes = tiny.extract_table(
        [f"“It will run,” Ada Lund said. “So it will,” she said {i} times." for i in range(30)]
    ).quotes
    rows = quotes.to_dicts()
    assert len(quotes) == len(rows) > 3
    assert list(quotes) == rows
    assert quotes["speaker"] == [row["speaker"] for row in rows]
    assert quotes["content"] == [row["content"] for row in rows]
    assert (quotes[0], quotes[-1]) == (rows[0], rows[-1])
    assert quotes[1:3].to_dicts() == rows[1:3]
    assert quotes[2:].to_dicts() == rows[2:]
    assert list(quotes[:0]) == []
    with pytest.raises(IndexError):
        quotes[len(rows)]
    with pytest.raises(sayso.InputError, match='no column "speeker"; there are "article_id"'):
        quotes["speeker"]
    with pytest.raises(sayso.ArgumentError):
        quotes[::2]
    with pytest.raises(sayso.ArgumentError):
        quotes[1.5]


@pytest.mark.parametrize("name", ["Quote", "Entity", "Extraction", "Mention", "Span"])
def test_help_opens_with_the_fields(name):
    made = getattr(sayso, name)
    page = pydoc.plain(pydoc.render_doc(made)).splitlines()[:40]
    for field in made.__match_args__ if not callable(made.__match_args__) else made.__match_args__():
        assert any(line.strip(" |").startswith(f"{field}: ") for line in page), field


def test_dir_shows_what_is_public():
    assert dir(sayso) == sorted(sayso.__all__)


def test_one_article():
    assert str(_progress.Progress(1, 5, 0, 1.0, 0.0, None)).startswith("1 article | ")
    assert str(_progress.Progress(2, 5, 0, 1.0, 0.0, None)).startswith("2 articles | ")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_an_empty_input_says_so(tmp_path, name):
    pl.DataFrame({"text": []}, schema={"text": pl.String}).pipe(lambda frame: write(tmp_path / name, frame))
    for arguments in ((), ("-o", tmp_path / "out"), ("--format", "csv"), ("--format", "jsonl")):
        done = cli("extract", tmp_path / name, *arguments)
        assert (done.returncode, done.stderr) == (0, b"sayso: there are no articles in the input\n")
    assert (tmp_path / "out" / "quotes").is_dir()
    empty = pd.DataFrame({"text": pd.Series([], dtype=str)})
    assert sayso.extract_batch(empty) == []
    assert len(sayso.extract_table(empty).articles) == 0


@pytest.mark.parametrize("column", ["text", "id", "title", "date", "url", "outlet"])
def test_a_polars_column_without_any_value(column: str):
    polars = pytest.importorskip("polars")
    row = {"text": "Ada Lund said no.", "id": "a", "title": "t", "date": "2026-01-02", "url": "u", "outlet": "o"}
    frame = polars.DataFrame({name: [None if name == column else value] for name, value in row.items()})
    tiny = sayso.Extractor(MODEL, threads=1)
    for data in (frame, [frame, frame.with_columns(id=polars.lit("b"))]):
        tables = tiny.extract_table(data, keep=["outlet"])
        rows = len(data) if isinstance(data, list) else 1
        without = rows if column == "text" else 0
        assert (len(tables.errors), len(tables.articles)) == (without, rows - without)
    assert len(tiny.extract_table(polars.DataFrame({"text": []})).articles) == 0


def test_a_list_of_frames_with_a_mixed_column_that_nobody_reads():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": ["Ada Lund said no.", "It hails."], "rating": [5, "n/a"]})
    tiny = sayso.Extractor(MODEL, threads=1)
    assert len(tiny.extract_table([frame, frame]).articles) == 4
    with pytest.raises(sayso.InputError, match="rating"):
        tiny.extract_table([frame], keep=["rating"])


def test_results_and_gold_that_are_none():
    gold = [{"article_id": 1.0, "speaker": "Ada Lund", "text": "no"}]
    tiny = sayso.Extractor(MODEL, threads=1)
    one = tiny.extract({"id": "1", "text": "“No,” said Ada Lund."})
    assert sayso.evaluate(one, gold).rows == sayso.evaluate([one], gold).rows
    with pytest.raises(sayso.ArgumentError, match="not tables"):
        sayso.evaluate(tiny.extract_table(["No."]), gold)
    with pytest.raises(sayso.ArgumentError, match=r"gold\.csv"):
        sayso.evaluate([one], "gold.csv")


def test_plots_come_with_the_package():
    assert callable(sayso.plots.speakers)
