"""What the tests of runs share: inputs of every kind, and what a folder holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

NAMES = ("articles", "entities", "mentions", "quotes", "errors")
WORDS = "Ada Lund told parliament that he said “It’s café-proof 😀,” she said.\nNumber "


def articles(n: int) -> list[dict[str, Any]]:
    return [{"id": f"a{i}", "text": f"{WORDS}{i}.", "title": f"“T{i}”, so" if i % 2 else None} for i in range(n)]


def write_jsonl(path: Path, rows: list[Any]) -> Path:
    lines = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows]
    path.write_bytes(b"".join(lines))
    return path


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, the files of each read as one."""
    found = {}
    for name in NAMES:
        paths = sorted((folder / name).iterdir())
        if paths and paths[0].suffix == ".jsonl":
            found[name] = [json.loads(line) for path in paths for line in path.read_text("utf-8").split("\n")[:-1]]
        else:
            found[name] = pq.read_table(folder / name).to_pylist()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that a reader of the tables sees, byte for byte; nothing else lies about."""
    hidden = [path.name for path in folder.rglob(".*")]
    assert not hidden
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
