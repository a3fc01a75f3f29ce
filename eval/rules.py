#!/usr/bin/env python3
"""How often each declared rule fires on development data, and how often it is right; what is lost without it.

  python eval/rules.py [--shared ../shared] [--weights models/base.sayso] [--write] [--without DIR]

Rules that make, change or drop quotes are counted on PolNeAR dev: a quote that one made or changed is right if its
content and source are (a joint hit of <shared>/score/score_quotes.py); a quote that one dropped was rightly dropped if
its content matches no gold attribution. Rules that link a mention are counted on the same articles and judged on GUM
dev (OntoGUM): right if the heads of the mention and of the nearest mention of its entity before it stand in gold
mentions of one cluster; not judged where neither head stands in a gold mention, since OntoGUM has no entities of one
mention. Rules of the reading and of mentions leave no mark on what they make and are not counted.

--write writes eval/rules.csv, and the line "Development data: ..." of each rule's file.
--without DIR reads what `cargo run --release --example rules -- without WEIGHTS DIR/NAME` made of NAME = news, article,
cases, and with `all` after it of dev (PolNeAR), and prints the figures of all rules together and the differences where
one is off.
"""

import argparse
import collections
import csv
import json
import pathlib
import re
import subprocess
import sys

from coreference import covered, rows
from polnear import Polnear

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "rules.csv"
COLUMNS = ("rule", "fires", "judged", "right")


def command(*args, lines=()):
    run = ["cargo", "run", "--quiet", "--release", "--example", "rules", "--", *map(str, args)]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    out = subprocess.run(run, cwd=HERE.parent, input=text, capture_output=True, text=True, encoding="utf8")
    if out.returncode:
        raise SystemExit(out.stderr)
    return out.stdout.splitlines()


def quote_rules(corpus, found, table):
    """Adds to {rule: Counter} what the gold of PolNeAR says of quotes that rules made, changed or dropped."""
    scorer = corpus.scorer
    for row in found:
        doc = corpus.docs[row["id"]]
        gold, quotes = (scorer.prep(doc, side) for side in (corpus.gold[row["id"]][1], row["quotes"]))
        right = {j for i, j in scorer.greedy(gold, quotes, scorer.iou) if scorer.src_ok(gold[i], quotes[j])}
        for j, quote in enumerate(row["quotes"]):
            for rule in dict.fromkeys(quote["rules"] or ()):
                table[rule].update(fires=1, judged=1, right=int(j in right))
        dropped = [d | {"source": None, "cue": None} for d in row["dropped"]]
        for k, quote in enumerate(dropped):
            matched = scorer.greedy(gold, scorer.prep(doc, [quote]), scorer.iou)
            free = matched and matched[0][0] not in {i for i, _ in scorer.greedy(gold, quotes, scorer.iou)}
            table[dropped[k]["rule"]].update(fires=1, judged=1, right=int(not free))


def cluster_of(doc):
    """A function from the characters of a word to its gold cluster: that of the smallest mention over it."""
    by_token = {}
    for start, end, cluster in sorted(doc["onto"], key=lambda m: m[0] - m[1]):
        by_token.update(dict.fromkeys(range(start, end), cluster))

    def of(span):
        run = covered(doc["tok"], span)
        return by_token.get(run[0]) if run else None

    return of


def link_rules(docs, found, table):
    """Adds to {rule: Counter} what the gold of GUM says of links."""
    for doc, row in zip(docs, found, strict=True):
        cluster = cluster_of(doc)
        for rule, head, earlier in row["links"]:
            mine = cluster(head)
            before = [c for c in map(cluster, sorted(earlier, reverse=True)) if c is not None]
            if mine is not None or before:
                table[rule].update(judged=1, right=int(mine is not None and before[:1] == [mine]))


def counted(shared, weights):
    """One row a rule: name, how often it fires, how many of these are judged, how many right."""
    corpus = Polnear(shared, shared / "data/quotes/polnear-dev.jsonl.gz")
    texts = [{"id": k, "text": corpus.gold[k][0]} for k in corpus.ids]
    found = [json.loads(line) for line in command("fired", weights, lines=texts)]
    table = collections.defaultdict(collections.Counter)
    quote_rules(corpus, found, table)
    for rule, *_ in (link for row in found for link in row["links"]):
        table[rule]["fires"] += 1
    docs = rows(shared / "data/coref/gum-dev.jsonl.gz")
    texts = [{"id": d["doc"], "text": d["text"]} for d in docs]
    link_rules(docs, (json.loads(line) for line in command("fired", weights, lines=texts)), table)
    names = [name for stage, name in listed() if stage not in ("text", "mention")] + ["ranker"]
    return [(name, table[name]["fires"], table[name]["judged"], table[name]["right"]) for name in names]


def listed():
    """(stage, name) of each rule"""
    return [line.split() for line in command("list")]


def show(table):
    print(f"{'rule':26}{'fires':>7}{'judged':>8}{'right':>7}")
    for name, fires, judged, right in table:
        share = f"{right / judged:.2f}" if judged else "-"
        print(f"{name:26}{fires:7}{judged:8}{share:>7}")


def line_of(fires, judged, right):
    if not judged:
        return f"//! Development data: fires {fires} times; none of them can be judged (eval/rules.csv)."
    return f"//! Development data: fires {fires} times; {right} of {judged} judged are right (eval/rules.csv)."


def write(table):
    with TABLE.open("w", encoding="utf8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([COLUMNS, *table])
    figures = {name: line_of(*rest) for name, *rest in table}
    for path in (HERE.parent / "src").rglob("*.rs"):
        if path.stem in figures and path.parent.name in ("sieves", "repairs", "sure_cues"):
            code = re.sub(r"^//! Development data: .*\n", "", path.read_text(encoding="utf8"), flags=re.M)
            end = re.match(r"(//!.*\n)*", code).end()
            path.write_text(f"{code[:end]}{figures[path.stem]}\n{code[end:]}", encoding="utf8")


# ---------------------------------------------------------------- without each


def scored(shared, script, *args):
    run = [sys.executable, shared / "score" / script, *args, "--json"]
    result = json.loads(subprocess.run(list(map(str, run)), capture_output=True, text=True, check=True).stdout)
    return next(iter(result.values())) if script == "score_article.py" else result


def figures(shared, folder, name):
    """{figure: value} of the extractions made without one rule, None for a data set that it does not change."""
    gold = shared / "gold"
    path = {data: folder / data / f"{name}.jsonl" for data in ("dev", "news", "article", "cases")}
    found = dict.fromkeys(("dev joint", "news who", "news speaker", "news hard", "article who", "article b3", "cases"))
    if path["dev"].exists():
        dev = shared / "data/quotes/polnear-dev.jsonl.gz"
        result = scored(shared, "score_quotes.py", "--gold", dev, path["dev"], "--no-ci")
        found["dev joint"] = next(iter(result.values()))["joint"]["f"]
    if path["news"].exists():
        result = scored(shared, "score_article.py", "--gold", gold / "news", "--text", gold / "news", path["news"])
        found["news who"], found["news hard"] = result["end_to_end"]["f"], result["hard"]["f"]
        found["news speaker"] = result["given_match"]["speaker"]
    if path["article"].exists():
        result = scored(shared, "score_article.py", "--gold", gold / "article.json", path["article"])
        found["article who"], found["article b3"] = result["end_to_end"]["f"], result["entities"]["b3"]["f"]
    if path["cases"].exists():
        result = scored(shared, "score_cases.py", shared / "cases/cases.json", path["cases"])
        found["cases"] = result["right"]
    return found


def show_without(shared, folder):
    every = figures(shared, folder, "all")
    print(f"{'':26}" + "".join(f"{name:>14}" for name in every))
    print(f"{'all rules':26}" + "".join(f"{value:14.4f}" for value in every.values()))
    for _, name in listed():
        found = figures(shared, folder, name)
        cells = ("" if value is None else f"{value - every[key]:+.4f}" for key, value in found.items())
        print(f"{name:26}" + "".join(f"{cell:>14}" for cell in cells))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=pathlib.Path, default=HERE.parent.parent / "shared")
    ap.add_argument("--weights", type=pathlib.Path, default=HERE.parent / "models" / "base.sayso")
    ap.add_argument("--write", action="store_true")
    ap.add_argument("--without", type=pathlib.Path, metavar="DIR")
    a = ap.parse_args()
    if not a.shared.is_dir():
        print(f"no {a.shared}: there is nothing to measure")
        return 0
    if a.without:
        show_without(a.shared.resolve(), a.without)
        return 0
    table = counted(a.shared.resolve(), a.weights.resolve())
    show(table)
    if a.write:
        write(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
