#!/usr/bin/env python3
"""Sorts the errors on PolNeAR dev by cause: a summary on the screen, examples of each cause in a text file.

  python eval/errors.py [--data FILE.jsonl.gz] [--system FILE.jsonl] [--out target/errors.txt] [--examples 12]
                        [--shared ../shared] [--model base] [--threads N]

Scored are the quotes that no other relays; --system takes a file of `sayso extract --format jsonl` instead of running
the installed sayso. It reports and changes nothing. The text file holds text of the corpus: it stays out of the
repository. Four groups, and in each every error has one cause, the first that fits:

missed  a gold attribution without a match (content overlap as in <shared>/score/score_quotes.py). A quote whose cue
        shares a word with the gold cue: too long, too short or elsewhere, relayed (so left out of the score), or
        matched to another attribution. No such quote: its content was found under another cue, the gold has no cue,
        its cue stands inside the content of a quote that was found, or nothing of it was seen.
false   a quote without a match: the same from the other side.
source  matched, but the source's head is wrong.
edges   matched, but not the same words: a stretch left out or too many, or an edge early or late.

A cue list beside a cause gives the commonest cues, in lower case: the gold's, for `false` the quote's.
"""

import argparse
import collections
import dataclasses
import pathlib
import re
import sys

from polnear import EVERY_QUOTE, Polnear, ratio

HERE = pathlib.Path(__file__).resolve().parent
PRONOUN = re.compile("i|you|he|she|it|we|they|me|him|her|us|them|who|this|that|these|those|one|[a-z]+sel(f|ves)", re.I)
MATCH = 0.5


@dataclasses.dataclass(frozen=True, eq=False)
class Quote:
    """Gold or found; the sets hold indices of words. Equal only to itself: two may hold the same words."""

    content: frozenset
    cue: frozenset
    source: frozenset
    quoted: bool = False
    relayed: bool = False
    pronoun: bool = False  # the source is one bare pronoun
    cue_text: str = ""
    shown: str = ""


@dataclasses.dataclass(frozen=True)
class Error:
    group: str
    cause: str
    quoted: bool
    cue: str
    doc: str
    gold: Quote | None
    found: Quote | None


# ---------------------------------------------------------------- causes


def overlap(a, b):
    """intersection over union"""
    return ratio(len(a & b), len(a | b))


def nearest(quote, others):
    """the one with the most similar content"""
    return max(others, key=lambda other: overlap(quote.content, other.content), default=None)


def same_cue(quote, others):
    """the nearest of those whose cue shares a word"""
    return nearest(quote, [other for other in others if other.cue & quote.cue])


def beside(quote, others):
    """the one to show with it, if any shares its cue or a word of its content"""
    return same_cue(quote, others) or nearest(quote, [other for other in others if other.content & quote.content])


def difference(gold, found):
    """how the content found for a cue differs from the gold's: a word or two"""
    common = len(gold & found)
    if overlap(gold, found) >= MATCH:
        return "matched elsewhere"
    if 2 * common < min(len(gold), len(found)) or len(gold) == len(found):
        return "elsewhere"
    return "too long" if len(found) > len(gold) else "too short"


def miss_cause(gold, quotes):
    """quotes: all that were found in the article, relayed ones too"""
    twin = same_cue(gold, quotes)
    if twin:
        return "cue found, relayed" if twin.relayed else f"cue found, content {difference(gold.content, twin.content)}"
    near = nearest(gold, quotes)
    if near and overlap(gold.content, near.content) >= MATCH:
        return "other cue found, relayed" if near.relayed else "other cue found, content matched elsewhere"
    if not gold.cue:
        return "gold has no cue, not found"
    if any(gold.cue <= quote.content for quote in quotes):
        return "cue not found, inside another quote"
    return "cue not found"


def false_cause(found, golds):
    twin = same_cue(found, golds)
    if twin:
        return f"gold has this cue, content {difference(twin.content, found.content)}"
    if found.cue and any(found.cue <= gold.content for gold in golds):
        return "cue inside a gold content"
    if any(2 * len(found.content & gold.content) >= len(found.content) for gold in golds):
        return "gold has this content, other cue" if found.cue else "gold has this content, no cue found"
    return "nothing in gold" if found.cue else "nothing in gold, no cue found"


def source_cause(gold, found):
    """of a matched pair whose source is wrong"""
    if not found.source:
        return "none found"
    if not gold.source:
        return "gold has none"
    if gold.pronoun != found.pronoun:
        return "name found, pronoun in gold" if gold.pronoun else "pronoun found, name in gold"
    return "other head, words shared" if gold.source & found.source else "another source"


def runs(words):
    """the stretches of neighbouring words"""
    stretches = []
    for i in sorted(words):
        if stretches and stretches[-1][-1] == i - 1:
            stretches[-1].append(i)
        else:
            stretches.append([i])
    return stretches


def edge_cause(gold, found):
    """of two contents that match, but are not the same words"""
    if any(found.isdisjoint(run) for run in runs(gold)):
        return "stretch left out"
    if any(gold.isdisjoint(run) for run in runs(found)):
        return "stretch too many"
    start, end = min(found) - min(gold), max(found) - max(gold)
    if start and end:
        return "both edges"
    if start:
        return "starts early" if start < 0 else "starts late"
    if end:
        return "ends late" if end > 0 else "ends early"
    return "words inside"


def errors_of(doc, golds, quotes, pairs, right):
    """
    Every error of an article. golds: [Quote]; quotes: [Quote], relayed ones too; pairs: [(gold, found)] as matched;
    right: the pairs among them with the right source
    """
    matched = {quote for pair in pairs for quote in pair}
    for gold in golds:
        if gold not in matched:
            near, cause = beside(gold, quotes), miss_cause(gold, quotes)
            yield Error("missed", cause, gold.quoted, gold.cue_text, doc, gold, near)
    for found in quotes:
        if not found.relayed and found not in matched:
            near, cause = beside(found, golds), false_cause(found, golds)
            yield Error("false", cause, found.quoted, found.cue_text, doc, near, found)
    for gold, found in pairs:
        if (gold, found) not in right:
            yield Error("source", source_cause(gold, found), gold.quoted, gold.cue_text, doc, gold, found)
        if gold.content != found.content:
            cause = edge_cause(gold.content, found.content)
            yield Error("edges", cause, gold.quoted, gold.cue_text, doc, gold, found)


# ---------------------------------------------------------------- report


@dataclasses.dataclass
class Cause:
    """What the report says of one cause."""

    group: str
    name: str
    errors: list
    share: float  # of its group

    @property
    def quoted(self):
        return sum(error.quoted for error in self.errors)

    def cues(self, n):
        common = collections.Counter(error.cue or "-" for error in self.errors).most_common(n)
        return ", ".join(f"{cue} {count}" for cue, count in common)

    def examples(self, n):
        """from all over the corpus, the same ones each time"""
        return self.errors[:: max(1, -(-len(self.errors) // n))]


def causes(errors):
    """{group: [Cause]}, the commonest first"""
    groups = {"missed": [], "false": [], "source": [], "edges": []}
    for error in errors:
        groups[error.group].append(error)
    return {group: by_cause(group, members) for group, members in groups.items()}


def by_cause(group, errors):
    found = collections.defaultdict(list)
    for error in errors:
        found[error.cause].append(error)
    made = [Cause(group, name, some, len(some) / len(errors)) for name, some in found.items()]
    return sorted(made, key=lambda cause: (-len(cause.errors), cause.name))


def summary(groups, of):
    """the table's lines; of: {group: what its errors are errors of}"""
    yield f"{'':44}{'count':>6}{'share':>7}{'quoted':>8}{'unquoted':>10}  commonest cues"
    for group, found in groups.items():
        n, quoted = sum(len(c.errors) for c in found), sum(c.quoted for c in found)
        yield f"{group + ', of ' + of[group]:44}{n:6}{'':7}{quoted:8}{n - quoted:10}"
        for c in found:
            n = len(c.errors)
            yield f"  {c.name:42}{n:6}{c.share:7.1%}{c.quoted:8}{n - c.quoted:10}  {c.cues(5)}"


def examples(groups, n):
    for group, found in groups.items():
        for c in found:
            yield f"\n== {group}: {c.name} ({len(c.errors)})\ncues: {c.cues(25)}"
            for error in c.examples(n):
                yield f"\n[{error.doc}]"
                for side, quote in (("gold ", error.gold), ("found", error.found)):
                    yield f"  {side}  {quote.shown if quote else '-'}"


# ---------------------------------------------------------------- reading


def quotes_of(corpus, k, rows):
    """score_quotes.py's view of an article's attributions or quotes, as Quote"""
    doc, scorer = corpus.docs[k], corpus.scorer
    for row, view in zip(rows, scorer.prep(doc, rows), strict=True):
        text = {role: " ".join(shown(doc.text, scorer.spans(row.get(role)))) for role in ("source", "cue", "content")}
        yield Quote(
            content=view["w"],
            cue=view["cue"],
            source=view["s"],
            quoted=view["q"],
            relayed=bool(row.get("relayed_by")),
            pronoun=bool(PRONOUN.fullmatch(text["source"])),
            cue_text=text["cue"].lower(),
            shown=" | ".join(words or "-" for words in text.values()),
        )


def shown(text, spans):
    """each span on one line"""
    return (" ".join(text[start:end].split()) for start, end in spans)


def article_errors(corpus, k, rows):
    """errors, number of scored quotes, number of matches of one article; rows: its quotes as sayso gives them"""
    attributions, doc, scorer = corpus.gold[k][1], corpus.docs[k], corpus.scorer
    golds, quotes = (list(quotes_of(corpus, k, side)) for side in (attributions, rows))
    scored = [quote for quote in quotes if not quote.relayed]
    g, p = scorer.prep(doc, attributions), scorer.prep(doc, [row for row in rows if not row.get("relayed_by")])
    matches = sorted(scorer.greedy(g, p, scorer.iou))
    right = {(golds[i], scored[j]) for i, j in matches if scorer.src_ok(g[i], p[j])}
    pairs = [(golds[i], scored[j]) for i, j in matches]
    return list(errors_of(k, golds, quotes, pairs, right)), len(scored), len(pairs)


def all_errors(corpus, found):
    """errors of all articles, and what the errors of each group are out of; found: {id: quotes}"""
    errors, numbers = [], collections.Counter()
    for k in corpus.ids:
        some, quotes, matches = article_errors(corpus, k, found[k])
        errors += some
        numbers.update(gold=len(corpus.gold[k][1]), quotes=quotes, matches=matches)
    matched = f"{numbers['matches']} matched"
    return errors, {
        "missed": f"{numbers['gold']} attributions",
        "false": f"{numbers['quotes']} quotes",
        "source": matched,
        "edges": matched,
    }


def extracted(corpus, model, threads):
    """{id: quotes} by the installed sayso"""
    import sayso

    extractor = sayso.Extractor(model=model, threads=threads, **EVERY_QUOTE)
    articles = [{"id": k, "text": corpus.gold[k][0]} for k in corpus.ids]
    return {x.id: x.to_dict()["quotes"] for x in extractor.extract_batch(articles, errors="raise")}


def read(corpus, path):
    texts = {k: text for k, (text, _) in corpus.gold.items()}
    return {k: row["quotes"] for k, row in corpus.scorer.load_system(str(path), texts).items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=pathlib.Path, default=HERE.parent.parent / "shared")
    ap.add_argument("--data", type=pathlib.Path, help="gold articles (default: PolNeAR dev)")
    ap.add_argument("--system", type=pathlib.Path, help="what a system found in them")
    ap.add_argument("--out", type=pathlib.Path, default=HERE.parent / "target" / "errors.txt")
    ap.add_argument("--examples", type=int, default=12, metavar="N", help="at most N a cause")
    ap.add_argument("--model", default="base")
    ap.add_argument("--threads", type=int, default=None)
    a = ap.parse_args()
    if not (a.shared / "score").is_dir():
        print(f"{a.shared} is absent: nothing to compare with")
        return 0
    corpus = Polnear(a.shared.resolve(), a.data or a.shared / "data/quotes/polnear-dev.jsonl.gz")
    found = read(corpus, a.system) if a.system else extracted(corpus, a.model, a.threads)
    errors, of = all_errors(corpus, found)
    groups = causes(errors)
    table = list(summary(groups, of))
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text("\n".join([*table, *examples(groups, a.examples)]) + "\n", encoding="utf8")
    print("\n".join([*table, f"written: {a.out}"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
