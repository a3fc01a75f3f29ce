"""Files of a few bytes that stand for gigabytes, and rows without end: an error row each, in bounded memory.

Every run is a process of its own, and its peak is what the system says of it.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import runs
from conftest import MODEL, ROOT
from test_faults import BODY

import sayso

FAULTS = ROOT / "tests" / "data" / "faults"
MOST = 600
MB = 1 << 20
RUN = """
import sys
from sayso import cli
code = cli.main(sys.argv[1:])
with open("/proc/self/status") as status:
    peak = next(line for line in status if line.startswith("VmHWM"))
print(peak.split()[1])
sys.exit(code)
"""

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells no peak of memory"),
    pytest.mark.timeout(300),
]


def run(source: Path, out: Path, *more: str) -> tuple[int, str]:
    """The exit code and what stderr says of a run in a process of its own, of which the peak is checked."""
    arguments = ["extract", source, "-o", out, "--model", MODEL, "--min-confidence", "0", "--threads", "2", *more]
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode in (0, 2, 3), done.stderr
    assert "panick" not in done.stderr
    peak = int(done.stdout) / 1024 if done.returncode != 2 else 0
    assert peak < MOST, f"{peak:.0f} MB"
    return done.returncode, done.stderr


def rows(source: Path, folder: Path, *more: str) -> tuple[int, list[tuple[str, str]]]:
    """Number of articles, and id and message of each error."""
    code, _ = run(source, folder / "out", *more)
    found = runs.tables(folder / "out")
    assert code == (3 if found["errors"] else 0)
    return len(found["articles"]), [(row["article_id"], row["message"]) for row in found["errors"]]


def zstd(path: Path, pieces: Any) -> None:
    with pa.CompressedOutputStream(str(path), "zstd") as out:
        for piece in pieces:
            out.write(piece)


def gz(path: Path, pieces: Any) -> None:
    with gzip.open(path, "wb", compresslevel=1) as out:
        for piece in pieces:
            out.write(piece)


def bzip(path: Path, pieces: Any) -> None:
    with bz2.open(path, "wb", compresslevel=1) as out:
        for piece in pieces:
            out.write(piece)


PACKERS = {".zst": zstd, ".gz": gz, ".bz2": bzip}
TOO_LONG = "the text is longer than 1 MB; max_chars allows for longer ones"


# Parquet


@pytest.mark.parametrize("name", ["dict1", "dict8"])
def test_a_dictionary_of_few_bytes(name, tmp_path):
    """A thousand texts of a megabyte, and of eight."""
    found = rows(FAULTS / f"{name}.parquet", tmp_path, "--max-chars", "200000")
    message = "the text has more characters than max_chars = 200000"
    assert found == (0, [(str(i + 1), message) for i in range(1024)])


def parquet(path: Path, columns: dict[str, Any], **more: Any) -> None:
    pq.write_table(pa.table(columns), path, **({"compression": "zstd"} | more))


def pages(path: Path, texts: list[str], **more: Any) -> None:
    """A page for each text."""
    parquet(path, {"text": texts}, use_dictionary=False, data_page_size=1, write_batch_size=1, **more)


LONG = "a " * (10 * MB)


def often(text: str, count: int) -> pa.Array:
    """A text so many times, held once."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), [text])


BOMBS: dict[str, tuple[Callable[[Path], None], int, list[tuple[str, str]]]] = {
    "a dictionary": (
        lambda path: parquet(path, {"text": often("x" * (20 * MB), 90)}, store_schema=False),
        0,
        [(str(i + 1), TOO_LONG) for i in range(90)],
    ),
    "a large dictionary": (
        lambda path: parquet(path, {"text": often("x" * (50 * MB), 3)}, store_schema=False),
        0,
        [("1", "rows 1 to 3 cannot be read: dictionaries of 50 MB are more than can be read")],
    ),
    "a page a row": (
        lambda path: pages(path, [BODY, *[LONG] * 30, BODY]),
        2,
        [(str(i + 2), TOO_LONG) for i in range(30)],
    ),
    "a page that is too large": (
        lambda path: pages(path, [BODY, "x" * (200 * MB), BODY]),
        2,
        [("2", "it stands in a page of 200 MB, more than 100")],
    ),
    "prefixes": (
        lambda path: parquet(
            path,
            {"text": ["x" * (10 * MB)] * 70},
            use_dictionary=False,
            column_encoding={"text": "DELTA_BYTE_ARRAY"},
        ),
        0,
        [(str(i + 1), TOO_LONG) for i in range(70)],
    ),
    "titles": (
        lambda path: parquet(path, {"text": [BODY] * 90, "title": often("x" * (20 * MB), 90)}, store_schema=False),
        90,  # it costs the title, not the article
        [],
    ),
    "categories": (
        lambda path: parquet(path, {"text": often("x" * (20 * MB), 300)}),
        0,
        [(str(i + 1), TOO_LONG) for i in range(300)],
    ),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_in_parquet(kind, tmp_path):
    make, articles, errors = BOMBS[kind]
    make(tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < MB
    found = rows(tmp_path / "a.parquet", tmp_path)
    assert found[0] == articles
    assert [error[1].removeprefix("row ") for error in found[1]] == [error[1] for error in errors]
    assert [error[0] for error in found[1]] == [error[0] for error in errors]


@pytest.mark.parametrize("codec", ["gzip", "brotli"])
def test_a_page_that_says_less_than_it_holds(codec, tmp_path):
    path = tmp_path / "a.parquet"
    size = 300 * MB
    parquet(path, {"text": ["x" * size]}, use_dictionary=False, compression=codec, write_statistics=False)
    raw = path.read_bytes()
    plain = size + 4 + 6  # its length, and the levels
    told = next(varint(plain + k) for k in range(-8, 9) if varint(plain + k) in raw)
    short = bytes([0x80 | (2000 & 0x7F), 0x80 | (2000 >> 7), 0x80, 0x80, 0])
    assert len(told) == len(short)
    path.write_bytes(raw.replace(told, short, 1))
    assert rows(path, tmp_path) == (0, [("1", "damaged: a page is larger than it says")])


def varint(number: int) -> bytes:
    number *= 2
    out = b""
    while number > 0x7F:
        out += bytes([0x80 | number & 0x7F])
        number >>= 7
    return out + bytes([number])


def test_one_text_that_is_not_utf8_spoils_no_other(tmp_path):
    texts = [BODY.encode(), b"caf\xe9 said so.", None, BODY.encode()]
    for kind in ("plain", "dictionary", "view"):
        column = pa.array(texts, pa.binary()).view(pa.string())
        column = column.dictionary_encode() if kind == "dictionary" else column
        path = tmp_path / f"{kind}.parquet"
        pq.write_table(pa.table({"text": column}), path, use_dictionary=kind == "dictionary", write_statistics=False)
        (tmp_path / kind).mkdir()
        found = rows(path, tmp_path / kind)
        assert found == (2, [("2", "the text is not UTF-8 at byte 3"), ("3", "the text is null")])


def test_a_damaged_row_group_costs_no_other(tmp_path):
    path = tmp_path / "a.parquet"
    texts = [f"{BODY} Number {i}." for i in range(30)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=10, compression="none", use_dictionary=False)
    raw = bytearray(path.read_bytes())
    middle = raw.index(b"Number 13.")
    raw[middle - 60 : middle] = b"\xff" * 60
    path.write_bytes(raw)
    articles, [(where, why)] = rows(path, tmp_path)
    assert articles == 20
    assert where == "11"
    assert why.startswith("rows 11 to 20 cannot be read: ")


# lines, records, texts


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("kind", ["txt", "csv", "tsv", "jsonl"])
def test_bombs_in_every_compression(kind, suffix, tmp_path):
    path = tmp_path / f"a.{kind}{suffix}"
    block = b"a " * (2 * MB)
    heads = {"txt": b"", "csv": b'text\n"', "tsv": b"text\n", "jsonl": b'{"text": "'}
    PACKERS[suffix](path, [heads[kind], *[block] * 100])  # 400 MB
    assert path.stat().st_size < 2 * MB
    articles, errors = rows(path, tmp_path)
    assert articles == 0
    messages = {"txt": TOO_LONG, "jsonl": "the line is longer than 64 MB"}
    assert errors[0][1].endswith(messages.get(kind, "the record is longer than 64 MB")) or kind == "csv"
    assert len(errors) == 1


def test_lines_after_a_long_one_are_read(tmp_path):
    line = json.dumps({"text": BODY}).encode() + b"\n"
    zstd(tmp_path / "a.jsonl.zst", [line, *[b"a " * (2 * MB)] * 30, b"\n", line])
    assert rows(tmp_path / "a.jsonl.zst", tmp_path) == (2, [("2", "the line is longer than 64 MB")])


def test_long_titles_and_ids(tmp_path):
    """What is not text counts too."""
    title, name = ("x" * (MB - 10) for _ in range(2))
    lines = [json.dumps({"text": BODY, "title": title, "id": f"{i}{name}"}).encode() + b"\n" for i in range(2)]
    zstd(tmp_path / "a.jsonl.zst", (lines[0].replace(b'"0x', b'"%dx' % i) for i in range(300)))
    assert rows(tmp_path / "a.jsonl.zst", tmp_path) == (300, [])
    zstd(tmp_path / "b.jsonl.zst", [lines[0].replace(b"xxxxxxx", b"xxxxxxxx")] * 100)
    (tmp_path / "b").mkdir()
    articles, errors = rows(tmp_path / "b.jsonl.zst", tmp_path / "b")
    assert articles == 0
    assert {error[1] for error in errors} == {"the id is longer than 1 MB"}


def test_a_window_that_is_too_wide(tmp_path):
    """zstd keeps as much of a file in memory as it may look back."""
    zstandard = shutil.which("zstd")
    if zstandard is None:
        pytest.skip("no zstd here")
    plain = tmp_path / "a.jsonl"
    plain.write_bytes(json.dumps({"text": BODY}).encode() + b"\n")
    subprocess.run([zstandard, "-q", "--ultra", "-22", "--long=31", "--no-content-size", plain], check=True)
    articles, errors = rows(tmp_path / "a.jsonl.zst", tmp_path)
    assert articles + len(errors) == 1


def test_max_chars_is_looked_at_while_reading(tmp_path):
    zstd(tmp_path / "a.txt.zst", [b"a " * (2 * MB)] * 100)
    found = rows(tmp_path / "a.txt.zst", tmp_path, "--max-chars", "1000")
    assert found == (0, [("a", "the text has more characters than max_chars = 1000")])
    path = tmp_path / "b.txt"
    path.write_text("é" * 999)
    (tmp_path / "b").mkdir()
    assert rows(path, tmp_path / "b", "--max-chars", "1000") == (1, [])


def test_a_text_may_be_as_long_as_max_chars_says(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a" * (MB + 1))
    assert rows(path, tmp_path) == (0, [("a", TOO_LONG)])
    (tmp_path / "b").mkdir()
    assert rows(path, tmp_path / "b", "--max-chars", "2000000") == (1, [])


# what comes out


# 500 quotes in a sentence of 40 KB
SENTENCE = "Ada Lund said “it will run today,” and according to Bo Ek the ferry would run, " * 500


def test_long_sentences(tmp_path):
    """The quotes of a long sentence share it in memory; whoever reads the tables gets the text of each."""
    source = runs.write_jsonl(tmp_path / "a.jsonl", [{"id": str(i), "text": SENTENCE} for i in range(30)])
    assert rows(source, tmp_path) == (30, [])
    folder = tmp_path / "out" / "quotes"
    names = sorted(path.name for path in folder.iterdir())
    sizes = [pq.ParquetFile(folder / name).read(["sentence"]).nbytes for name in names]
    assert max(sizes) < 300 * MB
    assert len(names) > 1
    assert names == ["part-000000.parquet", *(f"part-000000_{k:03}.parquet" for k in range(1, len(names)))]
    quotes = pq.read_table(folder, columns=["article_id", "sentence", "sentence_start", "sentence_end"])
    assert quotes.schema.field("sentence").type == pa.string()
    row = quotes.slice(quotes.num_rows - 1).to_pylist()[0]
    assert row["article_id"] == "29"
    assert row["sentence"] == SENTENCE[row["sentence_start"] : row["sentence_end"]]


def test_tables_in_memory_share_sentences():
    code = f"""
import sys, sayso
tables = sayso.Extractor({MODEL!r}, min_confidence=0, threads=2).extract_table([{{"text": {SENTENCE!r}}}] * 30)
assert len(tables.quotes) > 1000, len(tables.quotes)
row = tables.quotes.head(1).to_dicts()[0]
assert row["sentence"] == {SENTENCE!r}[row["sentence_start"] : row["sentence_end"]]
import pickle
assert pickle.loads(pickle.dumps(tables)) == tables
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) / 1024 < MOST


def test_tables_are_text_for_whoever_reads_them():
    tables = sayso.Extractor(MODEL, min_confidence=0).extract_table(runs.articles(50))
    quotes = tables.quotes.to_arrow()
    for name in ("article_id", "source", "speaker", "sentence"):
        assert quotes.schema.field(name).type == pa.string()
    assert quotes.to_pylist() == tables.quotes.to_dicts()
    assert tables.quotes.to_pandas()["sentence"].tolist() == [row["sentence"] for row in tables.quotes.to_dicts()]
    sink = io.BytesIO()
    pq.write_table(quotes, sink)
    assert pq.read_table(sink).equals(quotes)


@pytest.mark.parametrize("text", ['"', '" ', "“”", '"a', "said ", 'said\n"', "Bo "])
def test_patterns_take_no_longer_than_prose(text, tmp_path):
    """Each reporting word costs a look around it, so that they are bounded."""
    path = tmp_path / "a.txt"
    path.write_text(text * (100_000 // len(text)))
    done, errors = rows(path, tmp_path)
    assert done + len(errors) == 1
