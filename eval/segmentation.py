#!/usr/bin/env python3
"""Words and sentences against GUM and EWT (dev): rebuilds raw text, scores a system's spans.

    python3 eval/segmentation.py texts OUT.jsonl [--data ../shared/data] [--split dev]
    python3 eval/segmentation.py score SYSTEM.jsonl [--data ../shared/data] [--split dev] [--json] [--errors N]

`texts` writes {"id", "text"}, one document a line: the surface tokens of the CoNLL-U joined where it says
SpaceAfter=No, one space between sentences, a newline before each `# newpar`. `score` reads back {"id", "tokens":
[[start, end], ..], "sentences": [[start, end], ..]} in code points, end exclusive; a token here is a surface token:
UD words that share a range row ("1-2 don't") are one token, so a system that splits clitics merges them first. It
prints precision, recall and F1 of exact spans for each corpus, for GUM's written genres (academic, bio, essay, fiction,
letter, news, textbook, voyage, whow; the others are transcripts of speech: conversation, court, interview, podcast,
speech, vlog) and for GUM's news alone. Counts are summed over documents. `--errors N` lists the N commonest
differences instead: for train only, dev is for reporting.
"""

import argparse
import collections
import gzip
import json
import pathlib
import sys

WRITTEN = {"academic", "bio", "essay", "fiction", "letter", "news", "textbook", "voyage", "whow"}


def documents(path):
    """Yields (id, text, token spans, sentence spans) of each document of a CoNLL-U file."""
    doc, text, tokens, sentences = None, [], [], []
    at = 0
    paragraph = False  # a `# newpar` stands before the next token
    pending = ""  # the white space owed before the next token
    start = None  # where the sentence under way begins
    inside = 0  # words of the range row under way still to skip
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if doc is not None:
                    yield doc, "".join(text), tokens, sentences
                doc = line.split("=", 1)[1].strip()
                text, tokens, sentences, at, pending = [], [], [], 0, ""
                paragraph = False
            elif line.startswith("# newpar"):
                paragraph = True
            elif line.startswith("#"):
                continue
            elif not line:
                if start is not None:
                    sentences.append((start, at))
                start, pending = None, " "
            else:
                field = line.split("\t")
                if "." in field[0]:
                    continue
                if inside:
                    inside -= 1
                    continue
                if "-" in field[0]:
                    first, last = map(int, field[0].split("-"))
                    inside = last - first + 1
                if text:
                    gap = "\n" if paragraph else pending
                    text.append(gap)
                    at += len(gap)
                paragraph = False
                if start is None:
                    start = at
                text.append(field[1])
                tokens.append((at, at + len(field[1])))
                at += len(field[1])
                pending = "" if "SpaceAfter=No" in field[9].split("|") else " "
    if doc is not None:
        yield doc, "".join(text), tokens, sentences


def corpora(data, split):
    for corpus in ("gum", "ewt"):
        yield corpus, documents(pathlib.Path(data) / "dep" / f"{corpus}-{split}.conllu.gz")


def figures(count):
    right, system, gold = count
    p = right / system if system else 0.0
    r = right / gold if gold else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(100 * p, 2), "r": round(100 * r, 2), "f": round(100 * f, 2), "gold": gold}


def differences(kind, text, gold, system):
    """Stretches where gold and system cut differently, as short readable strings."""
    if kind == "sentences":
        starts, have = {s for s, _ in gold}, {s for s, _ in system}
        for at in sorted(starts ^ have):
            sign = "MISSED" if at in starts else "WRONG "
            yield f"{sign} {text[max(0, at - 60) : at]!r} | {text[at : at + 50]!r}"
        return
    have, want = set(system), set(gold)
    lost, extra = sorted(want - have), sorted(have - want)
    cover = []
    for s, e in sorted(lost + extra):
        if cover and s < cover[-1][1]:
            cover[-1][1] = max(cover[-1][1], e)
        else:
            cover.append([s, e])
    for s, e in cover:
        g = " ".join(text[a:b] for a, b in lost if s <= a and b <= e)
        y = " ".join(text[a:b] for a, b in extra if s <= a and b <= e)
        yield f"gold [{g}]  system [{y}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["texts", "score"])
    parser.add_argument("file")
    parser.add_argument("--data", default=str(pathlib.Path(__file__).resolve().parents[2] / "shared" / "data"))
    parser.add_argument("--split", default="dev", choices=["dev", "train"])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    parser.add_argument("--group", default="gum-written", help="whose differences --errors lists")
    args = parser.parse_args()

    if args.action == "texts":
        with open(args.file, "w", encoding="utf-8") as out:
            for _, docs in corpora(args.data, args.split):
                for doc, text, _, _ in docs:
                    out.write(json.dumps({"id": doc, "text": text}, ensure_ascii=False) + "\n")
        return

    answers = {}
    with open(args.file, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                answer = json.loads(line)
                answers[answer["id"]] = answer
    counts = collections.defaultdict(lambda: [0, 0, 0])
    errors = {"tokens": collections.Counter(), "sentences": collections.Counter()}
    missing = []
    for corpus, docs in corpora(args.data, args.split):
        for doc, text, tokens, sentences in docs:
            answer = answers.get(doc)
            if answer is None:
                missing.append(doc)
                answer = {"tokens": [], "sentences": []}
            groups = [corpus]
            if corpus == "gum":
                genre = doc.split("_")[1]
                groups += ["gum-written"] if genre in WRITTEN else ["gum-spoken"]
                groups += [f"gum-{genre}"]
            for kind, gold in (("tokens", tokens), ("sentences", sentences)):
                system = [tuple(span) for span in answer[kind]]
                for group in groups:
                    count = counts[group, kind]
                    count[0] += len(set(gold) & set(system))
                    count[1] += len(system)
                    count[2] += len(gold)
                if args.errors and args.group in groups:
                    errors[kind].update(differences(kind, text, gold, system))
    if missing:
        print(f"no answer for {len(missing)} documents, the first {missing[0]!r}", file=sys.stderr)
    if args.errors:
        for kind in errors:
            print(kind)
            for what, n in errors[kind].most_common(args.errors):
                print(f"{n:5} {what}")
        return
    names = sorted({group for group, _ in counts})
    table = {n: {k: figures(counts[n, k]) for k in ("tokens", "sentences")} for n in names}
    if args.json:
        print(json.dumps(table, indent=1))
        return
    print(f"{'':18}{'words P':>9}{'R':>8}{'F1':>8}{'sents P':>10}{'R':>8}{'F1':>8}")
    for n in names:
        w, s = table[n]["tokens"], table[n]["sentences"]
        print(f"{n:18}{w['p']:9.2f}{w['r']:8.2f}{w['f']:8.2f}{s['p']:10.2f}{s['r']:8.2f}{s['f']:8.2f}")


if __name__ == "__main__":
    main()
