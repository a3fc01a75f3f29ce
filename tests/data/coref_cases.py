#!/usr/bin/env python3
"""Writes coref_cases.json: random clusterings and what scorch 0.2.0 (PyPI, an implementation of its own) says of them.

pip install scorch==0.2.0 && python tests/data/coref_cases.py > tests/data/coref_cases.json
"""

import json
import random

from scorch import scores


def clustering(rng, mentions, size):
    """some of the mentions, each in one of `size` clusters"""
    clusters = [[] for _ in range(size)]
    for m in mentions:
        if rng.random() < 0.85:
            rng.choice(clusters).append(m)
    return [c for c in clusters if c]


def main():
    rng = random.Random(4)
    print("[")
    for n in range(40):
        mentions = list(range(rng.randint(4, 30)))
        gold, found = (clustering(rng, mentions, rng.randint(1, 10)) for _ in range(2))
        sides = [[set(c) for c in side] for side in (gold, found)]
        row = {"gold": gold, "found": found}
        for name, metric in (("muc", scores.muc), ("b3", scores.b_cubed), ("ceafe", scores.ceaf_e)):
            r, p, f = metric(*sides)
            row[name] = [p, r, f]
        print(json.dumps(row) + ("," if n < 39 else ""))
    print("]")


if __name__ == "__main__":
    main()
