"""Names of finer types than people, organisations and places: exact spans with the label that a corpus gives them.

A corpus's label is matched by every type in its row below; names of our other types, and labels that have no row, are
left out on both sides. Spans are compared without a leading "the" and a final possessive, as score_names.py does.
"""

import collections
import gzip
import json

LABELS = {
    "worldwide": {
        "Person": {"PERSON"},
        "Organization": {"ORG"},
        "Location": {"GPE", "LOC"},
        "NORP": {"NORP"},
        "Facility": {"FAC"},
        "Product": {"PRODUCT"},
        "Date": {"DATE", "TIME"},
        "Money": {"MONEY"},
        "Misc": {"EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"},
    },
    # silver: "gpe" are words for peoples, "art" works and products
    "gmb": {
        "per": {"PERSON"},
        "org": {"ORG"},
        "geo": {"GPE", "LOC", "FAC"},
        "gpe": {"NORP"},
        "tim": {"DATE", "TIME"},
        "eve": {"EVENT"},
        "art": {"WORK_OF_ART", "PRODUCT"},
    },
}
POSSESSIVES = (" 's", " ’s", "'s", "’s")


def trimmed(text, start, end):
    if text[start : start + 4].lower() == "the " and end - start > 4:
        start += 4
    for tail in POSSESSIVES:
        if text[start:end].endswith(tail) and end - start > len(tail):
            end -= len(tail)
            break
    return start, end


def documents(path):
    """{id: (text, {(start, end, label)})}; rows of one document joined by newlines"""
    texts, gold = collections.defaultdict(list), collections.defaultdict(set)
    at = collections.Counter()
    with gzip.open(path, "rt", encoding="utf8") as f:
        for row in map(json.loads, f):
            # rows without a document stand alone
            doc = str(row["doc"] if row.get("doc") is not None else row["i"])
            text, tokens = row["text"], row.get("tok")
            if tokens is None:
                ends, k = [], 0
                for word in text.split(" "):
                    ends.append((k, k + len(word)))
                    k += len(word) + 1
                tokens = ends
            current = None
            for (start, end), tag in zip([*tokens, (0, 0)], [*row["ner"], "O"], strict=True):
                if current and not tag.startswith("I-"):
                    gold[doc].add(tuple(current))
                    current = None
                if tag.startswith("B-"):
                    current = [at[doc] + start, at[doc] + end, tag[2:]]
                elif current:
                    current[1] = at[doc] + end
            texts[doc].append(text)
            at[doc] += len(text) + 1
    return {d: ("\n".join(rows), gold[d]) for d, rows in texts.items()}


def counts(labels, docs, records):
    """{label: [right, found, wanted]}"""
    of_type = {t: label for label, types in labels.items() for t in types}
    out = {label: [0, 0, 0] for label in labels}
    for record in records:
        text, gold = docs[record["id"]]
        wanted = {(*trimmed(text, s, e), label) for s, e, label in gold if label in labels}
        found = {
            (*trimmed(text, m["start"], m["end"]), of_type[entity["type"]])
            for entity in record["entities"]
            if entity["type"] in of_type
            for m in entity["mentions"]
            if m["kind"] == "name"
        }
        for label in labels:
            mine, theirs = ({x for x in side if x[2] == label} for side in (found, wanted))
            for k, n in enumerate((len(mine & theirs), len(mine), len(theirs))):
                out[label][k] += n
    return out


def figures(corpus, path, extract):
    """[(metric, F1, number wanted)] of each label, and of all together"""
    docs = documents(path)
    labels = LABELS[corpus]
    table = counts(labels, docs, extract({"id": d, "text": text} for d, (text, _) in docs.items()))
    table["all"] = [sum(row[k] for row in table.values()) for k in range(3)]
    return [(f"{label}.f", 2 * r / max(f + w, 1), w) for label, (r, f, w) in table.items()]
