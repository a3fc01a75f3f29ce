"""Inputs that break what reads them, each in a process of its own: its right result, an error row or a `sayso.Error`.

`tests/data/faults` holds the first of each kind; variants are made here, and by the thousand in `mutants.py`.
"""

from __future__ import annotations

import ctypes
import json
import multiprocessing.forkserver
import os
import pickle
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mutants
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import runs
from conftest import MODEL, ROOT

import sayso
from sayso import _native, cli

FAULTS = ROOT / "tests" / "data" / "faults"
BODY = "Ada Lund said no."

# a process that has the libraries, and forks for each input
forking = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module", autouse=True)
def server():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))  # it does not take over sys.path
        forking.set_forkserver_preload(["test_faults"])
        multiprocessing.forkserver.ensure_running()


def held(case: Callable[..., Any], arguments: tuple[Any, ...], said: Path, answer: Any) -> None:
    with said.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        answer.send((True, case(*arguments)))
    except sayso.Error as error:
        answer.send((False, f"{type(error).__name__}: {error}"))


def alone(case: Callable[..., Any], *arguments: Any, folder: Path) -> tuple[bool, Any]:
    """What a case gives in a process of its own, or which `sayso.Error` it raises; nothing else is let pass."""
    here, there = forking.Pipe(duplex=False)
    said = folder / "stderr"
    process = forking.Process(target=held, args=(case, arguments, said, there))
    process.start()
    there.close()
    try:
        answer = here.recv()
    except EOFError:
        answer = None
    process.join()
    stderr = said.read_text(errors="replace")
    assert process.exitcode == 0, f"exit code {process.exitcode}: {stderr}"
    assert "panick" not in stderr
    assert answer is not None
    assert not answer[0] or answer[1] is not None
    return answer


def tiny() -> sayso.Extractor:
    return sayso.Extractor(MODEL, threads=1, min_confidence=0)


def summary(data: Any, way: str = "extract_table") -> tuple[int, list[str]]:
    """Number of articles that were read, and the messages of those that were not."""
    if way == "extract_table":
        tables = tiny().extract_table(data)
        return len(tables.articles), [row["message"] for row in tables.errors.to_dicts()]
    if way == "map_batches":
        rows = [row for batch in tiny().map_batches([data], "articles") for row in batch.to_pylist()]
    else:
        rows = tiny().map_batch(data, "articles").to_dicts()
    return sum(row["error"] is None for row in rows), [row["error"] for row in rows if row["error"] is not None]


WAYS = ("extract_table", "map_batch", "map_batches")


def each_way(make: Callable[[], Any]) -> list[Any]:
    """The summary of data by every way that takes it, or the `sayso.Error` that it raises."""
    found: list[Any] = []
    for way in WAYS:
        data = make()
        if way == "map_batches" and isinstance(data, pd.DataFrame):
            continue
        try:
            read, errors = summary(data, way)
            found.append((read, [error.removeprefix("input: ") for error in errors]))
        except sayso.Error as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


def same(case: Callable[..., Any], *arguments: Any, folder: Path) -> Any:
    """What a case gives by each way, alike by all."""
    fine, (first, *others) = alone(case, *arguments, folder=folder)
    assert fine
    assert all(other == first for other in others)
    return first


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("invalid_utf8_segfault", None),
        ("dictionary_index", None),
        ("null_row_struct", None),
        ("backwards_offsets", 'sayso.InputError: column "text" is damaged: '),
        ("capsule_twice", "sayso.InputError: the Arrow capsule is empty"),
    ],
)
def test_scripts(script, error):
    done = subprocess.run([sys.executable, FAULTS / f"{script}.py"], capture_output=True, text=True, check=False)
    assert done.returncode == (0 if error is None else 1), done.stderr
    assert "panick" not in done.stderr
    if error is not None:
        assert done.stderr.splitlines()[-1].startswith(error)


# text that is no UTF-8


def of_file(path: Path, library: str) -> list[Any]:
    return each_way(lambda: pq.read_table(path) if library == "pyarrow" else pd.read_parquet(path))


@pytest.mark.parametrize("library", ["pyarrow", "pandas"])
@pytest.mark.parametrize("name", ["segfault-0", "segfault-1", "latin1-in-string-column"])
def test_files_that_are_not_utf8(name, library, tmp_path):
    read, errors = same(of_file, FAULTS / f"{name}.parquet", library, folder=tmp_path)
    assert read == (1 if name.startswith("latin1") else 0)
    wanted = "the text is not UTF-8 at byte" if library == "pyarrow" else "the text must be a str, not bytes"
    assert len(errors) == 1
    assert wanted in errors[0]


NOT_UTF8 = [b"\xff", b"\x80", b"\xc3", b"\xe2\x82", b'\xf0M "', b"\xed\xa0\x80", b"\xc0\xaf", b"\xf8"]
NOT_UTF8 += [b"\xf4\x90\x80\x80", b"\xe9t\xe9"]


def not_utf8(wrong: bytes, kind: str) -> list[Any]:
    texts = [BODY.encode(), b"caf\xc3\xa9 " + wrong + b" said so.", None, BODY.encode()]
    as_bytes = pa.array(texts, pa.large_binary() if kind == "large_string" else pa.binary())
    if kind == "large_string":
        column = as_bytes.view(pa.large_string())
    elif kind == "view":
        column = as_bytes.cast(pa.binary_view()).view(pa.string_view())
    else:
        column = as_bytes.view(pa.string())
    if kind == "categories":
        column = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3], pa.int8()), column)
    elif kind == "runs":
        fine = pa.array([text and text.replace(wrong, b"?" * len(wrong)) for text in texts]).view(pa.string())
        column = pa.RunEndEncodedArray.from_arrays(pa.array([1, 2, 3, 4], pa.int32()), fine)
        overwritten(column.values, 2, b"".join(text for text in texts if text))  # pyarrow looks when it is made
    return each_way(lambda: pa.table({"text": column}))


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        *((wrong, "string") for wrong in NOT_UTF8),
        (b"\xff", "large_string"),
        (b"\xff", "view"),
        (b"\xff", "categories"),
        (b"\xff", "runs"),
    ],
)
def test_a_row_that_is_not_utf8_spoils_no_other(wrong, kind, tmp_path):
    found = same(not_utf8, wrong, kind, folder=tmp_path)
    assert found == (2, ["the text is not UTF-8 at byte 6", "the text is null"])


def other_column(name: str) -> tuple[int, list[str], list[str]]:
    wrong = pa.array([b"a", b"\xff", b"c"]).view(pa.string())
    tables = tiny().extract_table(pa.table({"text": [BODY] * 3, name: wrong}), keep="kept" if name == "kept" else None)
    notes = [note for notes in tables.articles["warnings"] for note in notes]
    return len(tables.articles), tables.errors["message"], notes


def test_an_id_that_is_not_utf8(tmp_path):
    assert alone(other_column, "id", folder=tmp_path) == (True, (2, ["the id is not UTF-8 at byte 0"], []))


@pytest.mark.parametrize(
    ("name", "called"), [("title", "the title"), ("date", "the date"), ("url", "the url"), ("kept", '"kept"')]
)
def test_other_columns_that_are_not_utf8(name, called, tmp_path):
    """They cost the field, not the article."""
    note = f"{called} is not UTF-8 at byte 0; it was left out"
    assert alone(other_column, name, folder=tmp_path) == (True, (3, [], [note]))


def test_a_column_that_is_not_read_may_be_anything(tmp_path):
    assert alone(other_column, "other", folder=tmp_path) == (True, (3, [], []))


# offsets


def overwritten(array: pa.Array, buffer: int, data: bytes) -> pa.Array:
    """The array with other bytes in one of its buffers, behind pyarrow's back."""
    ctypes.memmove(array.buffers()[buffer].address, data, len(data))
    return array


def with_offsets(offsets: tuple[int, ...], kind: str, wrap: str) -> list[Any]:
    large = kind == "large_string"

    def make() -> Any:
        texts = pa.array(["ab", "cd", "ef", "gh"], pa.large_string() if large else pa.string())
        data: Any = pa.RecordBatch.from_arrays([texts], ["text"])
        if wrap == "struct":
            data = pa.StructArray.from_arrays([texts], ["text"])
        elif wrap == "reader":
            data = pa.RecordBatchReader.from_batches(data.schema, [data])
        elif wrap == "pandas":
            data = pd.DataFrame({"text": pd.Series(texts, dtype=pd.ArrowDtype(texts.type))})
        elif wrap == "table":
            data = pa.table(data)
        overwritten(texts, 1, struct.pack("<5q" if large else "<5i", *offsets))
        return data

    return each_way(make)


@pytest.mark.parametrize(
    ("offsets", "kind", "wrap"),
    [
        ((0, 6, 4, 6, 8), "string", "table"),
        ((5, 2, 6, 6, 8), "string", "table"),
        ((0, -1, 4, 6, 8), "string", "table"),
        ((-4, 2, 4, 6, 8), "string", "batch"),
        ((0, 2, 4, 6, 9), "string", "table"),
        ((0, 2, 4, 6, 1 << 30), "string", "batch"),
        ((0, 2, 1 << 30, 6, 8), "string", "batch"),
        ((0, 2, 4, 6, -8), "string", "struct"),
        ((0, 2, 4, 6, 1 << 62), "large_string", "table"),
        ((0, -(1 << 62), 4, 6, 8), "large_string", "batch"),
        ((0, 2, 4, 6, 1 << 30), "string", "reader"),
        ((8, 6, 4, 2, 0), "string", "reader"),
        ((0, 6, 4, 6, 8), "string", "pandas"),
        ((0, 2, 4, 6, 1 << 30), "string", "pandas"),
    ],
)
def test_offsets(offsets, kind, wrap, tmp_path):
    fine, found = alone(with_offsets, offsets, kind, wrap, folder=tmp_path)
    assert fine
    for error in found:
        assert isinstance(error, str)
        assert error.startswith("InputError: ")
        assert "damaged" in error


# categories


def with_codes(codes: tuple[int, ...], index: str) -> list[Any]:
    kind = getattr(pa, index)()
    column = pa.DictionaryArray.from_arrays(pa.array([0] * len(codes), kind), pa.array([BODY, "Bo Ek said so."]))
    width = kind.bit_width // 8
    data = b"".join((code % (1 << (8 * width))).to_bytes(width, "little") for code in codes)
    ctypes.memmove(column.indices.buffers()[1].address, data, len(data))
    return each_way(lambda: pa.table({"text": column}))


@pytest.mark.parametrize(
    ("codes", "index"),
    [
        ((0, 2, 1), "int8"),
        ((0, -1, 1), "int8"),
        ((0, 77, 1), "int16"),
        ((0, 0x4000004D, 1), "int32"),
        ((0, -(1 << 31), 1), "int32"),
        ((0, 1 << 62, 1), "int64"),
        ((0, -(1 << 63), 1), "int64"),
        ((0, 255, 1), "uint8"),
        ((0, 65535, 1), "uint16"),
        ((0, (1 << 64) - 1, 1), "uint64"),
    ],
)
def test_an_index_of_no_category_spoils_one_row(codes, index, tmp_path):
    found = same(with_codes, codes, index, folder=tmp_path)
    assert found == (2, ["the text is none of its column's categories"])


# capsules


class Again:
    """Gives the same capsules each time."""

    def __init__(self, data: Any, method: str) -> None:
        given = getattr(data, method)()
        setattr(type(self), method, lambda *_, **__: given)


def used(method: str, ways: tuple[str, str], wrapped: bool) -> tuple[int, list[str]]:
    data = pa.record_batch({"text": [BODY]})
    kind = type("Kind", (Again,), {})
    again = kind(data, method)
    first = summary(again, ways[0])
    assert first == (1, [])
    return summary([again] if wrapped else again, ways[1])


@pytest.mark.parametrize("method", ["__arrow_c_array__", "__arrow_c_stream__"])
@pytest.mark.parametrize("ways", [(a, b) for a in WAYS[:2] for b in WAYS])
def test_capsules_used_twice(method, ways, tmp_path):
    for wrapped in (False, True):
        if wrapped and ways[1] == "map_batches":
            continue
        fine, error = alone(used, method, ways, wrapped, folder=tmp_path)
        assert not fine
        assert error == "InputError: the Arrow capsule is empty: it was read before, or released"


def wrong_capsule(number: int) -> tuple[int, list[str]]:
    batch = pa.record_batch({"text": [BODY]})
    schema, array = batch.__arrow_c_array__()
    stream = batch.__arrow_c_stream__()
    answers: list[dict[str, Any]] = [
        {"__arrow_c_stream__": array},
        {"__arrow_c_stream__": None},
        {"__arrow_c_stream__": 5},
        {"__arrow_c_stream__": schema},
        {"__arrow_c_array__": (array, schema)},
        {"__arrow_c_array__": stream},
        {"__arrow_c_array__": (schema,)},
        {"__arrow_c_array__": (schema, array, array)},
        {"__arrow_c_array__": (schema, stream)},
        {"__arrow_c_array__": (None, None)},
    ]
    methods = {name: staticmethod(lambda *_, given=given: given) for name, given in answers[number].items()}
    return summary(type("Wrong", (), methods)())


@pytest.mark.parametrize("number", range(10))
def test_what_is_no_capsule(number, tmp_path):
    fine, error = alone(wrong_capsule, number, folder=tmp_path)
    assert not fine
    assert error.startswith("InputError: no ")


# null rows


def with_null_rows(rows: list[Any]) -> list[Any]:
    array = pa.array(rows, pa.struct({"text": pa.string(), "id": pa.int64()}))
    found = []
    for data in (array, pa.chunked_array([array]), pa.concat_arrays([array, array]).slice(len(rows) - 1, len(rows))):
        found += each_way(lambda data=data: data)
    return found


ROW = {"text": BODY, "id": 1}
NULL_ROWS: list[tuple[list[Any], int]] = [
    ([ROW, None], 1),
    ([None, ROW], 1),
    ([None], 0),
    ([None, None, None], 0),
    ([ROW, None, {"text": BODY, "id": 2}], 2),
    ([{"text": None, "id": 3}, None], 0),
    ([{"text": BODY, "id": None}, None], 1),
    ([None] * 9 + [ROW], 1),
    ([None, {"text": "Bo Ek said so.", "id": 7}, None], 1),
    ([ROW] + [None] * 70, 1),
]


@pytest.mark.parametrize(("rows", "read"), NULL_ROWS)
def test_null_rows_are_error_rows(rows, read, tmp_path):
    fine, found = alone(with_null_rows, rows, folder=tmp_path)
    assert fine
    assert len(found) == 9
    for articles, errors in found:
        assert (articles, len(errors)) == (read, len(rows) - read)
        assert set(errors) <= {"the row is null", "the text is null"}


# types without end


def nested(depth: int) -> list[Any]:
    kind = pa.string()
    for _ in range(depth):
        kind = pa.list_(kind)
    return each_way(lambda: pa.table({"text": pa.nulls(1, kind)}))


@pytest.mark.parametrize("depth", [100, 1000])
def test_types_nested_without_end(depth, tmp_path):
    found = same(nested, depth, folder=tmp_path)
    assert found == "InputError: a column's type is nested more than 64 levels deep"


def without_end(wrapped: bool) -> Any:
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([1 << 40], pa.int64()), pa.array([BODY]))
    table = pa.table({"text": runs})
    return summary([table] if wrapped else table, "map_batch" if wrapped else "extract_table")


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_trillion_rows_at_once(wrapped, tmp_path):
    fine, error = alone(without_end, wrapped, folder=tmp_path)
    assert not fine
    assert error == "InputError: 1099511627776 rows at once are too many"


# columns that are not read


UNREAD = {
    "union": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
    "runs in a struct": pa.StructArray.from_arrays(
        [pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int64()), pa.array(["a"]))], ["runs"]
    ),
}


def unread(kind: str) -> list[Any]:
    return each_way(lambda: pa.table({"text": [BODY], "other": UNREAD[kind]}).to_reader())


@pytest.mark.parametrize("kind", UNREAD)
def test_a_reader_may_have_columns_of_any_type(kind, tmp_path):
    assert same(unread, kind, folder=tmp_path) == (1, [])


def named(name: bytes) -> list[Any]:
    schema = pa.schema([pa.field("text", pa.string()), pa.field(name, pa.string())])  # type: ignore[arg-type]
    return each_way(lambda: pa.Table.from_arrays([pa.array([BODY]), pa.array(["a"])], schema=schema))


def test_names_that_are_not_utf8(tmp_path):
    found = same(named, b"\xff", folder=tmp_path)
    assert found.startswith("InputError: damaged Arrow data: 'utf-8' codec can't decode byte 0xff")


# Parquet files whose columns are nested as no file's are


def varint(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80]) + varint(number >> 7)


def column(name: bytes, children: int | None) -> bytes:
    """A column of a Parquet footer: an optional group of so many others, or bytes."""
    kind = b"\x15\x0c\x25\x02" if children is None else b"\x35\x02"
    inner = b"" if children is None else b"\x15" + varint(2 * children)
    return kind + b"\x18" + varint(len(name)) + name + inner + b"\0"


def parquet_of(columns: list[bytes], more: bytes = b"") -> bytes:
    """A Parquet file of these columns, depth first, without rows; `more` are fields that no file has."""
    footer = b"\x15\x02\x19\xfc" + varint(len(columns)) + b"".join(columns) + b"\x16\0\x19\x0c" + more + b"\0"
    return b"PAR1" + footer + struct.pack("<I", len(footer)) + b"PAR1"


def nested_file(depth: int) -> bytes:
    return parquet_of([column(b"all", 2), column(b"text", None), *[column(b"a", 1)] * depth, column(b"b", None)])


def flat_file(more: bytes) -> bytes:
    return parquet_of([column(b"all", 1), column(b"text", None)], more)


NESTED = {
    "a thousand levels": (nested_file(1000), "its columns are nested more than 200 levels deep"),
    "a hundred thousand levels": (nested_file(100_000), "its columns are nested more than 200 levels deep"),
    "two thousand million columns": (parquet_of([column(b"all", (1 << 31) - 1), column(b"text", None)]), "damaged: "),
    "levels of many columns": (parquet_of([column(b"all", 1)] + [column(b"a", 1 << 28)] * 600), "damaged: "),
    "two thousand million booleans": (flat_file(b"\xb9\xf1" + varint((1 << 31) - 1)), "damaged: "),
    "a list of lists of booleans": (flat_file(b"\xb9\xf9" + varint(900) + b"\xf1\xff\xff\xff\x7f" * 180), "damaged: "),
    "the columns twice": (flat_file(b"\x09\x04\x1c" + column(b"all", 5)), "damaged: "),
    "a set": (flat_file(b"\xba\xf1" + varint((1 << 31) - 1)), "damaged: "),
    "few levels": (nested_file(100), 'column "text" has type Binary'),
}


def extracted(path: Path) -> Any:
    return sayso.extract_files(path, path.parent / "out", extractor=tiny())


@pytest.mark.parametrize("kind", NESTED)
def test_nested_files(kind, tmp_path):
    data, wanted = NESTED[kind]
    (tmp_path / "in.parquet").write_bytes(data)
    fine, error = alone(extracted, tmp_path / "in.parquet", folder=tmp_path)
    assert not fine
    assert error.startswith("InputError: ")
    assert f"in.parquet: {wanted}" in error


@pytest.mark.parametrize("kind", NESTED)
def test_nested_parts(kind, run_folders, tmp_path):
    out = shutil.copytree(run_folders / "parquet", tmp_path / "out")
    (out / "quotes" / "part-000000.parquet").write_bytes(NESTED[kind][0])
    assert "quotes/part-000000.parquet: " in check_tables(out, tmp_path)


# damaged parts


@pytest.fixture(scope="module")
def run_folders(tmp_path_factory):
    """A run of each form."""
    folder = tmp_path_factory.mktemp("run")
    source = runs.write_jsonl(folder / "in.jsonl", [*runs.articles(12), {"text": None}])
    for form in ("parquet", "jsonl"):
        sayso.extract_files(source, folder / form, extractor=sayso.Extractor(MODEL, min_confidence=0), format=form)
    return folder


def listed(out: Path) -> int:
    return cli.main(["tables", str(out)])


def check_tables(out: Path, folder: Path, codes: tuple[int, ...] = (1,)) -> str:
    """`sayso tables` in a process of its own: what it says on stderr."""
    fine, code = alone(listed, out, folder=folder)
    said = (folder / "stderr").read_text()
    assert fine
    assert code in codes
    if code == 1:
        assert said.startswith("sayso: ")
        assert said.count("\n") == 1
    return said


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("table", runs.NAMES)
def test_damaged_parts_of_old(number, table, run_folders, tmp_path):
    out = shutil.copytree(run_folders / "parquet", tmp_path / "out")
    shutil.copy(FAULTS / f"head-panic-{number}.parquet", out / table / "part-000000.parquet")
    assert f"{table}/part-000000.parquet: " in check_tables(out, tmp_path)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": cut,
    "zeros": lambda data: bytes(len(data)),
    "without its head": lambda data: data[8:],
    "without its tail": lambda data: data[:-8],
    "another length of footer": lambda data: data[:-8] + b"\xff\xff\xff\x7f" + data[-4:],
    "a footer of zeros": lambda data: data[:-400] + bytes(392) + data[-8:],
    "pages of zeros": lambda data: data[:4] + bytes(400) + data[404:],
    "twice": lambda data: data + data[:100],
    "noise": lambda data: bytes((byte * 7 + i) % 256 for i, byte in enumerate(data)),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_damaged_parts(form, damage, run_folders, tmp_path):
    out = shutil.copytree(run_folders / form, tmp_path / "out")
    part = next((out / "quotes").iterdir())
    part.write_bytes(DAMAGE[damage](part.read_bytes()))
    at_the_head = ("zeros", "without its head", "pages of zeros", "noise")
    rows_stay = form == "jsonl" and damage not in at_the_head  # the first lines are all that is read
    said = check_tables(out, tmp_path, (0,) if rows_stay else (1,))
    assert not said or str(part) in said


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
@pytest.mark.parametrize("table", runs.NAMES)
def test_missing_parts(form, table, run_folders, tmp_path):
    out = shutil.copytree(run_folders / form, tmp_path / "out")
    part = next((out / table).iterdir())
    part.unlink()
    assert str(part) in check_tables(out, tmp_path)


LINES = {
    "not JSON": "{",
    "no object": "[1]",
    "null": "null",
    "other columns": '{"article_id": "a"}',
    "deep": "[" * 100_000,
    "many digits": '{"article_id": ' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("line", LINES)
def test_damaged_lines(line, run_folders, tmp_path):
    out = shutil.copytree(run_folders / "jsonl", tmp_path / "out")
    (out / "errors" / "part-000000.jsonl").write_text(LINES[line] + "\n")
    assert "errors/part-000000.jsonl: " in check_tables(out, tmp_path)


VALUES = [("article_id", "5"), ("stage", "[]"), ("message", "true"), ("message", "NaN"), ("article_id", "{}")]


@pytest.mark.parametrize(("column", "value"), VALUES)
def test_damaged_values_in_lines(column, value, run_folders, tmp_path):
    out = shutil.copytree(run_folders / "jsonl", tmp_path / "out")
    cells = {"article_id": '"a"', "stage": '"input"', "message": '"why"', column: value}
    row = "{" + ", ".join(f'"{name}": {cell}' for name, cell in cells.items()) + "}\n"
    (out / "errors" / "part-000000.jsonl").write_text(row)
    assert f"damaged: '{column}' is no string" in check_tables(out, tmp_path)


FIELDS = ["sayso", "layout", "model", "options", "inputs", "complete", "parts"]
WRONG = ["missing", None, 5.5, [5], [{}], {"a": 1}, -1, 10**30]


@pytest.mark.parametrize("field", FIELDS)
def test_manifests(field, run_folders, tmp_path, capsys):
    out = shutil.copytree(run_folders / "jsonl", tmp_path / "out")
    path = out / "manifest.json"
    whole = json.loads(path.read_text())
    for value in WRONG:
        path.write_text(json.dumps({k: v for k, v in (whole | {field: value}).items() if (k, v) != (field, "missing")}))
        assert cli.main(["tables", str(out)]) == 1
        said = capsys.readouterr()
        assert not said.out
        assert said.err.startswith(f"sayso: {path} is not a manifest of sayso (")
        assert said.err.count("\n") == 1
        with pytest.raises(sayso.RunError, match=r"manifest\.json is not a manifest of sayso"):
            sayso.extract_files(
                run_folders / "in.jsonl", out, extractor=sayso.Extractor(MODEL, min_confidence=0), resume=True
            )


@pytest.mark.parametrize("text", ["", "[]", "null", "[" * 100_000, '{"parts": ' + "9" * 5000 + "}", "\xff", "{"])
def test_manifests_that_are_none(text, run_folders, tmp_path):
    out = shutil.copytree(run_folders / "jsonl", tmp_path / "out")
    (out / "manifest.json").write_bytes(text.encode("latin-1"))
    assert "is not a manifest of sayso" in check_tables(out, tmp_path)


PARTS: list[tuple[str, Any]] = [
    ("files", None),
    ("files", []),
    ("files", {}),
    ("files", [[]]),
    ("files", [{"articles": [1, "a"]}]),
    ("files", [{key: [1, 2] for key in runs.NAMES}]),
    ("files", [{key: ["1", "a"] for key in runs.NAMES}]),
    ("files", [{key: [1, "a", 2] for key in runs.NAMES}]),
    ("files", [dict.fromkeys(runs.NAMES, None)]),
    ("part", "../0"),
    ("part", -1),
    ("part", True),
    ("quotes", 1.5),
    ("quotes", None),
]


@pytest.mark.parametrize(("field", "value"), PARTS)
def test_parts_in_manifests(field, value, run_folders, tmp_path):
    out = shutil.copytree(run_folders / "jsonl", tmp_path / "out")
    path = out / "manifest.json"
    whole = json.loads(path.read_text())
    whole["parts"][0][field] = value
    path.write_text(json.dumps(whole))
    assert "is not a manifest of sayso" in check_tables(out, tmp_path)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_manifests_that_are_no_files(make, run_folders, tmp_path):
    out = shutil.copytree(run_folders / "jsonl", tmp_path / "out")
    (out / "manifest.json").unlink()
    make(out / "manifest.json")
    assert "is not a manifest of sayso" in check_tables(out, tmp_path)


# pickles


def unpickled(blob: bytes, name: str) -> int:
    return len(_native._table(name, blob).to_dicts())


@pytest.mark.parametrize("number", [0, 1])
def test_table_pickles_of_old(number, tmp_path):
    blob = (FAULTS / f"table-pickle-panic-{number}.bin").read_bytes()
    fine, error = alone(unpickled, blob, "articles", folder=tmp_path)
    assert not fine
    assert error.startswith("InputError: damaged")


@pytest.mark.parametrize("damage", DAMAGE)
def test_table_pickles(damage, tmp_path):
    table = tiny().extract_table(runs.articles(4)).quotes
    name, blob = table.__reduce__()[1]
    for wrong in (DAMAGE[damage](blob), blob[:500] + DAMAGE[damage](blob[500:])):
        fine, error = alone(unpickled, wrong, name, folder=tmp_path)
        assert not fine
        assert error.startswith("InputError: ")
    for other in ("articles", "people", ""):
        fine, error = alone(unpickled, blob, other, folder=tmp_path)
        assert not fine


def changed(table: sayso.Table, column: str, value: Any) -> pa.Table:
    arrow = table.to_arrow()
    at = arrow.schema.get_field_index(column)
    cells = arrow.column(at).to_pylist()
    return arrow.set_column(at, arrow.schema.field(at), pa.array([value, *cells[1:]], arrow.schema.field(at).type))


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("entities", "salience", 1e308),
        ("entities", "salience", float("nan")),
        ("entities", "salience", -0.1),
        ("entities", "type", "HERO"),
        ("entities", "gender", "none"),
        ("entities", "n_mentions", -1),
        ("mentions", "start", 10**6),
        ("mentions", "end", 0),
        ("mentions", "kind", "guess"),
        ("mentions", "text", ""),
        ("quotes", "confidence", float("inf")),
        ("quotes", "act", "lie"),
        ("quotes", "content", []),
        ("quotes", "content", [{"start": 1, "end": 9}, {"start": 5, "end": 12}]),
        ("quotes", "content", [None]),
        ("quotes", "start", None),
        ("quotes", "cue_end", 1),
        ("quotes", "sentence", "another"),
        ("articles", "n_words", -5),
    ],
)
def test_tables_with_impossible_values(name, column, value):
    table = getattr(tiny().extract_table(runs.articles(4)), name)
    wrong = changed(table, column, value)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, wrong.schema) as writer:
        writer.write_table(wrong)
    with pytest.raises(sayso.InputError, match="damaged"):
        _native._table(name, sink.getvalue().to_pybytes())
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, wrong.schema) as writer:
        writer.write_table(table.to_arrow())
    assert _native._table(name, sink.getvalue().to_pybytes()) == table


def test_five_tables_are_the_five():
    tables = tiny().extract_table(runs.articles(2))
    assert pickle.loads(pickle.dumps(tables)) == tables
    mapped = tiny().map_batch(pa.record_batch({"text": [BODY]}), "quotes")  # the same name, other columns
    for wrong in (
        [],
        list(tables)[:4],
        [tables.quotes] * 5,
        list(tables)[::-1],
        [*list(tables)[:3], mapped, tables.errors],
    ):
        with pytest.raises(sayso.InputError, match="not the five"):
            sayso._five_tables(wrong)


# mutants


@pytest.mark.parametrize("kind", mutants.KINDS)
def test_mutants(kind):
    assert mutants.main(kind, 400, first=10**6) == 0


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", mutants.KINDS)
def test_many_mutants(kind):
    assert mutants.main(kind, 20_000, first=2 * 10**6) == 0
