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
    keep: tuple[str, ...] = ()


def find(paths: Iterable[str | os.PathLike[str]], out: str | os.PathLike[str] | None = None) -> list[File]:
    """The files behind the paths, folders sorted; raises InputError if there are none.

    What a folder or pattern finds in `out`, or in another folder that sayso wrote, is no input.
    """
    if hasattr(paths, "columns"):
        raise InputError(f"a {type(paths).__name__} is no file: extract_table takes it")
    found = [file for path in paths for file in _behind(os.fspath(path), out)]
    if not found:
        raise InputError("no files to read")
    # a text is called by its file's stem, and where two have one, by its path
    stems = Counter(file.name for file in found if file.kind == "txt")
    return [
        File(file.path, _utf8(os.path.splitext(file.path)[0]), "txt", file.compression)
        if file.kind == "txt" and stems[file.name] > 1
        else file
        for file in found
    ]


def _behind(path: str, out: str | os.PathLike[str] | None) -> Iterator[File]:
    if path == STDIN:
        yield File(path, "standard input", "jsonl")
    elif os.path.isdir(path):
        found = list(_within(path, out))
        if not found:
            raise InputError(f"{path}: no file of articles in this folder ({SUFFIXES})")
        yield from found
    elif os.path.exists(path):
        file = _file(path)
        if file is None:
            hint = "; of JSON it reads one object a line (.jsonl)" if path.lower().endswith(".json") else ""
            raise InputError(f"{path}: not {SUFFIXES}, nor a folder{hint}")
        yield file
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            raise InputError(f"{path}: nothing matches this pattern")
        for match in matches:
            if os.path.isdir(match):
                yield from _within(match, out)
            elif (file := _file(match)) and not _ours(Path(match), out):
                yield file
    elif os.path.islink(path):
        raise InputError(f"{path}: a link to nothing")
    else:
        raise InputError(f"{path}: no such file or folder")


def _within(folder: str, out: str | os.PathLike[str] | None) -> Iterator[File]:
    """The files of articles in a folder, to any depth; links to nothing too, for they were meant."""
    own: dict[Path, bool] = {}  # by folder, asked once each
    for path in sorted(Path(folder).rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)  # _SUCCESS, _temporary/
        if hidden or not (path.is_file() or (path.is_symlink() and not path.exists())):
            continue
        if path.parent not in own:
            own[path.parent] = _ours(path, out)
        if not own[path.parent] and (file := _file(str(path))):
            yield file


def _ours(path: Path, out: str | os.PathLike[str] | None) -> bool:
    """True of a file in a folder that sayso writes or wrote."""
    folders = [path.parent, path.parent.parent]
    written = any((folder / "manifest.json").is_file() and (folder / "quotes").is_dir() for folder in folders)
    return written or (out is not None and Path(out).resolve() in path.resolve().parents)


def _file(path: str) -> File | None:
    stem, suffix = os.path.splitext(path)
    compression = COMPRESSIONS.get(suffix.lower(), "")
    if compression:
        stem, suffix = os.path.splitext(stem)
    kind = KINDS.get(suffix.lower())
    if kind is None or (compression and kind == "parquet"):
        return None
    return File(path, _utf8(os.path.basename(stem) if kind == "txt" else path), kind, compression)


def is_table(path: str) -> bool:
    """True of the name of a file of many articles."""
    file = _file(path)
    return file is not None and file.kind != "txt"


def _utf8(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")  # a file's name may be no UTF-8; an id must be


def reader(files: list[File], columns: Columns, limits: tuple[int, int, int | None], unique: bool) -> _Reader:
    """A reader of these files in parts; raises InputError if a column is missing.

    `limits` are the articles and the bytes of a part, and the characters of a text (None: 1 MB).
    """
    rows = [(os.fsencode(file.path), file.name, file.kind, file.compression) for file in files]
    return _Reader(rows, limits, unique, **vars(columns))


def parts(reader: _Reader) -> Iterator[_Part]:
    while (part := reader.read()) is not None:
        yield part


def fingerprint(file: File) -> dict[str, object]:
    """What tells that a file is still the same: its path, size in bytes and BLAKE2 checksum."""
    if os.path.islink(file.path) and not os.path.exists(file.path):
        return {"path": _utf8(file.path), "size": 0, "checksum": "a link to nothing"}
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
