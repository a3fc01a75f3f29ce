"""Tables in memory: every kind of data frame in, every library out, with the real libraries."""

from __future__ import annotations

import copy
import datetime
import pickle

import datasets
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pytest
from conftest import MODEL, ROOT, SAMPLES

import sayso
from sayso import _native

NAMES = ("articles", "entities", "mentions", "quotes", "errors")
BODY = "Ada Lund told parliament that he said “It’s café-proof 😀,” she said, according to Tom Berg. "


def article(i: int) -> dict[str, object]:
    return {"key": f"k{i}", "body": f"{BODY * (i % 3 + 1)}{i}.", "head": f"T{i}" if i % 2 else None}


ROWS = [article(i) for i in range(30)]
COLUMNS = {"text": "body", "id": "key", "title": "head"}


@pytest.fixture(scope="module")
def expected(tiny):
    return tiny.extract_table(ROWS, **COLUMNS)


@pytest.fixture(scope="module")
def base():
    return sayso.Extractor()


@pytest.fixture(scope="module")
def samples():
    texts = [path.read_bytes().decode()[:900] for path in SAMPLES[:5]]
    return [{"key": f"k{i}", "body": text, "head": f"T{i}" if i % 2 else None} for i, text in enumerate(texts)]


@pytest.fixture(scope="module")
def real(base, samples):
    return base.extract_table(samples, **COLUMNS)


@pytest.mark.parametrize("model", ["tiny", "base"])
def test_tables_are_the_json_form(request, model):
    """Every value of the tables is what the extraction says."""
    extractor = request.getfixturevalue(model)
    given = request.getfixturevalue("samples") if model == "base" else ROWS
    expected = request.getfixturevalue("real" if model == "base" else "expected")
    records = [
        extractor.extract({"id": row["key"], "text": row["body"], "title": row["head"]}).to_dict() for row in given
    ]
    articles = expected.articles.to_dicts()
    assert [(r["article_id"], r["title"], r["language"]) for r in articles] == [
        (row["key"], row["head"], record["language"]) for row, record in zip(given, records, strict=True)
    ]
    assert [(r["n_chars"], r["n_words"]) for r in articles] == [(len(r["body"]), len(r["body"].split())) for r in given]
    by_table = {name: {} for name in NAMES}
    for table in expected:
        for row in table.to_dicts():
            by_table[table.name].setdefault(row["article_id"], []).append(row)
    for row, record, counts in zip(given, records, articles, strict=True):
        text, key = row["body"], row["key"]
        entities, mentions, quotes = (by_table[t].get(key, []) for t in ("entities", "mentions", "quotes"))
        assert [counts[f"n_{t}"] for t in ("entities", "mentions", "quotes")] == [
            len(entities),
            len(mentions),
            len(quotes),
        ]
        for entity, one in zip(entities, record["entities"], strict=True):
            assert entity == {
                "article_id": key,
                "entity_id": one["id"],
                "affiliation_id": one["affiliation"],
                **{k: v for k, v in one.items() if k not in ("id", "affiliation", "mentions")},
                "n_mentions": len(one["mentions"]),
            }
        whole = [(e["id"], m) for e in record["entities"] for m in e["mentions"]]
        assert [m["mention_id"] for m in mentions] == [f"m{i + 1}" for i in range(len(whole))]
        for mention, (entity, one) in zip(mentions, whole, strict=True):
            assert mention["entity_id"] == entity
            assert {k: mention[k] for k in one} == one
        names = {one["id"]: one["name"] for one in record["entities"]}
        for quote, one in zip(quotes, record["quotes"], strict=True):
            assert [[s["start"], s["end"]] for s in quote["content"]] == one["content"]
            assert (quote["start"], quote["end"]) == (one["content"][0][0], one["content"][-1][1])
            for k in ("kind", "act", "text", "relayed_by", "anonymous", "negated", "duplicate", "confidence"):
                assert quote[k] == one[k]
            for k in ("cue", "source", "sentence"):
                pair = [quote[f"{k}_start"], quote[f"{k}_end"]]
                assert pair == (one[k] or [None, None])
                assert quote[k] == (text[slice(*pair)] if one[k] else None)
            for k in ("speaker", "addressee"):
                assert (quote[f"{k}_id"], quote[k]) == (one[k], names.get(one[k]))
    assert len(expected.errors) == 0
    assert len(expected.quotes) >= len(given)


def test_arrow_out(expected):
    for table in expected:
        arrow = pa.table(table)
        arrow.validate(full=True)
        assert arrow.schema == pa.schema(table)
        assert arrow.num_rows == len(table)
        assert arrow.column_names == table.columns
        assert arrow.to_pylist() == table.to_dicts()
        assert table.to_arrow() == arrow
        assert pl.DataFrame(table).to_dicts() == table.to_dicts()
        assert table.to_polars().equals(pl.DataFrame(table))
        ours = table  # noqa: F841 - duckdb finds it by its name
        assert duckdb.sql("from ours").fetchall() == [tuple(row.values()) for row in table.to_dicts()]
        frame = pd.DataFrame.from_arrow(table)
        assert list(frame.columns) == table.columns
        pd.testing.assert_frame_equal(table.to_pandas(), frame)
        plain = [c for c in table.columns if c not in ("warnings", "aliases", "roles", "content")]
        missing = frame[plain].astype(object).where(frame[plain].notna(), None)
        assert missing.to_dict("records") == [{c: row[c] for c in plain} for row in table.to_dicts()]


def test_joins(real):
    entities, quotes = real.entities.to_polars(), real.quotes.to_polars()
    joined = quotes.filter(pl.col("speaker_id").is_not_null()).join(
        entities, left_on=["article_id", "speaker_id"], right_on=["article_id", "entity_id"]
    )
    assert joined["speaker"].to_list() == joined["name"].to_list()
    assert joined.height == quotes["speaker_id"].is_not_null().sum() > 0


FRAMES = {
    "polars": lambda: pl.DataFrame(ROWS),
    "polars with objects": lambda: pl.DataFrame(ROWS).with_columns(
        pl.Series("other", [object()] * len(ROWS), dtype=pl.Object)
    ),
    "polars lazy": lambda: pl.LazyFrame(ROWS),
    "polars categories": lambda: pl.DataFrame(ROWS).with_columns(
        pl.col("key").cast(pl.Categorical), pl.col("body").cast(pl.Categorical)
    ),
    "pyarrow": lambda: pa.Table.from_pylist(ROWS),
    "pyarrow large": lambda: pa.Table.from_pylist(ROWS).cast(
        pa.schema({"key": pa.large_string(), "body": pa.large_string(), "head": pa.string_view()})
    ),
    "pyarrow dictionary": lambda: pa.table(
        {name: pa.array([row[name] for row in ROWS]).dictionary_encode() for name in ROWS[0]}
    ),
    "pyarrow batch": lambda: pa.RecordBatch.from_pylist(ROWS),
    "pyarrow batches": lambda: pa.Table.from_pylist(ROWS).to_batches(max_chunksize=7),
    "pyarrow reader": lambda: pa.Table.from_pylist(ROWS).to_reader(max_chunksize=7),
    "pyarrow dataset": lambda: pyarrow.dataset.dataset(pa.Table.from_pylist(ROWS)),
    "pandas": lambda: pd.DataFrame(ROWS),
    "pandas objects": lambda: pd.DataFrame(ROWS, dtype=object).assign(other=[object()] * len(ROWS)),
    "pandas categories": lambda: pd.DataFrame(ROWS).astype("category"),
    "duckdb": lambda: duckdb.from_arrow(pa.Table.from_pylist(ROWS)),
    "datasets": lambda: datasets.Dataset.from_list(ROWS),
    "datasets as torch would see it": lambda: datasets.Dataset.from_list(ROWS).with_format("numpy"),
    "datasets selected": lambda: datasets.Dataset.from_list([ROWS[0], *ROWS[::-1]]).select(range(len(ROWS), 0, -1)),
    "datasets stream": lambda: datasets.Dataset.from_list(ROWS).to_iterable_dataset(),
    "dicts": lambda: iter(ROWS),
    "our own": lambda: [{"key": row["key"], "body": row["body"], "head": row["head"]} for row in ROWS],
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_frames_in(tiny, expected, frame):
    assert tiny.extract_table(frame(), **COLUMNS) == expected


def test_module_function():
    data = pl.DataFrame({"text": [BODY], "id": [7], "date": [datetime.date(2026, 1, 2)]})
    tables = sayso.extract_table(data, extractor=sayso.Extractor(MODEL))
    assert tables.articles.to_dicts()[0]["article_id"] == "7"
    assert tables.articles.to_dicts()[0]["date"] == "2026-01-02"
    assert sayso.extract_table([]).articles.columns == tables.articles.columns
    for options in ({"kinds": "all"}, {"min_confidence": 0.5}, {"kinds": "all", "min_confidence": 0.0}):
        with pytest.raises(ValueError, match=f"{' and '.join(options)}: give the extractor or its options, not both"):
            sayso.extract_table(data, extractor=sayso.Extractor(MODEL), **options)


@pytest.mark.parametrize(
    ("ids", "shown"),
    [
        (pa.array([1, 2], pa.int64()), ["1", "2"]),
        (pa.array([1, 2**64 - 1], pa.uint64()), ["1", str(2**64 - 1)]),
        (pa.array([1.0, None]), ["1", "row 2 (no id)"]),
        (pa.array([None, None]), ["row 1 (no id)", "row 2 (no id)"]),
        (pa.array(["x", None]), ["x", "row 2 (no id)"]),
    ],
)
def test_ids(tiny, ids, shown):
    tables = tiny.extract_table(pa.table({"id": ids, "text": [BODY, BODY]}))
    assert [row["article_id"] for row in tables.articles.to_dicts()] == shown


def test_ids_of_pandas_with_gaps(tiny):
    frame = pd.DataFrame({"id": [7, None, 9], "text": [BODY] * 3})
    assert frame["id"].dtype == float
    assert [row["article_id"] for row in tiny.extract_table(frame).articles.to_dicts()] == ["7", "row 2 (no id)", "9"]


@pytest.mark.parametrize("dtype", [object, "str", "string", "category", None])
@pytest.mark.parametrize("missing", [None, float("nan"), np.float64("nan"), pd.NA, pd.NaT], ids=repr)
def test_missing_texts_of_pandas(tiny, missing, dtype):
    """However pandas writes that there is none."""
    frame = pd.DataFrame({"id": ["a", "b"], "text": pd.Series([BODY, missing], dtype=dtype), "title": [missing] * 2})
    expected = tiny.extract_table([{"id": "a", "text": BODY}, {"id": "b"} | {"text": None}])
    assert tiny.extract_table(frame) == expected
    assert [tuple(row.values()) for row in expected.errors.to_dicts()] == [("b", "input", "the text is null")]
    only = tiny.extract_table(pd.DataFrame({"text": [missing]}))
    assert [tuple(row.values()) for row in only.errors.to_dicts()] == [("1", "input", "the text is null")]


def test_a_missing_text_has_one_message(tiny, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": null}\n')
    pl.DataFrame({"text": [None]}, schema={"text": pl.String}).write_parquet(tmp_path / "b.parquet")
    sayso.extract_files([tmp_path / "a.jsonl", tmp_path / "b.parquet"], tmp_path / "out", extractor=tiny)
    errors = pl.read_parquet(tmp_path / "out" / "errors")["message"].to_list()
    errors += [e.message for e in tiny.extract_batch([{"text": None}, {"text": float("nan")}, {"text": pd.NA}])]
    errors += (
        tiny.extract_table(pa.table({"text": pa.array([None], pa.string())})).errors.to_arrow()["message"].to_pylist()
    )
    assert errors == ["the text is null"] * 6


def test_bad_rows(tiny):
    texts = [BODY, None, "", BODY, 5, float("nan"), BODY, b"x"]
    frame = pd.DataFrame({"id": ["a", "b", "c", "a", "e", "f", "g", "h"], "text": pd.Series(texts, dtype=object)})
    tables = tiny.extract_table(frame)
    assert [row["article_id"] for row in tables.articles.to_dicts()] == ["a", "g"]
    errors = tables.errors.to_dicts()
    assert [row["article_id"] for row in errors] == ["b", "c", "a", "e", "f", "h"]
    assert [row["message"] for row in errors if row["article_id"] in "bf"] == ["the text is null"] * 2
    assert {row["stage"] for row in errors} == {"input"}
    assert errors[2]["message"] == "the id is already that of row 1"
    arrow = pa.table({"id": ["a", "b", "a"], "text": [BODY, None, BODY]})
    assert [row["message"] for row in tiny.extract_table(arrow).errors.to_dicts()] == [
        "the text is null",
        "the id is already that of row 1",
    ]


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (pl.DataFrame({"body": [BODY]}), ValueError, 'no column "text".*"body"'),
        (pa.table({"body": [BODY]}), ValueError, 'no column "text".*"body"'),
        (pd.DataFrame({"body": [BODY]}), ValueError, 'no column "text".*"body"'),
        (pa.table({"text": [5]}), ValueError, 'column "text" has type Int64'),
        (pa.table({"text": [b"x"]}), ValueError, 'column "text" has type Binary'),
        (pa.table({"text": [BODY], "id": [[1]]}), ValueError, 'column "id" has type List'),
        (BODY, TypeError, "iterable of such tables"),
        ({"text": BODY}, TypeError, "iterable of such tables"),
        (5, TypeError, "iterable of such tables"),
        (pa.array([BODY]), TypeError, "an Arrow array is no table"),
    ],
)
def test_wrong_data(tiny, data, error, message):
    with pytest.raises(error, match=message):
        tiny.extract_table(data)


def test_a_named_column_must_be_there(tiny):
    for data in (pa.table({"text": [BODY]}), pl.DataFrame({"text": [BODY]}), pd.DataFrame({"text": [BODY]})):
        with pytest.raises(ValueError, match=r"no column .url"):
            tiny.extract_table(data, id="url")


def test_threads_and_batches_do_not_matter(expected):
    for threads, step in ((1, 1), (2, 4)):
        batches = pa.Table.from_pylist(ROWS).to_batches(max_chunksize=step)
        assert sayso.Extractor(MODEL, threads=threads, min_confidence=0).extract_table(batches, **COLUMNS) == expected


def test_python_manners(expected):
    for table in [*expected, expected]:
        assert pickle.loads(pickle.dumps(table)) == table
        assert copy.copy(table) == copy.deepcopy(table) == table
        assert table != 5
    assert expected.quotes != expected.entities
    assert expected.quotes.head(3) != expected.quotes
    assert len(expected.quotes.head(3)) == 3
    assert expected.quotes.head(3).to_dicts() == expected.quotes.to_dicts()[:3]
    assert not expected.errors
    assert expected.errors.to_dicts() == []
    assert repr(expected).startswith("Tables(30 articles, ")
    assert repr(expected.quotes).startswith(f"Table(quotes, {len(expected.quotes)} rows: article_id, quote_id, ")
    assert repr(expected.errors) == "Table(errors, 0 rows: article_id, stage, message)"
    assert all(len(repr(table)) <= 80 for table in expected)


BATCH = [{"id": "a", "text": BODY}, {"id": "b", "text": None}, {"id": "c", "text": BODY * 2}, {"id": "d", "text": ""}]


@pytest.mark.parametrize("name", ["articles", "entities", "mentions", "quotes"])
def test_map_batch(tiny, name):
    mapped = tiny.map_batch(pa.RecordBatch.from_pylist(BATCH), name)
    rows = mapped.to_dicts()
    plain = getattr(tiny.extract_table(BATCH), name).to_dicts()
    assert [row for row in rows if row["error"] is None] == [row | {"error": None} for row in plain]
    failed = [row for row in rows if row["error"] is not None]
    assert [(row["article_id"], row["error"]) for row in failed] == [
        ("b", "input: the text is null"),
        ("d", "input: the text is empty"),
    ]
    assert all(value is None for row in failed for key, value in row.items() if key not in ("article_id", "error"))


def test_nested_rows_equal_the_tidy_tables(tiny):
    batch = pa.RecordBatch.from_pylist(BATCH)
    nested = tiny.map_batch(batch, "nested")
    tables = tiny.extract_table(batch)
    frame = nested.to_polars()
    assert frame["article_id"].to_list() == ["a", "b", "c", "d"]
    assert frame["error"].is_null().to_list() == [True, False, True, False]
    for name in ("entities", "mentions", "quotes"):
        inner = frame.select("article_id", name).explode(name).drop_nulls(name).unnest(name)
        assert inner.equals(getattr(tables, name).to_polars())
    outer = frame.filter(pl.col("error").is_null()).select(tables.articles.columns)
    assert outer.equals(tables.articles.to_polars())
    without = tiny.map_batch(pa.table({"text": [BODY, None]}), "nested").to_dicts()
    assert [row["article_id"] for row in without] == [None, None]


@pytest.mark.parametrize("name", ["articles", "entities", "mentions", "quotes", "nested"])
def test_map_batch_carries_columns_along(tiny, name):
    rows = [row | {"outlet": f"{row['id']} Post", "page": n} for n, row in enumerate(BATCH)]
    mapped = tiny.map_batch(pa.RecordBatch.from_pylist(rows), name, keep=["outlet", "page"])
    plain = tiny.map_batch(pa.RecordBatch.from_pylist(BATCH), name)
    assert mapped.columns == [*plain.columns, "outlet", "page"]
    assert len(mapped) == len(plain) >= 2
    for row, without in zip(mapped, plain, strict=True):
        # of a row without a text nothing is known but its id
        known = row["article_id"] != "b"
        assert row.pop("outlet") == (f"{without['article_id']} Post" if known else None)
        assert row.pop("page") == (str("abcd".index(without["article_id"])) if known else None)
        assert row == without
    assert mapped.to_arrow().schema == sayso.schema(name, keep=["outlet", "page"])
    assert pickle.loads(pickle.dumps(mapped)) == mapped
    [batch] = tiny.map_batches(pa.Table.from_pylist(rows).to_batches(), name, keep="outlet")
    assert batch.column("outlet").to_pylist() == mapped["outlet"]


def test_a_column_carried_along_has_no_namesake_and_any_values(tiny):
    rows = [row | {"cue": "none", "kind": "daily"} for row in BATCH]
    with pytest.raises(sayso.ArgumentError, match='quotes have a column "cue" of their own'):
        tiny.map_batch(pa.Table.from_pylist(rows), keep="cue")
    with pytest.raises(sayso.ArgumentError, match='quotes have a column "error" of their own'):
        sayso.schema(keep="error")
    assert sayso.schema("articles", "spark", keep="cue").endswith("`error` string, `cue` string")
    # what a quote's kind may be does not bind an article's
    articles = tiny.extract_table(rows, keep="kind").articles
    assert pickle.loads(pickle.dumps(articles))["kind"] == articles["kind"] == ["daily", "daily"]


def test_map_batches(tiny):
    batches = pa.Table.from_pylist(BATCH * 5).to_batches(max_chunksize=3)
    out = list(tiny.map_batches(iter(batches), "nested", text="text", id="id"))
    assert all(isinstance(batch, pa.RecordBatch) for batch in out)
    assert sum(batch.num_rows for batch in out) == len(BATCH) * 5
    assert out[0].schema == sayso.schema("nested")
    method = pickle.loads(pickle.dumps(tiny)).map_batches
    assert pa.Table.from_batches(pickle.loads(pickle.dumps(method))(batches)) == pa.Table.from_batches(
        tiny.map_batches(batches)
    )
    with pytest.raises(ValueError, match="errors are rows"):
        tiny.map_batch(batches[0], "errors")
    with pytest.raises(ValueError, match="no table is called"):
        tiny.map_batch(batches[0], "people")


def test_schema():
    for name in ("articles", "entities", "mentions", "quotes", "nested"):
        assert sayso.schema(name).names[-1] == "error"
    assert sayso.schema("quotes", "spark").startswith("`article_id` string, `quote_id` string, `kind` string")
    assert "`content` array<struct<`start`:int,`end`:int>>" in sayso.schema("quotes", "spark")
    with pytest.raises(ValueError, match="engine must be"):
        sayso.schema("quotes", "ray")


def test_docs_name_every_column():
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    for table, columns in _native._columns():
        assert f"`{table}`: " in page
        for name, kind, about in columns:
            assert f"| `{name}` | {kind} | {about} |" in page, f"{table}.{name}"
