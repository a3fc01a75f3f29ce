"""Seconds of each question to a corpus of many articles: `python benches/corpus.py RUN [ARTICLES]`.

RUN is the folder of a run of `extract_files`. Its tables are repeated under other ids, with other surnames, until
there are so many articles (10,000).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import sayso
from sayso._runs import LAYOUT, TABLES

NAMES = ("name", "speaker", "addressee")


def varied(table: pa.Table, turn: int) -> pa.Table:
    """A table under other ids; whoever is named in it is somebody else, but in every other turn."""
    ending = ["", "", "sen", "man", "ova", "ley"][turn % 6]
    for place, name in enumerate(table.column_names):
        column = table[name]
        if name == "article_id":
            table = table.set_column(place, name, pc.binary_join_element_wise(column, str(turn), "-"))
        elif name in NAMES and ending:
            table = table.set_column(place, name, pc.replace_substring_regex(column, r"(\w)$", rf"\1{ending}"))
    return table


def repeated(run: Path, out: Path, articles: int) -> None:
    """A run of so many articles made of another's."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    tables = {name: pq.read_table(run / name) for name in TABLES}
    turns = -(-articles // len(tables["articles"]))
    parts = []
    for turn in range(turns):
        for name, table in tables.items():
            (out / name).mkdir(parents=True, exist_ok=True)
            pq.write_table(varied(table, turn), out / name / f"part-{turn:06}.parquet")
        rows = {name: len(table) for name, table in tables.items()}
        parts.append({"part": turn, **rows, "files": [{name: [0, ""] for name in TABLES}]})
    assert manifest["layout"] == LAYOUT
    (out / "manifest.json").write_text(json.dumps(manifest | {"parts": parts}), encoding="utf-8")


def timed(name: str, ask: Callable[[], Any]) -> Any:
    """The answer; the seconds that it took go to the screen."""
    start, cpu = time.perf_counter(), time.process_time()
    answer = ask()
    rows = f"{len(answer):,} rows" if hasattr(answer, "__len__") else ""
    print(
        f"{name:<14}{time.perf_counter() - start:8.2f} s {time.process_time() - cpu:8.2f} s of CPU  {rows}", flush=True
    )
    return answer


def main(run: str, articles: str = "10000") -> None:
    with tempfile.TemporaryDirectory() as folder:
        repeated(Path(run), Path(folder), int(articles))
        corpus = timed("opened", lambda: sayso.Corpus(folder))
        print(corpus)
        most = corpus.speakers().head(1)["who"][0]
        questions = {
            "speakers": corpus.speakers,
            "entities": corpus.entities,
            "quotes_of": lambda: corpus.quotes_of(most),
            "search": lambda: corpus.search('people "health care"'),
            "edges": corpus.edges,
            "edges beside": lambda: corpus.edges("beside"),
            "network": lambda: corpus.network(2),
            "timeline": corpus.timeline,
            "gender": lambda: corpus.gender("month"),
            "repeated": corpus.repeated,
            "compare": corpus.compare,
            "why": lambda: corpus.why(most),
            "split": lambda: corpus.split(most, corpus.why(most).head(1)["article_id"]),
            "undo": corpus.undo,
        }
        for name, ask in questions.items():
            timed(name, ask)


if __name__ == "__main__":
    main(*sys.argv[1:])
