"""Files of articles, of every kind and compression, written by the tools that users have."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import runs

import sayso

ROWS = runs.articles(25)


@pytest.fixture(scope="module")
def expected(tiny):
    return {table.name: table.to_dicts() for table in tiny.extract_table(ROWS)}


def jsonl_bytes() -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)


def csv_bytes(**more: object) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["title", "text", "id", "other"], restval="x", **more)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode()


def arrow(**types: pa.DataType) -> pa.Table:
    table = pa.Table.from_pylist(ROWS)
    return table.cast(pa.schema([(name, types.get(name, pa.string())) for name in table.column_names]))


WRITERS = {
    "a.jsonl": lambda path: path.write_bytes(jsonl_bytes()),
    "bom.jsonl": lambda path: path.write_bytes(b"\xef\xbb\xbf" + jsonl_bytes().replace(b"\n", b"\r\n")),
    "no-newline.ndjson": lambda path: path.write_bytes(jsonl_bytes().rstrip()),
    "python.jsonl.gz": lambda path: path.write_bytes(gzip.compress(jsonl_bytes())),
    "members.jsonl.gz": lambda path: path.write_bytes(
        gzip.compress(jsonl_bytes()[:1000]) + gzip.compress(jsonl_bytes()[1000:])
    ),
    "python.jsonl.bz2": lambda path: path.write_bytes(bz2.compress(jsonl_bytes())),
    "arrow.jsonl.zst": lambda path: path.write_bytes(pa.compress(jsonl_bytes(), "zstd", asbytes=True)),
    "polars.jsonl": lambda path: pl.DataFrame(ROWS).write_ndjson(path),
    "pandas.jsonl.gz": lambda path: pd.DataFrame(ROWS).to_json(path, orient="records", lines=True),
    "python.csv": lambda path: path.write_bytes(csv_bytes()),
    "bom.csv": lambda path: path.write_bytes(b"\xef\xbb\xbf" + csv_bytes()),
    "python.tsv": lambda path: path.write_bytes(csv_bytes(delimiter="\t")),
    "pandas.csv": lambda path: pd.DataFrame(ROWS).to_csv(path, index=False),
    "pandas.csv.gz": lambda path: pd.DataFrame(ROWS).to_csv(path),
    "pandas.csv.bz2": lambda path: pd.DataFrame(ROWS).to_csv(path, quoting=csv.QUOTE_ALL),
    "arrow.csv.zst": lambda path: path.write_bytes(pa.compress(csv_bytes(), "zstd", asbytes=True)),
    "polars.csv": lambda path: pl.DataFrame(ROWS).write_csv(path),
    "arrow.parquet": lambda path: pq.write_table(arrow(), path),
    "plain.parquet": lambda path: pq.write_table(arrow(), path, compression="none", use_dictionary=False),
    "gzip.parquet": lambda path: pq.write_table(arrow(), path, compression="gzip", row_group_size=4),
    "brotli.parquet": lambda path: pq.write_table(arrow(), path, compression="brotli"),
    "lz4.parquet": lambda path: pq.write_table(arrow(), path, compression="lz4"),
    "zstd.parquet": lambda path: pq.write_table(arrow(), path, compression="zstd", data_page_version="2.0"),
    "large.parquet": lambda path: pq.write_table(arrow(text=pa.large_string(), id=pa.string_view()), path),
    "dictionary.parquet": lambda path: pq.write_table(arrow(id=pa.dictionary(pa.int32(), pa.string())), path),
    "polars.parquet": lambda path: pl.DataFrame(ROWS).write_parquet(path),
    "pandas.parquet": lambda path: pd.DataFrame(ROWS).to_parquet(path),
    "duckdb.parquet": lambda path: duckdb.from_arrow(arrow()).write_parquet(str(path)),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind(tiny, expected, tmp_path, name):
    path = tmp_path / name
    WRITERS[name](path)
    done = sayso.extract_files(path, tmp_path / "out", extractor=tiny, part_size=10)
    assert runs.tables(tmp_path / "out") == expected
    assert (done.articles, done.quotes, done.errors, done.parts) == (25, len(expected["quotes"]), 0, 3)


def test_texts_are_as_in_the_file(tiny, tmp_path):
    """Newlines, quotation marks and white space in fields of CSV count for offsets."""
    texts = [' Ada Lund\r\nsaid ""so"".\t', "Ada\nLund", "a,b", "'", "“x”\r"]
    with open(tmp_path / "a.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["text"], *([text] for text in texts)])
    sayso.extract_files(tmp_path / "a.csv", tmp_path / "out", extractor=tiny)
    rows = runs.tables(tmp_path / "out")["articles"]
    assert [(row["article_id"], row["n_chars"]) for row in rows] == [(str(i + 1), len(t)) for i, t in enumerate(texts)]


def test_folders_and_patterns(tiny, expected, tmp_path):
    data = tmp_path / "data"
    (data / "b" / "_temporary").mkdir(parents=True)
    pq.write_table(arrow().slice(0, 9), data / "a.parquet")
    runs.write_jsonl(data / "b" / "1.jsonl", ROWS[9:15])
    pl.DataFrame(ROWS[15:]).write_csv(data / "b" / "2.csv")
    for name in ("b/_temporary/x.jsonl", "b/.hidden.jsonl", "b/_SUCCESS", "b/notes.md", "_x.csv"):
        (data / name).write_bytes(b"not to be read")
    for n, inputs in enumerate(
        [data, str(data / "[ab]*"), [data / "a.parquet", data / "b"], [str(data / "a*"), str(data / "**" / "[12].*")]]
    ):
        sayso.extract_files(inputs, tmp_path / f"out{n}", extractor=tiny)
        assert runs.tables(tmp_path / f"out{n}") == expected


def test_ids_without_a_column(tiny, tmp_path):
    plain = [{"text": row["text"]} for row in ROWS[:3]]
    one = runs.write_jsonl(tmp_path / "one.jsonl", [*plain[:2], b"\n", plain[2]])
    pl.DataFrame(plain).write_csv(tmp_path / "two.csv")
    sayso.extract_files(one, tmp_path / "a", extractor=tiny)
    assert [row["article_id"] for row in runs.tables(tmp_path / "a")["articles"]] == ["1", "2", "4"]
    sayso.extract_files([one, tmp_path / "two.csv"], tmp_path / "b", extractor=tiny)
    assert [row["article_id"] for row in runs.tables(tmp_path / "b")["articles"]] == [
        *(f"{one}:{i}" for i in (1, 2, 4)),
        *(f"{tmp_path / 'two.csv'}:{i}" for i in (1, 2, 3)),
    ]


def test_plain_texts(tiny, tmp_path):
    (tmp_path / "in" / "b").mkdir(parents=True)
    for name in ("a.txt", "b/a.txt", "b/c.txt"):
        (tmp_path / "in" / name).write_bytes(b"Ada Lund said so.\r\n")
    (tmp_path / "in" / "d.txt.gz").write_bytes(gzip.compress(b"Ada Lund said so."))
    (tmp_path / "in" / "e.txt").write_bytes(b"Ada \xff")
    sayso.extract_files(tmp_path / "in", tmp_path / "out", extractor=tiny)
    found = runs.tables(tmp_path / "out")
    folder = tmp_path / "in"
    assert [row["article_id"] for row in found["articles"]] == [f"{folder}/a", f"{folder}/b/a", "c", "d"]
    assert found["errors"] == [{"article_id": "e", "stage": "input", "message": "not UTF-8 at byte 4"}]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.md", b"", "a.md: not .txt, .jsonl"),
        ("a.parquet.gz", b"", "not .txt"),
        ("a.parquet", b"PAR1 no more", "a.parquet: "),
        ("a.parquet", None, 'no column "text"; there are "body"'),
        ("a.csv", b"body,id\nx,y\n", 'no column "text"; there are "body", "id"'),
        ("a.csv", b"", 'no column "text"'),
    ],
)
def test_files_that_cannot_be_meant(tiny, tmp_path, name, content, message):
    path = tmp_path / name
    if content is None:
        pq.write_table(pa.table({"body": ["x"]}), path)
    else:
        path.write_bytes(content)
    with pytest.raises(sayso.InputError, match=message):
        sayso.extract_files(path, tmp_path / "out", extractor=tiny)
    assert not (tmp_path / "out").exists()


def test_nothing_there(tiny, tmp_path):
    for inputs in (tmp_path / "no.jsonl", tmp_path, str(tmp_path / "*.jsonl"), []):
        with pytest.raises(sayso.InputError):
            sayso.extract_files(inputs, tmp_path / "out", extractor=tiny)
    with pytest.raises(sayso.InputError, match="url"):
        pl.DataFrame(ROWS).write_csv(tmp_path / "a.csv")
        sayso.extract_files(tmp_path / "a.csv", tmp_path / "out", id="url", extractor=tiny)


def test_damaged_files_end_early(tiny, tmp_path):
    """What comes before the damage is read, the damage is one error, and the next file is read too."""
    whole = gzip.compress(jsonl_bytes())
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) * 2 // 3])
    good = runs.write_jsonl(tmp_path / "b.jsonl", [{"id": "last", "text": "Ada Lund said so."}])
    pq.write_table(arrow(), tmp_path / "c.parquet", row_group_size=5, compression="none", use_dictionary=False)
    raw = bytearray((tmp_path / "c.parquet").read_bytes())
    middle = raw.index(b"Number 12.")
    raw[middle - 400 : middle] = b"\xff" * 400
    (tmp_path / "c.parquet").write_bytes(raw)
    sayso.extract_files([tmp_path / "a.jsonl.gz", good], tmp_path / "out", extractor=tiny)
    found = runs.tables(tmp_path / "out")
    ids = [row["article_id"] for row in found["articles"]]
    assert ids[-1] == "last"
    assert ids[:-1] == [row["id"] for row in ROWS][: len(ids) - 1]
    assert 1 <= len(found["errors"]) <= 2  # half a line, and the end
    assert "from here on" in found["errors"][-1]["message"]
    sayso.extract_files([tmp_path / "c.parquet", good], tmp_path / "out2", extractor=tiny)
    found = runs.tables(tmp_path / "out2")
    assert [row["article_id"] for row in found["articles"]][-1] == "last"
    assert len(found["errors"]) == 1


def test_texts_with_the_base_model(folder, tmp_path):
    paths = sorted(folder.iterdir())[:4]
    done = sayso.extract_files(paths, tmp_path / "out", part_size=3)
    tables = sayso.extract_table([{"id": path.stem, "text": path.read_bytes().decode()} for path in paths])
    assert runs.tables(tmp_path / "out") == {table.name: table.to_dicts() for table in tables}
    assert (done.articles, done.errors, done.parts) == (4, 0, 2)
    assert done.quotes == len(tables.quotes) > 2


def test_options_in_place_of_an_extractor(tmp_path, tiny):
    path = tmp_path / "a.txt"
    path.write_text('Ada Lund spoke about the treaty. "It will hold," she said.', encoding="utf-8")
    done = sayso.extract_files(path, tmp_path / "out", kinds="reported", min_confidence=0.0)
    assert [row["kind"] for row in runs.tables(done.folder)["quotes"]] == ["reported"]
    options = json.loads((done.folder / "manifest.json").read_text())["options"]
    assert (options["kinds"], options["min_confidence"]) == (["reported"], 0.0)
    with pytest.raises(ValueError, match="kinds: give the extractor or its options, not both"):
        sayso.extract_files(path, tmp_path / "out2", extractor=tiny, kinds="all")
    with pytest.raises(ValueError, match='not "spoken"'):
        sayso.extract_files(path, tmp_path / "out2", kinds="spoken")
    assert not (tmp_path / "out2").exists()
