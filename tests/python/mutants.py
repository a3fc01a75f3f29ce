"""Damaged inputs by the thousand: table pickles, parts under `sayso tables`, Arrow data. Seeded: each comes again.

    python tests/python/mutants.py pickle|part|arrow COUNT [FIRST]

Workers run many mutants each. A worker that dies of a signal, or is silent for half a minute, is told from one whose
mutants are refused: the watchdog names the mutant and goes on after it. Exit code 1 if any mutant did worse than an
error of sayso's own.
"""

from __future__ import annotations

import collections
import contextlib
import ctypes
import io
import json
import os
import pickle
import random
import resource
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import runs
from conftest import MODEL

import sayso
from sayso import _native, cli

SILENCE = 30.0  # seconds after which a mutant hangs
MEMORY = 8 << 30  # of address space: a mutant may not eat the machine
FINE = ("as before", "read", "refused")
WORDS = ["Ada Lund said no.", "“It’s café-proof,” he said.", "", "The ferry would run, Bo Ek told her."]


def numbers(rng: random.Random) -> int:
    return rng.choice((0, 1, 2, 3, 7, 8, 77, 127, 128, 255, 256, 1 << 15, 1 << 16, (1 << 31) - 1, 1 << 31, 1 << 62))


def overwrite(rng: random.Random, data: Any) -> None:
    """Changes bytes of a mutable buffer in place."""
    size = len(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(size)
        way = rng.randrange(4)
        if way == 0:
            data[at] = data[at][0] ^ (1 << rng.randrange(8)) if isinstance(data[at], bytes) else data[at] ^ 1
        elif way == 1:
            data[at] = rng.choice((0, 1, 0x7F, 0x80, 0xC3, 0xF0, 0xFF, rng.randrange(256)))
        else:
            width = rng.choice((4, 8))
            if size < width:
                continue
            at = rng.randrange(size // width) * width
            value = numbers(rng) * rng.choice((1, 1, -1)) + rng.choice((0, 0, -1, 1))
            data[at : at + width] = (value % (1 << (8 * width))).to_bytes(width, "little")


def mutated(rng: random.Random, data: bytes) -> bytes:
    """A damaged copy: bytes changed, cut out, put in, cut off or swapped."""
    copy = bytearray(data)
    for _ in range(rng.choice((1, 1, 2))):
        a, b = sorted(rng.randrange(len(copy) + 1) for _ in range(2))
        way = rng.randrange(10)
        if way == 0:
            del copy[a : min(b, a + 16)]
        elif way == 1:
            copy[a:a] = rng.randbytes(rng.randrange(1, 9))
        elif way == 2 and a > 0:
            del copy[a:]
        elif way == 3:
            copy[a : a + 8] = copy[b : b + 8]
        elif copy:
            overwrite(rng, copy)
        if not copy:
            break
    return bytes(copy)


class Pickles:
    """Pickles of every table, in every form that `map_batch` gives; of extractions too."""

    def __init__(self, _: Path) -> None:
        tiny = sayso.Extractor(MODEL, threads=1, min_confidence=0)
        rows = [*runs.articles(6), {"text": None}]
        tables = [*tiny.extract_table(rows), *(tiny.map_batch(rows, n) for n in ("quotes", "mentions", "nested"))]
        self.tables = [(table, *table.__reduce__()[1]) for table in tables]
        self.extraction = tiny.extract(rows[0])
        self.find = type("Find", (pickle.Unpickler,), {"find_class": staticmethod(found)})

    def __call__(self, rng: random.Random) -> str:
        way = rng.randrange(10)
        table, name, blob = rng.choice(self.tables)
        if way == 0:
            again = sayso._extraction(mutated(rng, pickle_blob(self.extraction)))
            used = [repr(it) for it in (*again.entities, *again.quotes)], again.to_dict(), hash(again)
            return "as before" if used and again == self.extraction else "read"
        if way == 1:
            try:
                again = self.find(io.BytesIO(mutated(rng, pickle.dumps(table)))).load()
            except (sayso.Error, MemoryError):
                raise
            except Exception:
                return "refused"  # by pickle itself
        else:
            again = _native._table(name, mutated(rng, blob))
        if not isinstance(again, sayso.Table):
            return "read"
        again.to_dicts()
        pa.table(again).validate(full=True)
        assert pickle.loads(pickle.dumps(again)) == again
        assert len(again.head(2)) <= 2
        return "as before" if again == table else "read"


def found(module: str, name: str) -> Any:
    if module != "sayso" or name not in ("_table", "_five_tables", "_extraction"):
        raise pickle.UnpicklingError(f"{module}.{name}")
    return getattr(sayso, name)


def pickle_blob(extraction: sayso.Extraction) -> bytes:
    blob: bytes = extraction.__reduce__()[1][0]  # type: ignore[index]
    return blob


class Parts:
    """Parts of a run, Parquet and JSON Lines, and its manifest, under `sayso tables`."""

    def __init__(self, folder: Path) -> None:
        source = runs.write_jsonl(folder / "in.jsonl", [*runs.articles(12), {"text": None}])
        self.files = []
        for form in ("parquet", "jsonl"):
            out = folder / form
            sayso.extract_files(source, out, extractor=sayso.Extractor(MODEL, threads=1, min_confidence=0), format=form)  # type: ignore[arg-type]
            self.files += [(out, path, path.read_bytes()) for path in sorted(out.glob("*/part-*"))]
            self.files += [(out, out / "manifest.json", (out / "manifest.json").read_bytes())]
        self.before = {out: self.shown(out) for out, _, _ in self.files}

    def shown(self, out: Path) -> tuple[int, bytes, str]:
        written, said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        with contextlib.redirect_stdout(written), contextlib.redirect_stderr(said):
            code = cli.main(["tables", str(out), "--rows", "20"])
            written.flush()
            return code, written.buffer.getvalue(), said.getvalue()  # type: ignore[attr-defined]

    def __call__(self, rng: random.Random) -> str:
        out, path, whole = rng.choice(self.files)
        if path.name == "manifest.json" and rng.randrange(2):
            path.write_text(json.dumps(altered(rng, json.loads(whole))))
        else:
            path.write_bytes(mutated(rng, whole))
        try:
            code, written, said = self.shown(out)
        finally:
            path.write_bytes(whole)
        if code == 0:
            return "as before" if (code, written, said) == self.before[out] else "read"
        one_line = code == 1 and not written and said.startswith("sayso: ") and said.count("\n") == 1
        return "refused" if one_line else f"exit code {code}: {said!r}"


def altered(rng: random.Random, value: Any) -> Any:
    """The same JSON with something left out, or of another kind."""
    if isinstance(value, (dict, list)) and value and rng.randrange(4):
        key = rng.choice(list(value) if isinstance(value, dict) else range(len(value)))
        if rng.randrange(3) == 0:
            del value[key]
        else:
            value[key] = altered(rng, value[key])
        return value
    return rng.choice((None, True, -1, 0, 10**30, 0.5, "x", "\x1b[2J", [], {}, [[]], {"a": 1}, float("nan")))


def arrays(rng: random.Random) -> dict[str, pa.Array]:
    """Columns of every type that is read."""
    rows = rng.randrange(1, 9)
    texts = [rng.choice([*WORDS, None]) for _ in range(rows)]
    indices = rng.choice((pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint32(), pa.uint64()))
    string = rng.choice((pa.string(), pa.large_string()))
    text = [
        lambda: pa.array(texts, pa.string()),
        lambda: pa.array(texts, pa.large_string()),
        lambda: pa.array(texts, pa.string_view()),
        lambda: pa.array(texts, string).dictionary_encode().cast(pa.dictionary(indices, string)),
        lambda: pa.RunEndEncodedArray.from_arrays(
            pa.array(range(1, rows + 1), rng.choice((pa.int16(), pa.int32(), pa.int64()))), pa.array(texts, string)
        ),
    ]
    ids = [
        lambda: pa.array(range(rows), rng.choice((pa.int8(), pa.int32(), pa.uint64()))),
        lambda: pa.array([None if i == 2 else float(i) for i in range(rows)]),
        lambda: pa.array([f"id{i}" for i in range(rows)]),
    ]
    dates = [
        lambda: pa.array(range(rows), rng.choice((pa.date32(), pa.time32("s")))),
        lambda: pa.array(range(rows), rng.choice((pa.date64(), pa.time64("us"), pa.duration("s")))),
        lambda: pa.array(range(rows), pa.timestamp(rng.choice(("s", "ms", "us", "ns")), rng.choice((None, "+01:00")))),
    ]
    columns = {"text": rng.choice(text)(), "id": rng.choice(ids)()}
    if rng.randrange(2):
        columns["date"] = rng.choice(dates)()
    if rng.randrange(2):
        columns["title"] = rng.choice(text)()
    if rng.randrange(4) == 0:
        start = rng.randrange(rows)
        columns = {name: column.slice(start) for name, column in columns.items()}
    return columns


def buffers(array: pa.Array) -> list[pa.Buffer]:
    """Every buffer behind an array, its dictionary's too."""
    if isinstance(array, pa.DictionaryArray):
        return [*buffers(array.indices), *buffers(array.dictionary)]
    return [buffer for buffer in array.buffers() if buffer is not None and buffer.size > 0]


def damage(rng: random.Random, arrays: list[pa.Array]) -> None:
    """Changes buffers of arrays in place, after pyarrow has had its look."""
    every = [buffer for array in arrays for buffer in buffers(array)]
    for buffer in rng.sample(every, min(len(every), rng.choice((1, 1, 2)))):
        view = memoryview((ctypes.c_ubyte * buffer.size).from_address(buffer.address)).cast("B")
        copy = bytearray(view)
        overwrite(rng, copy)
        view[:] = copy


class Arrow:
    """Arrow data of pyarrow and pandas whose offsets, indices, bitmaps, views, run ends and text were changed."""

    def __init__(self, _: Path) -> None:
        self.tiny = sayso.Extractor(MODEL, threads=1, min_confidence=0)

    def __call__(self, rng: random.Random) -> str:
        columns = arrays(rng)
        rows = len(columns["text"])
        form = rng.randrange(6)
        data: Any
        if form == 0:
            mask = pa.array([rng.randrange(4) == 0 for _ in range(rows)])
            data = pa.StructArray.from_arrays(list(columns.values()), list(columns), mask=mask)
            damage(rng, [data, *columns.values()])
            data = rng.choice((data, pa.chunked_array([data, data])))
        else:
            data = pa.RecordBatch.from_pydict(columns)
            damage(rng, list(columns.values()))
            if form == 1:
                data = pa.RecordBatchReader.from_batches(data.schema, [data, data])
            elif form == 2:
                data = [data, data]
            elif form == 3:
                data = pa.Table.from_batches([data, data.slice(rows // 2)])
            elif form == 4 and isinstance(columns["text"], (pa.StringArray, pa.LargeStringArray)):
                data = pd.DataFrame({"text": pd.Series(columns["text"], dtype=pd.ArrowDtype(columns["text"].type))})
        way = rng.randrange(4)
        if way == 0:
            table = self.tiny.map_batch(data, rng.choice(("articles", "quotes", "nested")))
        elif way == 1 and not isinstance(data, pd.DataFrame):
            found = list(self.tiny.map_batches([data], "quotes"))
            return "read" if found else "refused"
        else:
            table = self.tiny.extract_table(data).articles
        table.to_dicts()
        return "read"


KINDS: dict[str, Callable[[Path], Callable[[random.Random], str]]] = {"pickle": Pickles, "part": Parts, "arrow": Arrow}


def worker(kind: str, first: int, last: int) -> None:
    """Runs mutants and tells each one's outcome in a line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    folder = Path(tempfile.mkdtemp())
    try:
        run = KINDS[kind](folder)
        for number in range(first, last):
            os.write(1, b"%d " % number)
            try:
                outcome = run(random.Random(f"{kind} {number}"))
            except sayso.Error:
                outcome = "refused"
            except BaseException as error:
                outcome = f"{type(error).__module__}.{type(error).__qualname__}: {error}"
            os.write(1, outcome.replace("\n", " ").encode(errors="replace") + b"\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def outcomes(kind: str, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The outcome of each mutant; those that kill or hang their worker too."""
    while first < last:
        command = [sys.executable, __file__, "--worker", kind, str(first), str(last)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            line, silent = b"", False
            errors = b""
            while True:
                ready, _, _ = select.select([process.stdout, process.stderr], [], [], SILENCE)
                if not ready:
                    silent = True
                    process.kill()
                    break
                if process.stderr in ready:
                    errors = (errors + os.read(process.stderr.fileno(), 1 << 16))[-2000:]
                if process.stdout in ready:
                    read = os.read(process.stdout.fileno(), 1 << 16)
                    if not read:
                        break
                    *lines, line = (line + read).split(b"\n")
                    for whole in lines:
                        number, _, outcome = whole.decode().partition(" ")
                        first = int(number) + 1
                        yield int(number), outcome
            code = process.wait()
        if line or code != 0:
            if not line:
                raise RuntimeError(f"the worker ended with {code}: {errors.decode(errors='replace')}")
            yield first, "hangs" if silent else f"ends its process with {code}: {errors.decode(errors='replace')!r}"
            first += 1
        elif b"panicked" in errors:
            yield first, f"a panic on stderr: {errors.decode(errors='replace')!r}"


def main(kind: str, count: int, first: int = 0) -> int:
    """Runs so many mutants and prints how many came to what."""
    counts: collections.Counter[str] = collections.Counter()
    worse = 0
    for number, outcome in outcomes(kind, first, first + count):
        counts[outcome if outcome in FINE else "worse"] += 1
        if outcome not in FINE:
            worse += 1
            print(f"{kind} {number}: {outcome[:1000]}", flush=True)
    print(f"{kind}: {sum(counts.values())} mutants from {first} on: {dict(sorted(counts.items()))}")
    return 1 if worse else 0


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        worker(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
