#!/usr/bin/env python3
"""Coreference against GUM (OntoGUM layer) and GAP, by the example `coref` of the engine.

  python eval/coreference.py [--shared ../shared] [--model base] [--split dev] [--only gum|gap] [--show DOC]

gum     CoNLL mean of MUC, B-cubed and CEAFe (`src/score/coref.rs`), counts summed over documents, on the raw text of
        each document. OntoGUM has no singletons: entities of one mention are left out on both sides. Mentions are the
        same if they cover the same tokens of GUM. OntoGUM marks whole noun phrases ("Major general Ada Lund, spokesman
        for the navy"), sayso the name or the phrase without its relative clause and apposition: each of sayso's
        mentions is first widened to the whole phrase by sayso's own parse (`examples/coref/extent.rs`); nothing of the
        gold is used for it. Left out of sayso's side is what OntoNotes does not mark: relative pronouns, adjectives
        ("Norwegian"), numbers and sums of money. Scored is all that the resolver links, also things ("the ship ... it")
        and chains of pronouns, which an extraction does not list: the figure is the resolver's, not the listing's.
        With gold mentions, their spans are given to the resolver, nothing else; as each is known to corefer, one that
        it leaves alone joins what has the same words, else the nearest with the same noun (`examples/coref/given.rs`).
gap     GAP's own scoring: for each of the two names an answer, coreferent with the pronoun or not; precision, recall
        and F1 over all answers. A name is coreferent if some entity has a mention that overlaps the name's characters
        and one that overlaps the pronoun's; where a name stands inside a longer mention (Ada Lund's mother), only
        the smallest mention over it counts. GAP has two settings (Webster et al. 2018): the snippet alone, and the
        snippet with the title of its page, given as an article's title ("page").
"""

import argparse
import collections
import gzip
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

from segmentation import WRITTEN

HERE = pathlib.Path(__file__).resolve().parent


def rows(path):
    with gzip.open(path, "rt", encoding="utf8") as f:
        return [json.loads(line) for line in f]


def command(*args, lines=()):
    """The example's output, one object a line."""
    run = ["cargo", "run", "--quiet", "--release", "--example", "coref", "--", *map(str, args)]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    out = subprocess.run(run, cwd=HERE.parent, input=text, capture_output=True, text=True, encoding="utf8")
    if out.returncode:
        raise SystemExit(out.stderr)
    return [json.loads(line) for line in out.stdout.splitlines()]


def genre(doc):
    return doc["doc"].split("_")[1]


def gold_clusters(doc):
    """OntoGUM's clusters as lists of [first token, end token], those of two mentions and more."""
    clusters = collections.defaultdict(set)
    for s, e, c in doc["onto"]:
        clusters[c].add((s, e))
    return [sorted(c) for c in clusters.values() if len(c) > 1]


def covered(tokens, span):
    """[first, end] of the tokens that share a character with the span."""
    over = [i for i, (s, e) in enumerate(tokens) if s < span[1] and span[0] < e]
    return (over[0], over[-1] + 1) if over else None


def found_clusters(doc, clusters):
    """sayso's clusters in GUM's tokens; a stretch of tokens is in one cluster only."""
    taken, out = set(), []
    for cluster in clusters:
        runs = {run for run in (covered(doc["tok"], span) for span in cluster) if run} - taken
        if len(runs) > 1:
            taken |= runs
            out.append(sorted(runs))
    return out


def gum(docs, weights):
    """{(set of documents, "end to end" or "gold mentions"): figures and number of gold mentions}"""
    names = {"news": {"news"}, "written": WRITTEN}
    plain = [{"id": d["doc"], "text": d["text"]} for d in docs]
    chars = [sorted({(d["tok"][s][0], d["tok"][e - 1][1]) for c in gold_clusters(d) for s, e in c}) for d in docs]
    given = [row | {"mentions": spans} for row, spans in zip(plain, chars, strict=True)]
    table = {}
    for way, lines in (("end to end", plain), ("gold mentions", given)):
        clusters = command("clusters", weights, lines=lines)
        pairs = [
            {"gold": gold_clusters(d), "found": found_clusters(d, c["clusters"])}
            for d, c in zip(docs, clusters, strict=True)
        ]
        for name, genres in names.items():
            chosen = [p for d, p in zip(docs, pairs, strict=True) if genre(d) in genres]
            n = sum(len(c) for p in chosen for c in p["gold"])
            table[name, way] = command("score", lines=chosen)[0] | {"n": n}
    return table


def smallest(clusters, span):
    """The cluster of the smallest mention that shares a character with the span, by index."""
    over = [(e - s, i) for i, c in enumerate(clusters) for s, e in c if s < span[1] and span[0] < e]
    return min(over)[1] if over else None


def headline(row):
    """The title of a snippet's page, without what tells it from others of that name, as a headline."""
    title = urllib.parse.unquote(row["url"].split("/wiki/", 1)[1]).replace("_", " ")
    return re.sub(r" \([^)]*\)$", "", title)


def gap_answers(row, clusters):
    """Two booleans: A, B coreferent with the pronoun."""
    cluster = {name: smallest(clusters, row[name]) for name in ("pronoun", "a", "b")}
    return [cluster["pronoun"] is not None and cluster[name] == cluster["pronoun"] for name in "ab"]


def gap(docs, weights, page=False):
    """The snippets alone, or each with its page's title."""
    lines = [{"id": d["id"], "text": d["text"], "title": headline(d) if page else None} for d in docs]
    clusters = command("clusters", weights, "--bare", lines=lines)
    right = found = gold = 0
    for d, c in zip(docs, clusters, strict=True):
        for name, answer in zip("ab", gap_answers(d, c["clusters"]), strict=True):
            right += answer and d[f"{name}_coref"]
            found += answer
            gold += d[f"{name}_coref"]
    p, r = right / max(found, 1), right / max(gold, 1)
    return {"p": p, "r": r, "f": 2 * right / max(found + gold, 1), "n": 2 * len(docs)}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=pathlib.Path, default=HERE.parent.parent / "shared")
    ap.add_argument("--weights", type=pathlib.Path, default=HERE.parent / "models" / "base.sayso")
    ap.add_argument("--split", default="dev")
    ap.add_argument("--only", choices=("gum", "gap"))
    a = ap.parse_args()
    folder = a.shared / "data/coref"
    if a.only != "gap":
        for (name, way), s in gum(rows(folder / f"gum-{a.split}.jsonl.gz"), a.weights.resolve()).items():
            figures = "  ".join(f"{m} {s[m]['p']:.3f} {s[m]['r']:.3f} {s[m]['f']:.3f}" for m in ("muc", "b3", "ceafe"))
            print(f"{name:8} {way:14} conll {s['conll']:.4f}  {figures}  ({s['n']})")
    if a.only != "gum":
        docs = rows(folder / f"gap-{a.split}.jsonl.gz")
        for page in (False, True):
            print("gap", "page" if page else "snippet", gap(docs, a.weights.resolve(), page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
