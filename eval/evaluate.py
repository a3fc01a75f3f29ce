#!/usr/bin/env python3
"""Scores the installed sayso on the development data and writes eval/scores.csv.

  python eval/evaluate.py [--shared ../shared] [--model base] [--fast] [--check] [--threads N]

All accuracies come from the scorers in <shared>/score; parts of speech and heads from the engine's own metrics
(`src/score.rs`, through the example `layers`), words and sentences from eval/segmentation.py. --fast scores the gold
article and every sixth PolNeAR article only; --check compares with the committed table instead of writing it, and fails
on any difference above 0.005. Without <shared> it says so and stops with exit code 0: there is nothing to measure.
"""

import argparse
import csv
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "scores.csv"
TOLERANCE = 0.005
FAST = 6


def rows(path):
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf8", newline="") as f:
        return [json.loads(line) for line in f if line.strip()]


class Evaluation:
    def __init__(self, shared, model, threads):
        import sayso

        self.shared, self.scores = shared, []
        self.extractor = sayso.Extractor(model=model, threads=threads)
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="sayso-eval-"))

    def add(self, data, metric, value, n):
        self.scores.append((data, metric, f"{value:.4f}", n))

    def run(self, name, articles, keep=lambda quote: True):
        """extracts {"id", "text"} articles into a JSONL file"""
        path = self.work / f"{name}.jsonl"
        with path.open("w", encoding="utf8") as f:
            for x in self.extractor.extract_batch([{"id": a["id"], "text": a["text"]} for a in articles]):
                if isinstance(x, Exception):
                    raise SystemExit(f"{name}: {x}")
                d = x.to_dict()
                d["quotes"] = [q for q in d["quotes"] if keep(q)]
                f.write(json.dumps(d, ensure_ascii=False) + "\n")
        return path

    def scorer(self, script, *args):
        out = subprocess.run(
            [sys.executable, str(self.shared / "score" / script), *map(str, args)], capture_output=True, text=True
        )
        if out.returncode:
            raise SystemExit(f"{script}: {out.stderr}")
        return json.loads(out.stdout) if "--json" in args else out.stdout

    def quotes(self, fast):
        gold = self.shared / "data/quotes/polnear-dev.jsonl.gz"
        articles = [{"id": r["doc"], "text": r["text"]} for r in rows(gold)]
        name = "polnear-dev"
        if fast:
            articles, name = sorted(articles, key=lambda a: a["id"])[::FAST], "polnear-dev-fast"
        only = self.work / "only.txt"
        only.write_text("\n".join(a["id"] for a in articles), encoding="utf8")
        everything = self.run("polnear-all", articles)
        outer = self.run("polnear-outer", articles, lambda q: q["relayed_by"] is None)
        for path, suffix in ((outer, ""), (everything, " (all)")):
            s = self.scorer("score_quotes.py", "--gold", gold, path, "--only", only, "--json", "--no-ci")[str(path)]
            for m in ("joint", "quoted_joint", "unquoted_joint", "exact", "overlap", "token"):
                for x in "prf":
                    self.add(name, f"{m}.{x}{suffix}", s[m][x], s["n_gold"])
            for m in ("source_head", "cue_any"):
                self.add(name, m + suffix, s[m], s["n_gold"])

    def article(self):
        folder = self.shared / "gold"
        ident = json.loads((folder / "article.json").read_text(encoding="utf8"))["id"]
        text = (folder / "article.txt").read_bytes().decode("utf8")
        path = self.run("gold", [{"id": ident, "text": text}])
        s = self.scorer("score_article.py", "--gold", folder / "article.json", path, "--json")[str(path)]
        n = s["n"]["gold"]
        for m in ("end_to_end", "hard", "addressee"):
            for x in "prf":
                self.add("gold article", f"{m}.{x}", s[m][x], s[m].get("n", n))
        self.add("gold article", "not_quotes_hit", s["n"]["not_quotes_hit"], s["n"]["not_quotes"])
        for m in ("name_mentions_typed", "all_mentions", "b3"):
            self.add("gold article", f"entities.{m}.f", s["entities"][m]["f"], n)
        self.add("gold article", "entities.conll", s["entities"]["conll"], n)

    def names(self, corpus):
        gold = self.shared / f"data/ner/{corpus}.jsonl.gz"
        texts = self.work / f"{corpus}.texts.jsonl"
        self.scorer("score_names.py", "--gold", gold, "--texts", texts)
        path = self.run(corpus, rows(texts))
        s = self.scorer("score_names.py", "--gold", gold, path, "--json")
        for m in ("names", "per", "org", "loc"):
            self.add(corpus, f"{m}.f", s[m]["f"], s[m]["n"])

    def layers(self, *args, stdin=""):
        command = ["cargo", "run", "--quiet", "--release", "--example", "layers", "--", *map(str, args)]
        return subprocess.run(command, cwd=HERE.parent, input=stdin, capture_output=True, text=True, check=True).stdout

    def syntax(self, weights):
        """parts of speech and heads on gold tokens of GUM dev, punctuation included"""
        data = self.shared / "data/dep/gum-dev.conllu.gz"
        plain = self.work / "gum-dev.conllu"
        plain.write_bytes(gzip.decompress(data.read_bytes()))
        k = json.loads(self.layers("parse", weights, plain))
        for metric, count in (("upos", "upos"), ("uas", "head"), ("las", "labelled")):
            self.add("gum-dev", metric, k[count] / k["tokens"], k["tokens"])

    def segmentation(self):
        """words and sentences on raw text"""
        folder = ["--data", str(self.shared / "data")]
        script = [sys.executable, str(HERE / "segmentation.py")]
        texts, system = self.work / "raw.jsonl", self.work / "segmented.jsonl"
        subprocess.run([*script, "texts", str(texts), *folder], check=True, capture_output=True)
        system.write_text(self.layers("segment", stdin=texts.read_text(encoding="utf8")), encoding="utf8")
        out = subprocess.run(
            [*script, "score", str(system), *folder, "--json"], check=True, capture_output=True, text=True
        )
        table = json.loads(out.stdout)
        for data in ("gum-written", "gum-news", "gum-spoken", "gum", "ewt"):
            for unit, metric in (("tokens", "words"), ("sentences", "sentences")):
                self.add(
                    f"{data}-dev" if data in ("gum", "ewt") else data,
                    f"{metric}.f",
                    table[data][unit]["f"] / 100,
                    table[data][unit]["gold"],
                )


# what README shows: data, metric, best rival, two human annotators, what the figure means
SHOWN = [
    ("polnear-dev", "joint.f", "0.41", "0.72-0.74", "quotes with content found and source right, F1"),
    ("polnear-dev", "quoted_joint.f", "0.54", "0.90-0.94", "the same, direct and mixed quotes"),
    ("polnear-dev", "unquoted_joint.f", "0.33", "0.66", "the same, indirect quotes, beliefs and intentions"),
    ("polnear-dev", "overlap.f", "0.49", "0.77-0.80", "content found (half of its words or more), F1"),
    ("polnear-dev", "exact.f", "0.32", "0.69-0.70", "content found to the word, F1"),
    ("polnear-dev", "token.f", "0.68", "0.91-0.92", "words of content, F1"),
    (
        "polnear-dev",
        "joint.f (all)",
        "",
        "",
        "joint F1 when quotes inside quotes (relayed_by) count too; the gold has none",
    ),
    ("gold article", "end_to_end.r", "0.40", "", "quotes with content found and speaker resolved, recall"),
    ("gold article", "end_to_end.p", "", "", "the same, precision"),
    ("gold article", "hard.r", "", "", "the same where the source is a pronoun or a bare nominal, recall"),
    ("gold article", "entities.name_mentions_typed.f", "", "", "names with their types, F1"),
    ("gold article", "entities.b3.f", "", "", "coreference of all mentions, B-cubed F1"),
    (
        "conll2003-dev",
        "names.f",
        "0.67",
        "",
        "people, organisations, places, F1 of exact spans (rival: spaCy small, a like measure)",
    ),
    ("worldwide-dev", "names.f", "", "", "the same on newspapers from outside the US and UK"),
    ("gum-dev", "upos", "", "", "universal parts of speech, accuracy on gold tokens"),
    ("gum-dev", "uas", "", "", "heads, accuracy on gold tokens"),
    ("gum-dev", "las", "", "", "heads with their relation"),
    ("gum-written", "words.f", "", "", "tokens of raw text, F1 of exact spans (GUM's written genres, dev)"),
    ("gum-written", "sentences.f", "", "", "sentences of raw text, F1 of exact spans"),
    ("gum-news", "sentences.f", "", "", "the same, news alone"),
    ("ewt-dev", "words.f", "", "", "tokens of web text and mail, F1"),
    ("ewt-dev", "sentences.f", "", "", "sentences of web text and mail, F1"),
]
README = HERE.parent / "README.md"
MARKS = ("<!-- scores -->", "<!-- /scores -->")


def show(scores):
    """writes the table between README's marks"""
    got = {(data, metric): (value, n) for data, metric, value, n in scores}
    lines = ["| data | figure | sayso | best rival | two annotators | what it means |", "|---|---|---|---|---|---|"]
    for data, metric, rival, human, meaning in SHOWN:
        value, n = got[data, metric]
        lines.append(f"| {data} ({n}) | `{metric}` | **{float(value):.3f}** | {rival} | {human} | {meaning} |")
    text = README.read_text(encoding="utf8")
    head, tail = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
    README.write_text(head + MARKS[0] + "\n" + "\n".join(lines) + "\n" + MARKS[1] + tail, encoding="utf8")


def read_table():
    with TABLE.open(encoding="utf8", newline="") as f:
        return {(r["data"], r["metric"]): float(r["value"]) for r in csv.DictReader(f)}


def check(scores):
    committed, bad = read_table(), 0
    for data, metric, value, _ in scores:
        want = committed.get((data, metric))
        if want is None or abs(want - float(value)) > TOLERANCE:
            print(f"{data} {metric}: {value} now, {want} in {TABLE.name}", file=sys.stderr)
            bad += 1
    print(f"{len(scores) - bad} figures as committed, {bad} not")
    return 1 if bad else 0


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=pathlib.Path, default=HERE.parent.parent / "shared")
    ap.add_argument("--model", default="base")
    ap.add_argument("--threads", type=int, default=None)
    ap.add_argument("--fast", action="store_true")
    ap.add_argument("--check", action="store_true")
    a = ap.parse_args()
    if not (a.shared / "score").is_dir():
        print(f"{a.shared} is absent: no data to score on, nothing was measured")
        return 0
    e = Evaluation(a.shared.resolve(), a.model, a.threads)
    e.article()
    e.quotes(fast=True)
    if not a.fast:
        e.quotes(fast=False)
        for corpus in ("conll2003-dev", "worldwide-dev"):
            e.names(corpus)
        e.syntax(HERE.parent / "models" / f"{a.model}.sayso")
        e.segmentation()
    for row in e.scores:
        print("{:18} {:28} {}  ({})".format(*row))
    if a.check:
        return check(e.scores)
    if a.fast:
        return 0
    with TABLE.open("w", encoding="utf8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(("data", "metric", "value", "n"))
        w.writerows(e.scores)
    show(e.scores)
    print(f"{TABLE} and the table in README.md written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
