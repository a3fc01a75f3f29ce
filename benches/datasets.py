"""Peak memory and speed of runs over Parquet, against `extract_batch` on the same texts.

    python benches/datasets.py [--small 10000] [--large 100000] [--articles ../shared/data/articles]

The texts are those of the folder, cut to their first 60 words and repeated under new ids; the model is the tiny random
one. Every figure is of a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parents[1]
RUN = """
import resource, sys, time
import sayso
extractor = sayso.Extractor(sys.argv[1])
start = time.perf_counter()
sayso.extract_files(sys.argv[2], sys.argv[3], extractor=extractor)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
BARE = """
import resource, sys, time
import polars as pl, sayso
texts = pl.read_parquet(sys.argv[2])["text"].to_list()
extractor = sayso.Extractor(sys.argv[1])
start = time.perf_counter()
for i in range(0, len(texts), 2000):
    extractor.extract_batch(texts[i : i + 2000])
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def texts(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.glob("*.jsonl*")):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            found += [" ".join(json.loads(line)["text"].split()[:60]) for line in lines]
    return [text for text in found if text]


def measured(code: str, *arguments: object) -> tuple[float, float]:
    """Seconds, and megabytes at the peak."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    seconds, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(peak)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--articles", type=Path, default=ROOT / ".." / "shared" / "data" / "articles")
    options = parser.parse_args()
    model = ROOT / "tests" / "data" / "tiny.sayso"
    source = texts(options.articles)
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for n in (options.small, options.large):
            path = Path(folder) / f"{n}.parquet"
            rows = {"id": [f"n{i}" for i in range(n)], "text": list(itertools.islice(itertools.cycle(source), n))}
            pl.DataFrame(rows).write_parquet(path)
            ran, peak = measured(RUN, model, path, Path(folder) / str(n))
            bare, _ = measured(BARE, model, path)
            peaks.append(peak)
            print(
                f"{n} articles: {n / ran:.0f}/s, peak {peak:.0f} MB; extract_batch {n / bare:.0f}/s: {bare / ran:.0%}"
            )
        print(f"peak grows by {peaks[1] - peaks[0]:.0f} MB")


if __name__ == "__main__":
    main()
