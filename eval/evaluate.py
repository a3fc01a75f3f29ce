#!/usr/bin/env python3
"""Scores the installed sayso on the development data and writes the tables of it.

  python eval/evaluate.py [--shared ../shared] [--model base] [--fast] [--check] [--threads N]

Written are eval/scores.csv (low and high: a 95 % bootstrap interval over articles, where there is one),
eval/calibration.csv (ten bins of confidence on PolNeAR dev), eval/min_confidence.csv (joint figures at several
thresholds), and the tables between marks in docs/quality.md and README.md.

All accuracies come from the scorers in <shared>/score; parts of speech and heads from the engine's own metrics
(`src/score`, through the example `layers`), words and sentences from eval/segmentation.py, exact spans and
calibration from eval/polnear.py, coreference from eval/coreference.py. Quotes of all kinds and any confidence are
measured (`polnear.EVERY_QUOTE`), on the gold article those of the default options.
--fast scores the gold article and every sixth PolNeAR article only, without
intervals; --check compares with the committed scores.csv instead of writing, and fails on any difference above 0.005.
Without <shared> it says so and stops with exit code 0: there is nothing to measure.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

import coreference
import names
import speakers
import tables
from polnear import EVERY_QUOTE, METRICS, Polnear, calibration, calibration_error, confident, outermost, ratio

HERE = pathlib.Path(__file__).resolve().parent
FAST = 6


def rows(path):
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf8", newline="") as f:
        return [json.loads(line) for line in f if line.strip()]


class Evaluation:
    def __init__(self, shared, model, threads):
        import sayso

        self.shared, self.scores = shared, []
        self.extractor = sayso.Extractor(model=model, threads=threads, **EVERY_QUOTE)
        self.default = sayso.Extractor(model=model, threads=threads)
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="sayso-eval-"))

    def add(self, data, metric, value, n, interval=None):
        self.scores.append((data, metric, float(value), n, *(interval or (None, None))))

    def extract(self, articles, extractor=None):
        for x in (extractor or self.extractor).extract_batch(list(articles)):
            if isinstance(x, Exception):
                raise SystemExit(str(x))
            yield x.to_dict()

    def run(self, name, articles, extractor=None):
        """extracts {"id", "text"} articles into a JSONL file; without an extractor, quotes of all kinds"""
        path = self.work / f"{name}.jsonl"
        with path.open("w", encoding="utf8") as f:
            for d in self.extract(({"id": a["id"], "text": a["text"]} for a in articles), extractor):
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
        corpus = Polnear(self.shared, self.shared / "data/quotes/polnear-dev.jsonl.gz")
        ids = corpus.ids[::FAST] if fast else corpus.ids
        found = {x["id"]: x["quotes"] for x in self.extract({"id": k, "text": corpus.gold[k][0]} for k in ids)}
        self.found_quotes("polnear-dev-fast", corpus, corpus.ids[::FAST], found)
        if not fast:
            self.bins = self.found_quotes("polnear-dev", corpus, ids, found, intervals=True)
            self.thresholds = corpus.min_confidence(found)

    def found_quotes(self, name, corpus, ids, found, intervals=False):
        """the figures of these articles' quotes; returns the bins of their confidence"""
        outer = {k: outermost(found[k]) for k in ids}
        self.matches(name, corpus, corpus.counts(ids, outer), intervals=intervals)
        self.matches(name, corpus, corpus.counts(ids, found), suffix=" (all)")
        self.exact_spans(name, corpus.exact_spans([(k, corpus.gold[k][1], outer[k]) for k in ids]))
        return self.confidence(name, corpus.hits(ids, outer))

    def matches(self, name, corpus, counts, suffix="", intervals=False):
        s = corpus.scorer.summary(corpus.scorer.total(counts))
        bounds = corpus.scorer.boot(counts) if intervals else {}
        for m in METRICS:
            for x in "prf":
                self.add(name, f"{m}.{x}{suffix}", s[m][x], s["n_gold"], bounds.get(m) if x == "f" else None)
        for m in ("source_head", "cue_any"):
            self.add(name, m + suffix, s[m], s["n_gold"])

    def exact_spans(self, name, roles):
        for role, figures in roles.items():
            for x in "prf":
                self.add(name, f"literature_{role}.{x}", figures[x], figures["n"])

    def confidence(self, name, pairs):
        bins = calibration(pairs)
        n, hits = confident(pairs)
        self.add(name, "calibration_error", calibration_error(bins), len(pairs))
        self.add(name, "confident_share", ratio(n, len(pairs)), len(pairs))
        self.add(name, "confident_hits", ratio(hits, n), n)
        return bins

    def annotators(self):
        """how well people agree: the training articles that several annotated, for dev has two of them"""
        folder = self.shared / "data/quotes"
        corpus = Polnear(self.shared, folder / "polnear-train.jsonl.gz")
        summary, roles, n = corpus.annotators(folder / "polnear-train-alt.jsonl.gz")
        for m in METRICS:
            self.add(tables.ANNOTATORS, f"{m}.f", summary[m]["f"], n)
        for role, figures in roles.items():
            self.add(tables.ANNOTATORS, f"literature_{role}.f", figures["f"], n)

    def article(self):
        """an article of news, at the default options"""
        folder = self.shared / "gold"
        ident = json.loads((folder / "article.json").read_text(encoding="utf8"))["id"]
        text = (folder / "article.txt").read_bytes().decode("utf8")
        path = self.run("gold", [{"id": ident, "text": text}], self.default)
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

    def finer_names(self, corpus):
        """each label of a corpus: `names.LABELS` says which of our types it stands for"""
        path = self.shared / f"data/ner/{corpus}-dev.jsonl.gz"
        for metric, value, n in names.figures(corpus, path, self.extract):
            self.add(f"{corpus}-dev by label", metric, value, n)

    def speakers(self):
        """pronouns and bare nominals as sources, against hand labels (`speakers.py`)"""
        articles = rows(self.shared / "data/quotes/polnear-dev.jsonl.gz")
        for metric, value, n in speakers.figures({a["doc"]: a["text"] for a in articles}, self.extract):
            self.add("polnear-dev sources", metric, value, n)

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

    def coreference(self, weights):
        """entities end to end and with gold mentions, and pronouns between two names"""
        folder = self.shared / "data/coref"
        for (name, way), s in coreference.gum(coreference.rows(folder / "gum-dev.jsonl.gz"), weights).items():
            for m in ("muc", "b3", "ceafe"):
                for x in "prf":
                    self.add(f"gum-{name} coreference", f"{way}: {m}.{x}", s[m][x], s["n"])
            self.add(f"gum-{name} coreference", f"{way}: conll", s["conll"], s["n"])
        for setting, page in (("pronouns", False), ("page: pronouns", True)):
            s = coreference.gap(coreference.rows(folder / "gap-dev.jsonl.gz"), weights, page)
            for x in "prf":
                self.add("gap-dev", f"{setting}.{x}", s[x], s["n"])

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


def check(scores):
    bad = list(tables.differences(scores))
    print("\n".join(bad), file=sys.stderr)
    print(f"{len(scores)} figures, {len(bad)} of them not as committed")
    return 1 if bad else 0


def write(evaluation):
    tables.write_scores(evaluation.scores)
    tables.write_calibration(evaluation.bins)
    tables.write_min_confidence(evaluation.thresholds)
    tables.show(evaluation.scores, evaluation.thresholds)
    print(
        f"written: {tables.SCORES}, calibration.csv, min_confidence.csv and the tables in docs/quality.md and README.md"
    )


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
    e.quotes(a.fast)
    if not a.fast:
        e.annotators()
        for corpus in ("conll2003-dev", "cleanconll-dev", "worldwide-dev", "wikigold-all", "uner_ewt-dev"):
            e.names(corpus)
        for corpus in names.LABELS:
            e.finer_names(corpus)
        e.speakers()
        weights = HERE.parent / "models" / f"{a.model}.sayso"
        e.syntax(weights)
        e.coreference(weights)
        e.segmentation()
    for data, metric, value, n, low, high in e.scores:
        interval = "" if low is None else f"  [{low:.4f}, {high:.4f}]"
        print(f"{data:24} {metric:30} {value:.4f}  ({n}){interval}")
    if a.check:
        return check(e.scores)
    if not a.fast:
        write(e)
    return 0


if __name__ == "__main__":
    sys.exit(main())
