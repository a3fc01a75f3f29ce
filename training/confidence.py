"""Fits the weights of a quote's confidence (`src/quote/confidence/mod.rs`) and prints them, with what they are worth.

    cargo build --release --example evidence
    python confidence.py --shared ../../shared --weights ../models/base.sayso

The probability that a careful reader would say "yes, this one said that": content and speaker right. Rows are the quotes of
annotated news (`gold/news`: right if matched to a core quote with the right speaker, wrong if matched to none or with a wrong
speaker, left out if matched to an optional one) and of PolNeAR's held-out training articles (right if content and source are
right; who that is is not annotated); and the quotes of unseen articles that readers who wrote no rule judged one by one
(`judged.jsonl`: the article's id in data/articles, the content's offsets, right, wrong or none). The news and PolNeAR count
the same in all, a judged quote as one of the news. PolNeAR marks beliefs, plans and deeds too, which a reader who asks "did X
say that?" does not count: what it marks more often weighs on columns of its own (`MARKED_MORE`), which are left out of the
weights. Logistic regression with an L2 penalty by Newton's method; the penalty is fixed. What is printed of the news is by leaving one article out, of PolNeAR by leaving a tenth of the
articles out: the error of calibration in five bins of equal count, and the precision and recall of "who said what" at several
least confidences, direct quotes kept.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys

import numpy as np

PENALTY = 1.0
BINS = 5
MARKED_MORE = ("bias", "belief", "deed", "unknown", "to", "reported", "noun")
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
EVIDENCE = HERE.parent / "target/release/examples/evidence"


def extractions(articles, weights, binary):
    """{id: row} of the engine's output with evidence; articles: [(id, text)]"""
    lines = "\n".join(json.dumps({"id": i, "text": t}) for i, t in articles)
    done = subprocess.run([binary, weights], input=lines, capture_output=True, text=True, check=True)
    rows = map(json.loads, done.stdout.splitlines())
    # where furniture splits a quote the evidence does not align
    return {r["id"]: r for r in rows if len(r["quotes"]) == len(r["evidence"])}


def news(shared, weights, binary):
    """rows of (article, evidence, right) and the number of core quotes"""
    import score_article as score

    golds = score.load_gold(shared / "gold/news", shared / "gold/news")
    found = extractions([(g.id, g.text) for g in golds], weights, binary)
    rows, core = [], 0
    for g in golds:
        if g.id not in found:
            continue
        system = score.System(g, found[g.id], g.id)
        core += sum(not q["optional"] for q in g.quotes)
        matched = {i: j for i, j, _ in score.match(g, system)}
        free = set(range(len(system.preds))) - set(matched.values())
        right = {}
        for i, q in enumerate(g.quotes):
            if q["optional"] or i not in matched:
                continue
            p = system.preds[matched[i]]
            near = lambda j: max(score.sq.iou(c, system.preds[j]["w"]) for c in q["contents"]) >= 0.5
            same = [(j, system.preds[j]) for j in sorted(free) if near(j)]
            right[matched[i]], used = score.speaker_right(g, system, q, p, same)
            free -= set(used)
        rows += [(g.id, found[g.id]["evidence"][j], right.get(j, False)) for j in sorted({*right, *free})]
    return rows, core


def judged(shared, weights, binary):
    """rows of the quotes that a reader has judged (judged.jsonl); a quote that is not found any more is left out"""
    with open(HERE / "judged.jsonl") as lines:
        verdicts = {(r["article"], tuple(map(tuple, r["content"]))): r["verdict"] for r in map(json.loads, lines)}
    wanted = {article for article, _ in verdicts}
    texts = [(d["id"], d["text"]) for d in unlabelled(shared) if d["id"] in wanted]
    rows = []
    for k, row in extractions(texts, weights, binary).items():
        for quote, evidence in zip(row["quotes"], row["evidence"], strict=True):
            verdict = verdicts.get((k, tuple(map(tuple, quote["content"]))))
            if verdict is not None:
                rows.append((k, evidence, verdict == "right"))
    return rows


def unlabelled(shared):
    for name in ("abp_bench.jsonl.gz", "unlabeled.jsonl.gz"):
        with gzip.open(shared / "data/articles" / name, "rt") as lines:
            yield from map(json.loads, lines)
    with open(shared / "data/articles/wikinews_2019_2020.jsonl") as lines:
        yield from map(json.loads, lines)


def polnear(shared, weights, binary):
    import corpora
    import score_quotes as score

    path = shared / "data/quotes/polnear-train.jsonl.gz"
    with gzip.open(path, "rt") as lines:
        docs = [d for d in map(json.loads, lines) if corpora.held_out(d["doc"])]
    texts = {d["doc"]: (d["text"], score.attributions(d)) for d in docs}
    found = extractions([(k, t) for k, (t, _) in texts.items()], weights, binary)
    rows = []
    for k, row in found.items():
        doc = score.Doc(texts[k][0])
        gold, quotes = score.prep(doc, texts[k][1]), score.prep(doc, row["quotes"])
        right = {j for i, j in score.greedy(gold, quotes, score.iou) if score.src_ok(gold[i], quotes[j])}
        outer = [q["relayed_by"] is None for q in row["quotes"]]  # the gold has no nesting
        rows += [(k, row["evidence"][j], j in right) for j in range(len(quotes)) if outer[j]]
    return rows


def fit(x, y, weight):
    w = np.zeros(x.shape[1])
    ridge = PENALTY * np.r_[0.0, np.ones(x.shape[1] - 1)]
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ w))
        h = (x * (weight * p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(h, x.T @ (weight * (p - y)) + ridge * w)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    return w


def error(p, y):
    order = np.array_split(np.argsort(p, kind="stable"), BINS)
    return sum(len(i) * abs(p[i].mean() - y[i].mean()) for i in order) / len(y)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=pathlib.Path, default=HERE.parent.parent / "shared")
    ap.add_argument("--weights", default=str(HERE.parent / "models/base.sayso"))
    ap.add_argument("--binary", default=str(EVIDENCE))
    a = ap.parse_args()
    sys.path.insert(0, str(a.shared / "score"))
    names = json.loads(subprocess.run([a.binary, "names"], capture_output=True, text=True, check=True).stdout)
    told, core = news(a.shared, a.weights, a.binary)
    read = judged(a.shared, a.weights, a.binary)
    politics = polnear(a.shared, a.weights, a.binary)
    rows = told + read + politics
    article = np.array([r[0] for r in rows])
    x, y = np.array([r[1] for r in rows], float), np.array([r[2] for r in rows], float)
    n, m = len(told), len(told) + len(read)
    weight = np.r_[np.ones(m), np.full(len(politics), n / len(politics))]
    own = np.zeros((len(y), len(MARKED_MORE)))
    own[m:] = x[m:][:, [names.index(c) for c in MARKED_MORE]]
    fitted = lambda keep: fit(np.hstack([x, own])[keep], y[keep], weight[keep])[: len(names)]
    folds = {k: [k] for k in sorted(set(article[:m]))}
    others = sorted(set(article[m:]))
    folds |= {f"fold {i}": others[i::10] for i in range(10)}
    p = np.zeros(len(y))
    for names_of_fold in folds.values():
        out = np.isin(article, names_of_fold)
        p[out] = 1 / (1 + np.exp(-x[out] @ fitted(~out)))
    parts = {"news": slice(0, n), "judged": slice(n, m), "PolNeAR": slice(m, None)}
    print("; ".join(f"{k}: {len(y[i])} quotes, error {error(p[i], y[i]):.3f}" for k, i in parts.items()))
    direct, reported = (x[:m, names.index(kind)] > 0 for kind in ("direct", "reported"))
    for least in (0.0, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8):
        given = ((p[:m] >= least) | direct) & ~reported
        kept, seen = given[:n], given[n:]
        hits = y[:n][kept].sum()
        line = f"  {least:.2f} precision {hits / kept.sum():.3f} recall {hits / core:.3f}"
        print(f"{line}; judged: precision {y[n:m][seen].mean():.3f} of {seen.sum()}")
    for name, w in zip(names, fitted(np.ones(len(y), bool)), strict=True):
        print(f"{name} {w:.3f}")


if __name__ == "__main__":
    main()
