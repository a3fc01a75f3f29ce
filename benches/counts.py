"""Instructions of each stage on the sample articles with the tiny model, as callgrind counts them: the same on a busy
machine as on an idle one, so that a slow-down shows in every test run.

    python benches/counts.py [--write]

Compares with benches/counts.csv and fails where a stage needs more than TOLERANCE more or less; `--write` writes the
table. Needs valgrind and `cargo build --release --example stages`. Valgrind's processor has AVX2 and no AVX-512, so the
counts are those of the AVX2 kernels wherever it runs on x86-64.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "benches/counts.csv"
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples/stages"
STAGES = ["text", "encode", "syntax", "mention", "frame", "entity", "quote"]
# what seeds of hash tables and versions of the C library make: below 1 % on the machines that were tried
TOLERANCE = 0.03


def counted(folder: Path) -> dict[str, int]:
    """Instructions of each stage, over all sample articles."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples/articles").glob("*.txt"))]
    articles = folder / "articles.jsonl"
    articles.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    callgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", "--dump-before=*stages::mark*"]
    command = [*callgrind, PROGRAM, ROOT / "tests/data/tiny.sayso", articles, len(texts), 1]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"valgrind failed:\n{done.stderr}")
    counts = []
    # a file for what came before each mark; what comes after the last is none of the line's
    for part in range(1, len(texts) * (len(STAGES) + 1) + 1):
        found = re.search(r"^(?:totals|summary): (\d+)", (folder / f"out.{part}").read_text(), re.M)
        counts.append(int(found[1]) if found else 0)
    of = dict.fromkeys(STAGES, 0)
    for article in range(len(texts)):
        first = article * (len(STAGES) + 1)
        for stage, n in zip(STAGES, counts[first + 1 :], strict=False):
            of[stage] += n
    return of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if platform.machine() != "x86_64" or not shutil.which("valgrind"):
        print("not counted: this needs valgrind and a processor of the kind x86-64")
        return
    with tempfile.TemporaryDirectory() as folder:
        now = counted(Path(folder))
    if options.write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("stage", "instructions"), *now.items()])
    with TABLE.open(encoding="utf-8", newline="") as file:
        before = {row["stage"]: int(row["instructions"]) for row in csv.DictReader(file)}
    changed = []
    for stage, n in now.items():
        more = n / before[stage] - 1
        print(f"{stage:8} {n / 1e6:9.2f} M instructions ({more:+.1%})")
        if abs(more) > TOLERANCE:
            changed.append(stage)
    if changed:
        sys.exit(
            f"other counts than benches/counts.csv: {', '.join(changed)}; if that is meant, write it anew with --write"
        )


if __name__ == "__main__":
    main()
