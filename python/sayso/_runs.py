"""Runs over files of articles that survive a crash: parts renamed into place, a manifest of those that are."""

from __future__ import annotations

import contextlib
import csv
import itertools
import json
import os
import shutil
import stat
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from . import _inputs
from ._errors import ArgumentError, Error, InputError, RunError
from ._inputs import Columns, File
from ._native import Extractor, __version__, _columns, _head, _PartJob
from ._options import extractor_of
from ._progress import Progress, Watch, shown

TABLES = ("articles", "entities", "mentions", "quotes", "errors")
FORMATS = ("parquet", "jsonl", "csv")
MANIFEST = "manifest.json"
# what is being written, until it is renamed into place
WORK = ".work"
TEMPORARY = f".{MANIFEST}.tmp"
# times that leftovers are looked for
SWEEPS = 20
# raised when the tables, the cut into parts or the manifest change
LAYOUT = 2
# bytes of a manifest; some hundred a part
LONGEST = 1 << 26

# bytes of a row in JSON Lines
LONGEST_ROW = 1 << 28

# a part ends at either
PART_ARTICLES = 2000
PART_BYTES = 16 << 20
# parts under way: one is written to the disk while the next is extracted
UNDER_WAY = 2
# seconds between two reports
TICK = 0.2


@dataclass(frozen=True)
class Run:
    """What a run has written.

    Attributes:
        folder (Path): where.
        articles, entities, mentions, quotes, errors (int): rows of each table.
        parts (int): files of each table.
    """

    folder: Path
    articles: int
    entities: int
    mentions: int
    quotes: int
    errors: int
    parts: int


def extract_files(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    text: str = "text",
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
    extractor: Extractor | None = None,
    kinds: str | Iterable[str] | None = None,
    min_confidence: float | None = None,
    types: str | Iterable[str] | None = None,
    keep: str | Iterable[str] | None = None,
    format: Literal["parquet", "jsonl", "csv"] = "parquet",
    resume: bool = False,
    overwrite: bool = False,
    part_size: int = PART_ARTICLES,
    progress: bool | Callable[[Progress], object] | None = None,
) -> Run:
    """Extracts files of articles into five tables on disk: `out/quotes/part-000000.parquet` and so on.

    The input is read in a stream, and memory does not grow with it. A part is whole or not there; `out/manifest.json`
    lists the finished ones, and a run that was stopped, or killed, goes on from there.

    Args:
        inputs: files (.jsonl, .csv, .tsv, .parquet or .txt; all but Parquet also as .gz, .zst or .bz2), folders of
            them, patterns, or several of these. "-" is JSON Lines on the standard input.
        out: the folder to write to.
        text, id, title, date, url: names of the columns. None takes the column of that name if there is one; without
            ids the row's number, from 1, is the id (after the file's name, if there are several).
        extractor: the model and its options; None for the base model on all cores.
        kinds, min_confidence, types: as `Extractor` takes them, in place of an extractor; None for its defaults.
        keep: columns that are not read (outlet, author, ...) and carried into `articles`, as text.
        format: form of the tables. "csv" is for spreadsheets; what they would calculate has an apostrophe before it.
        resume: go on with the run that the folder holds; begin one if there is none.
        overwrite: throw away the run that the folder holds.
        part_size: most articles in a part (16 MB of text end one too; if its rows take more than 256 MB, it has more
            files).
        progress: True for a bar on stderr, or a function that is called with a Progress a few times a second.

    Returns:
        The rows of each table.

    Raises:
        InputError: no such file, no such column, or no row of the first part has such a field.
        RunError: the folder holds a run (or something else) and neither resume nor overwrite is given, or resume is
            and input, model or options are not those of the run; or an input changed during the run. Also an OSError:
            the disk is full, or the folder cannot be written; the finished parts stay.
        ArgumentError: no such kind or type, min_confidence outside 0 to 1, an extractor and options, or another wrong
            value.
    """
    if resume and overwrite:
        raise ArgumentError("resume or overwrite, not both")
    if format not in FORMATS:
        raise ArgumentError(f"format must be {', '.join(map(repr, FORMATS[:-1]))} or {FORMATS[-1]!r}, not {format!r}")
    if part_size < 1:
        raise ArgumentError(f"part_size must be 1 or more, not {part_size}")
    files = _inputs.find([inputs] if isinstance(inputs, (str, os.PathLike)) else inputs, out)
    columns = Columns(text, id, title, date, url, (keep,) if isinstance(keep, str) else tuple(keep or ()))
    extractor = extractor_of(extractor, kinds, min_confidence, types)
    with shown(progress) as report, _told():
        folder = Path(out)
        limits = (part_size, PART_BYTES, extractor.max_chars)
        parts = _inputs.parts(_inputs.reader(files, columns, limits, unique=True))
        first = list(itertools.islice(parts, 1))  # without the fields that were named, nothing is written
        stamps = [_stamp(file) for file in files]
        plan = _plan(files, columns, extractor, format, part_size)
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            manifest = _begin(folder, plan, resume=resume, overwrite=overwrite)
            _extract(extractor, itertools.chain(first, parts), manifest, Watch(report))
            _check_unchanged(files, plan["inputs"], stamps)
            manifest.complete = True
            manifest.write()
        return manifest.run()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What the system refuses is told as an error of sayso."""
    try:
        yield
    except Error:
        raise
    except OSError as error:
        raise RunError(*error.args, *([error.filename] if error.filename is not None else [])) from error


def _plan(files: list[File], columns: Columns, extractor: Extractor, format: str, part_size: int) -> dict[str, Any]:
    """All that the tables depend on."""
    name, checksum, *_ = extractor._facts
    return {
        "sayso": __version__,
        "layout": LAYOUT,
        "model": {"name": name, "checksum": checksum},
        "options": {
            **asdict(columns),
            "keep": list(columns.keep),
            "types": list(extractor.types),
            "max_chars": extractor.max_chars,
            "min_confidence": extractor.min_confidence,
            "guess_gender": extractor.guess_gender,
            "kinds": list(extractor.kinds),
            "format": format,
            "part_size": part_size,
        },
        "inputs": [_inputs.fingerprint(file) for file in files],
    }


@dataclass(frozen=True)
class Part:
    """A finished part: rows of each table, and size and checksum of each table's file, as often as it has one."""

    rows: list[int]
    files: list[list[tuple[int, str]]]


class Manifest:
    """The finished parts of a run, on disk after every change."""

    def __init__(self, folder: Path, plan: dict[str, Any], parts: dict[int, Part], complete: bool) -> None:
        self.folder = folder
        self.plan = plan
        self.parts = parts  # by number
        self.complete = complete

    def path(self, table: str, number: int, more: int = 0) -> Path:
        """The file of a part of a table; one whose rows are many has more of them, which sort after it."""
        suffix = f"_{more:03}" if more else ""
        return self.folder / table / f"part-{number:06}{suffix}.{self.plan['options']['format']}"

    def paths(self, table: str) -> list[Path]:
        """The files of a table, in order."""
        return [self.path(table, n, k) for n in sorted(self.parts) for k in range(len(self.parts[n].files))]

    def is_whole(self, number: int) -> bool:
        """The files of a part are as they were written."""
        files = [
            (self.path(table, number, more), fact)
            for more, facts in enumerate(self.parts[number].files)
            for table, fact in zip(TABLES, facts, strict=True)
        ]
        try:
            return all(_own(path).st_size == fact[0] for path, fact in files) and all(
                _inputs.digest(path) == fact for path, fact in files
            )
        except OSError:
            return False

    def write(self) -> None:
        head = json.dumps(self.plan | {"complete": self.complete}, ensure_ascii=False, indent=1)
        parts = ",".join(f"\n  {_as_json(number, self.parts[number])}" for number in sorted(self.parts))
        _replace(self.folder / MANIFEST, f'{head[:-2]},\n "parts": [{parts}\n ]\n}}'.encode())

    def run(self) -> Run:
        rows = [sum(part.rows[k] for part in self.parts.values()) for k in range(len(TABLES))]
        files = sum(len(part.files) for part in self.parts.values())
        return Run(self.folder, rows[0], rows[1], rows[2], rows[3], rows[4], files)


def _as_json(number: int, part: Part) -> str:
    files = [dict(zip(TABLES, facts, strict=True)) for facts in part.files]
    return json.dumps({"part": number, **dict(zip(TABLES, part.rows, strict=True)), "files": files})


def _replace(path: Path, content: bytes) -> None:
    """Puts a whole file in the place of another; what stands under its temporary name is not followed."""
    temporary = path.with_name(TEMPORARY)
    temporary.unlink(missing_ok=True)
    with open(temporary, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    _sync(path.parent)


def _own(path: Path) -> os.stat_result:
    """Facts of a file that is a plain one, no link; raises OSError if it is not."""
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(f"{path} is a link, or no file")
    return facts


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the run in a folder, if it holds one; raises RunError if it is damaged."""
    path = folder / MANIFEST
    try:
        if _own(path).st_size > LONGEST:
            raise ValueError("it is too long")
        return _manifest(folder, json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except KeyError as error:
        why = f"it has no {error.args[0]!r}"
    except (OSError, ValueError, TypeError, RecursionError) as error:
        why = str(error)
    raise RunError(f"{path} is not a manifest of sayso ({why})")


def _manifest(folder: Path, whole: Any) -> Manifest:
    """The manifest that a JSON file holds; raises KeyError, TypeError or ValueError if it is none."""
    _typed(whole, dict, "the whole")
    _typed(whole["sayso"], str, "sayso")
    _count(whole["layout"], "layout")
    for key in ("name", "checksum"):
        _typed(_typed(whole["model"], dict, "model")[key], str, f"model.{key}")
    if _typed(whole["options"], dict, "options")["format"] not in FORMATS:
        raise ValueError("options.format is none that sayso writes")
    for file in _typed(whole["inputs"], list, "inputs"):
        _typed(_typed(file, dict, "an input")["path"], str, "the path of an input")
    complete = _typed(whole.pop("complete"), bool, "complete")
    parts: dict[int, Part] = {}
    listed = _typed(whole.pop("parts"), list, "parts")
    for part in listed if whole["layout"] == LAYOUT else ():  # those of another version are nobody's here
        number = _count(_typed(part, dict, "a part")["part"], "the number of a part")
        if number in parts:
            raise ValueError(f"part {number} comes twice")
        files = [_facts(file) for file in _typed(part["files"], list, "the files of a part")]
        if not files:
            raise ValueError(f"part {number} has no files")
        parts[number] = Part([_count(part[table], table) for table in TABLES], files)
    return Manifest(folder, whole, parts, complete)


def _facts(files: Any) -> list[tuple[int, str]]:
    """Size and checksum of each table's file."""
    facts = [_typed(_typed(files, dict, "the files of a part")[table], list, f"a file of {table}") for table in TABLES]
    if any(len(fact) != 2 for fact in facts):
        raise ValueError("a file has no size and checksum")
    return [(_count(size, "a size"), _typed(checksum, str, "a checksum")) for size, checksum in facts]


def _typed(value: Any, kind: type, what: str) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{what} is no {kind.__name__}")
    return value


def _count(value: Any, what: str) -> int:
    number: int = _typed(value, int, what)
    if not 0 <= number < 1 << 53:
        raise ValueError(f"{what} is {'below 0' if number < 0 else 'too large'}")
    return number


def first_rows(path: Path, table: str, count: int) -> list[dict[str, Any]]:
    """The first rows of a part of a table; raises RunError if it is damaged."""
    try:
        if path.suffix == ".parquet":
            rows: list[dict[str, Any]] = _head(table, str(path), count).to_dicts()
            return rows
        if path.suffix == ".csv":
            return _csv_rows(path, table, count)
        with path.open("rb") as file:
            lines = (file.readline(LONGEST_ROW + 1) for _ in range(count))
            return [_row(line, table) for line in itertools.takewhile(bool, lines)]
    except (InputError, ValueError, RecursionError, csv.Error) as error:
        raise RunError(f"{path}: {error}") from None


def _csv_rows(path: Path, table: str, count: int) -> list[dict[str, Any]]:
    """The first rows of a part in CSV; raises ValueError if it is none of that table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        own = [name for name, _, _ in dict(_columns())[table]]
        if list(rows.fieldnames or [])[: len(own)] != own:
            raise ValueError(f"damaged: it has other columns than {table}")
        return [{name: value or None for name, value in row.items()} for row in itertools.islice(rows, count)]


def _row(line: bytes, table: str) -> dict[str, Any]:
    """A row of a part in JSON Lines; raises ValueError if it is none of that table."""
    if len(line) > LONGEST_ROW:
        raise ValueError("damaged: a row is too long")
    row = json.loads(line.decode())
    columns = {name: kind for name, kind, _ in dict(_columns())[table]}
    kept = row.keys() - columns.keys() if type(row) is dict and table == "articles" else set()
    if type(row) is not dict or row.keys() - kept != columns.keys():
        raise ValueError(f"damaged: a row has other columns than {table}")
    columns |= dict.fromkeys(kept, "string")
    for name, kind in columns.items():
        if row[name] is not None and not _fits(row[name], kind):
            raise ValueError(f"damaged: {name!r} is no {kind}")
    return row


def _fits(value: Any, kind: str) -> bool:
    """Whether a value is of that kind, as a part in JSON Lines has it."""
    if kind == "string":
        return type(value) is str
    if kind == "bool":
        return type(value) is bool
    if kind == "int32":
        return type(value) is int and 0 <= value < 1 << 31
    if kind == "float64":
        return type(value) in (int, float) and 0 <= value <= 1  # a probability or a share
    if kind == "list of string":
        return type(value) is list and all(type(item) is str for item in value)
    spans = type(value) is list and all(type(item) is dict and item.keys() == {"start", "end"} for item in value)
    return spans and all(_fits(end, "int32") for span in value for end in span.values())


def _begin(folder: Path, plan: dict[str, Any], *, resume: bool, overwrite: bool) -> Manifest:
    """The manifest to go on with; what no finished part owns is cleared away."""
    for table in TABLES:
        if (folder / table).is_symlink():
            raise RunError(f"{folder / table} is a link; tables are written to folders of the run itself")
    found = read_manifest(folder)
    if found is None:
        strange = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
        if strange:
            raise RunError(f"{folder} holds {strange[0]!r} and no run of sayso; give a new or an empty folder")
    elif resume:
        _check_same(folder, found.plan, plan)
        whole = {number: part for number, part in found.parts.items() if found.is_whole(number)}
        manifest = Manifest(folder, plan, whole, found.complete and whole == found.parts)
        manifest.write()  # before anything is cleared: it names no part that is not whole
        _clear(manifest)
        return manifest
    elif not overwrite:
        state = "a finished run" if found.complete else f"a run with {len(found.parts)} finished parts"
        raise RunError(f"{folder} holds {state}; resume goes on with it, overwrite begins anew")
    manifest = Manifest(folder, plan, {}, False)
    manifest.write()  # first of all: from here on the old parts are nobody's
    _clear(manifest)
    return manifest


def _check_same(folder: Path, there: dict[str, Any], now: dict[str, Any]) -> None:
    """Raises RunError with what differs between the plan of a run and the one to go on with."""

    def differs(what: str, a: object, b: object) -> RunError:
        return RunError(f"{folder} holds a run of another {what}: {a} there, {b} now; overwrite begins anew")

    if there.get("sayso") != now["sayso"] or there.get("layout") != now["layout"]:
        raise differs("version of sayso", there.get("sayso"), now["sayso"])
    for what in ("model", "options"):
        old, new = there.get(what, {}), now[what]
        for key in sorted({*old, *new}):
            if old.get(key) != new.get(key):
                raise differs(f"{what} ({key})", old.get(key), new.get(key))
    old, new = there.get("inputs", []), now["inputs"]
    if [file["path"] for file in old] != [file["path"] for file in new]:
        paths = {file["path"] for file in old} ^ {file["path"] for file in new}
        raise differs("input", f"{len(old)} files", f"{len(new)} files ({min(paths, default='in another order')})")
    for a, b in zip(old, new, strict=True):
        if "checksum" not in b:
            raise RunError(f"{b['path']} can be read once only, so that its run cannot be resumed")
        if a != b:
            raise RunError(f"{folder} holds a run of another input: {b['path']} has changed; overwrite begins anew")


def _stamp(file: File) -> tuple[int, int, int] | None:
    """What the system notes anew when a file is written: cheap to ask for, where its checksum reads the whole of it."""
    try:
        facts = os.stat(file.path)
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _check_unchanged(
    files: list[File], before: list[dict[str, Any]], stamps: list[tuple[int, int, int] | None]
) -> None:
    """Raises RunError if an input is another than when the run began: its tables would be of both."""
    for file, facts, stamp in zip(files, before, stamps, strict=True):
        if stamp is not None and _stamp(file) == stamp:
            continue
        try:
            same = _inputs.fingerprint(file) == facts
        except OSError:
            same = False
        if not same:
            raise RunError(f"{facts['path']} changed while it was read; overwrite begins anew")


def _clear(manifest: Manifest) -> None:
    """Removes files that are of no finished part, and makes the folders."""
    _sweep(manifest)
    (manifest.folder / WORK).mkdir(exist_ok=True)
    for table in TABLES:
        (manifest.folder / table).mkdir(exist_ok=True)
        _sync(manifest.folder / table)


def _sweep(manifest: Manifest) -> None:
    """Removes files that are of no finished part."""
    work = manifest.folder / WORK
    for _ in range(SWEEPS):  # a part that was told to stop may be about to open a file there
        if work.is_symlink() or work.is_file():
            work.unlink()
        shutil.rmtree(work, ignore_errors=True)
        if not os.path.lexists(work):
            break
        time.sleep(0.02)
    (manifest.folder / TEMPORARY).unlink(missing_ok=True)
    finished = {path for table in TABLES for path in manifest.paths(table)}
    for table in TABLES:
        for path in (manifest.folder / table).glob("part-*"):
            if path not in finished:
                path.unlink()


def _extract(extractor: Extractor, parts: Iterable[Any], manifest: Manifest, watch: Watch) -> None:
    """Extracts the parts that are not finished yet, and records each as soon as it and all before it are."""
    under_way: deque[tuple[int, float, _PartJob]] = deque()
    own = os.urandom(4).hex()  # a part of an earlier run that was told to stop may be about to open its files

    def finish() -> None:
        number, position, job = under_way[0]
        while (done := job.wait(TICK)) is None:
            watch.under_way(sum(job.done for *_, job in under_way))
        written, words = done
        under_way.popleft()
        part = _move(manifest, number, written)
        manifest.parts[number] = part
        manifest.write()
        watch.finished(part.rows[0] + part.rows[-1], words, part.rows[-1], position)

    try:
        for number, part in enumerate(parts):
            if number in manifest.parts:
                watch.skipped(part.progress)
                continue
            if len(under_way) == UNDER_WAY:
                finish()
            stem = manifest.folder / WORK / f"{own}-{number:06}"
            job = extractor._part(part, str(stem), manifest.plan["options"]["format"])
            under_way.append((number, part.progress, job))
        while under_way:
            finish()
    finally:
        under_way.clear()  # stops what is not finished
        _sweep(manifest)


def _move(manifest: Manifest, number: int, written: list[tuple[list[Path], list[int]]]) -> Part:
    """Renames the files of a part into place."""
    files = [[_inputs.digest(path) for path in paths] for paths, _ in written]
    for more, (paths, _) in enumerate(written):
        for table, path in zip(TABLES, paths, strict=True):
            os.replace(path, manifest.path(table, number, more))
    for table in TABLES:
        _sync(manifest.folder / table)
    return Part([sum(rows) for rows in zip(*(rows for _, rows in written), strict=True)], files)


def _sync(folder: Path) -> None:
    """Makes renames in a folder last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Two runs in one folder would spoil each other; the system frees the lock of one that dies."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(f"{folder}: another run is writing there") from None
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(opened)


Run.__module__ = "sayso"  # what pickles name
