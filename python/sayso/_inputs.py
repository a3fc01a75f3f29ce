"""The files of articles behind the paths, globs and folders that a user names."""

from __future__ import annotations

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ._errors import InputError
from ._native import _Part, _Reader

KINDS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".txt": "txt",
}
COMPRESSIONS = {".gz": "gz", ".zst": "zst", ".bz2": "bz2"}
SUFFIXES = ".txt, .jsonl, .csv, .tsv or .parquet, all but the last also as .gz, .zst or .bz2"
STDIN = "-"


@dataclass(frozen=True)
class File:
    """A file of articles: its path, what messages and ids call it, its kind ("jsonl", ...) and compression."""

    path: str
    name: str
    kind: str
    compression: str = ""


@dataclass(frozen=True)
class Columns:
    """Names of the columns, as `extract_files` takes them."""

    text: str = "text"
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None


def find(paths: Iterable[str | os.PathLike[str]]) -> list[File]:
    """The files behind the paths, folders sorted; raises InputError if there are none."""
    found = [file for path in paths for file in _behind(os.fspath(path))]
    # a text is called by its file's stem, and where two have one, by its path
    stems = Counter(file.name for file in found if file.kind == "txt")
    return [
        File(file.path, _utf8(os.path.splitext(file.path)[0]), "txt", file.compression)
        if file.kind == "txt" and stems[file.name] > 1
        else file
        for file in found
    ]


def _behind(path: str) -> Iterator[File]:
    if path == STDIN:
        yield File(path, "standard input", "jsonl")
    elif os.path.isdir(path):
        found = [file for p in sorted(Path(path).rglob("*")) if _seen(p, path) and (file := _file(str(p)))]
        if not found:
            raise InputError(f"{path}: no file of articles in this folder ({SUFFIXES})")
        yield from found
    elif os.path.exists(path):
        file = _file(path)
        if file is None:
            raise InputError(f"{path}: not {SUFFIXES}, nor a folder")
        yield file
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            raise InputError(f"{path}: nothing matches this pattern")
        for match in matches:
            if os.path.isdir(match) or _file(match):
                yield from _behind(match)
    else:
        raise InputError(f"{path}: no such file or folder")


def _seen(path: Path, folder: str) -> bool:
    """False of what other tools leave in a folder beside the data: .crc files, _SUCCESS, _temporary/."""
    return path.is_file() and not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)


def _file(path: str) -> File | None:
    stem, suffix = os.path.splitext(path)
    compression = COMPRESSIONS.get(suffix.lower(), "")
    if compression:
        stem, suffix = os.path.splitext(stem)
    kind = KINDS.get(suffix.lower())
    if kind is None or (compression and kind == "parquet"):
        return None
    return File(path, _utf8(os.path.basename(stem) if kind == "txt" else path), kind, compression)


def _utf8(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")  # a file's name may be no UTF-8; an id must be


def reader(files: list[File], columns: Columns, limits: tuple[int, int, int | None], unique: bool) -> _Reader:
    """A reader of these files in parts; raises InputError if a column is missing.

    `limits` are the articles and the bytes of a part, and the characters of a text (None: 4 MB).
    """
    rows = [(os.fsencode(file.path), file.name, file.kind, file.compression) for file in files]
    names = (columns.text, columns.id, columns.title, columns.date, columns.url)
    articles, size, max_chars = limits
    try:
        return _Reader(rows, *names, articles, size, unique, max_chars)
    except ValueError as error:
        raise InputError(str(error)) from None


def parts(reader: _Reader) -> Iterator[_Part]:
    while (part := reader.read()) is not None:
        yield part


def fingerprint(file: File) -> dict[str, object]:
    """What tells that a file is still the same: its path, size in bytes and BLAKE2 checksum."""
    if file.path == STDIN or not os.path.isfile(file.path):
        return {"path": file.name}  # read once, so never the same
    size, checksum = digest(file.path)
    return {"path": _utf8(file.path), "size": size, "checksum": checksum}


def digest(path: str | os.PathLike[str]) -> tuple[int, str]:
    """Size of a file in bytes, and its BLAKE2 checksum."""
    blake = hashlib.blake2b(digest_size=16)
    size = 0
    with open(path, "rb") as opened:
        while block := opened.read(1 << 20):
            blake.update(block)
            size += len(block)
    return size, blake.hexdigest()
