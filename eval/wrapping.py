#!/usr/bin/env python3
"""Quotes of wrapped texts against those of the same texts unwrapped.

    python3 eval/wrapping.py [--articles FILE] [--count 10] [--seed 16] [--json]
    python3 eval/wrapping.py --texts OUT.jsonl          the texts in every form, to extract elsewhere
    python3 eval/wrapping.py --system SYSTEM.jsonl      what `sayso extract --format jsonl` makes of those

Articles are drawn by seed from FILE (JSON lines, one `text` each), and their paragraphs are wrapped at several
widths, at a width drawn anew for each line ("ragged"), and at one place in each paragraph ("one break"); each with
blank lines between paragraphs and without ("tight"). Two quotes are the same if their words, speaker, cue, kind, act,
addressee, negation and anonymity are; offsets and white space do not count. Prints the share of the unwrapped text's
quotes that each form keeps.
"""

import argparse
import collections
import gzip
import json
import pathlib
import random
import re
import sys
import textwrap

ARTICLES = pathlib.Path(__file__).resolve().parents[2] / "shared/data/articles/abp_bench.jsonl.gz"
WIDTHS = (30, 40, 60, 72, 100)
RAGGED = (35, 85)


def wrap(paragraph, width):
    return textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)


def ragged(paragraph, chance):
    lines, rest = [], paragraph
    while rest:
        line = wrap(rest, chance.randint(*RAGGED))[0]
        lines.append(line)
        rest = rest[len(line) :].strip()
    return lines


def one_break(paragraph, chance):
    words = paragraph.split(" ")
    if len(words) < 2:
        return [paragraph]
    at = chance.randrange(1, len(words))
    return [" ".join(words[:at]), " ".join(words[at:])]


def forms(text, seed):
    """{name of the form: text}; the first is the unwrapped one"""
    chance = random.Random(seed)
    paragraphs = [" ".join(p.split()) for p in text.splitlines() if p.strip()]
    cuts = {str(w): lambda p, w=w: wrap(p, w) for w in WIDTHS}
    cuts |= {"ragged": lambda p: ragged(p, chance), "one break": lambda p: one_break(p, chance)}
    out = {"unwrapped": "\n\n".join(paragraphs), "unwrapped tight": "\n".join(paragraphs)}
    for name, cut in cuts.items():
        wrapped = ["\n".join(cut(p)) for p in paragraphs]
        out[name], out[name + " tight"] = "\n\n".join(wrapped), "\n".join(wrapped)
    return out


def quotes(text, row):
    """The quotes of a row of `sayso extract --format jsonl`, without offsets."""
    names = {e["id"]: e["name"] for e in row["entities"]}

    def words(start, end):
        return " ".join(text[start:end].split())

    for q in row["quotes"]:
        content = " ".join(words(*span) for span in q["content"])
        cue = words(*q["cue"]) if q["cue"] else None
        who = names.get(q["speaker"]), names.get(q["addressee"])
        yield content, cue, *who, q["kind"], q["act"], q["negated"], q["anonymous"]


def chosen(path, count, seed):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf8") as f:
        texts = [json.loads(line)["text"] for line in f]
    return random.Random(seed).sample(texts, count)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=pathlib.Path, default=ARTICLES)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="each quote that a form changes")
    parser.add_argument("--texts", type=pathlib.Path)
    parser.add_argument("--system", type=pathlib.Path)
    args = parser.parse_args()
    if not args.articles.exists():
        sys.exit(f"no articles at {args.articles}: nothing to compare")
    texts = {}
    for i, text in enumerate(chosen(args.articles, args.count, args.seed)):
        texts |= {f"{i}/{name}": form for name, form in forms(text, args.seed + i).items()}
    if args.texts:
        rows = (json.dumps({"id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in texts.items())
        args.texts.write_text("".join(rows), encoding="utf8")
        return
    if args.system:
        rows = [json.loads(line) for line in args.system.read_text(encoding="utf8").splitlines()]
    else:
        import sayso

        extractions = sayso.extract_batch(list(texts.values()), errors="raise")
        rows = [e.to_dict() | {"id": i} for i, e in zip(texts, extractions, strict=True)]
    found = {row["id"]: collections.Counter(quotes(texts[row["id"]], row)) for row in rows}
    same, whole = collections.Counter(), 0
    for i in range(args.count):
        want = found[f"{i}/unwrapped"]
        whole += want.total()
        for name, got in found.items():
            if re.match(rf"{i}/", name):
                same[name.split("/")[1]] += (want & got).total()
                if args.show:
                    for sign, rest in (("-", want - got), ("+", got - want)):
                        for quote in rest.elements():
                            print(sign, name, quote)
    if args.json:
        print(json.dumps({"quotes": whole, **{name: n / whole for name, n in same.items()}}))
        return
    print(f"{whole} quotes of {args.count} articles; as in the unwrapped text:")
    for name, n in same.items():
        print(f"{name:16} {n:4} {n / whole:6.1%}")


if __name__ == "__main__":
    main()
