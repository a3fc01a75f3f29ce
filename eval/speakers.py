"""Who pronouns and bare nominals as sources are: figures against hand labels.

`speakers.csv` has one row a source in 30 articles of PolNeAR dev (those of the smallest MD5 of their id): id, offsets
of the source in code points, whether it is a pronoun or a nominal (a phrase without a name in it), and the offsets of
names of the one meant ("s-e;s-e"; "+" joins members of a group; nominals where it has no name; nothing where the source
itself is all there is of it). Labels were made by reading, before any output was seen; one annotator, read twice.

A source's entity is the speaker of the quote that it is the source of, else the entity of the mention there. It is
right if one of its mentions overlaps one of the places given. With no place given it is right if it has no name.
"""

import csv
import pathlib

LABELS = pathlib.Path(__file__).resolve().parent / "speakers.csv"
PRONOUNS = {"he", "she", "they"}


def labels():
    """{article id: rows}, those that the annotator was unsure of left out"""
    out = {}
    with LABELS.open(encoding="utf8", newline="") as f:
        for row in csv.DictReader(f):
            if row["note"] != "unsure":
                out.setdefault(row["doc"], []).append(row)
    return out


def places(text):
    """[[(start, end)]]: alternatives, each a list of members"""
    pair = lambda p: tuple(int(x) for x in p.split("-"))  # noqa: E731
    if "+" in text:
        return [[pair(p) for p in text.split("+")]]
    return [[pair(p)] for p in text.split(";") if p]


def overlap(a, b):
    return min(a[1], b[1]) - max(a[0], b[0])


def resolved(record, start, end):
    """the entity (its record) of the source at these offsets, or None"""
    entities = {e["id"]: e for e in record["entities"]}
    found = [(overlap(q["source"], (start, end)), q) for q in record["quotes"] if q["source"] and q["speaker"]]
    best = max(found, key=lambda x: x[0], default=(0, None))
    if best[0] > 0:
        return entities[best[1]["speaker"]]
    inside = [
        (m["end"] - m["start"], e)
        for e in record["entities"]
        for m in e["mentions"]
        if start <= m["start"] and m["end"] <= end
    ]
    return max(inside, key=lambda x: x[0], default=(0, None))[1]


def right(record, row):
    start, end = int(row["start"]), int(row["end"])
    entity = resolved(record, start, end)
    wanted = places(row["antecedents"])
    if not wanted:
        return entity is None or all(m["kind"] != "name" for m in entity["mentions"])
    if entity is None:
        return False
    spans = [(m["start"], m["end"]) for m in entity["mentions"]]
    # the source itself says nothing of who it is
    spans = [s for s in spans if overlap(s, (start, end)) <= 0]
    return any(all(any(overlap(s, m) > 0 for s in spans) for m in members) for members in wanted)


def figures(texts, extract):
    """[(metric, value, number)]; texts: {article id: text}; extract: articles -> records"""
    rows = labels()
    counts = {}
    records = extract({"id": k, "text": texts[k]} for k in rows)
    for record in records:
        text = texts[record["id"]]
        for row in rows[record["id"]]:
            source = text[int(row["start"]) : int(row["end"])].lower()
            kinds = ["he, she, they"] if source in PRONOUNS else ["nominal"] if row["kind"] == "nominal" else ["other"]
            kinds += ["all"] if kinds != ["other"] else []
            kinds += ["all with an antecedent"] if kinds != ["other"] and row["antecedents"] else []
            for kind in kinds:
                n = counts.setdefault(kind, [0, 0])
                n[0] += right(record, row)
                n[1] += 1
    return [(kind, hit / n, n) for kind, (hit, n) in sorted(counts.items())]
