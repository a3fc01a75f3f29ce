"""Figures on PolNeAR: quotes, their spans one by one, and what `confidence` is worth.

Content, source and their union are counted by <shared>/score/score_quotes.py (the module that `Polnear.scorer` holds).
What it does not count is counted here, by functions that need nothing but words' indices and numbers:

literature_{source,cue,content}
    Exact F1 of each role by itself, the measure that papers on PolNeAR report. A span is the set of words that an
    attribution has in that role (all its pieces together; punctuation and quotation marks left out, a leading "that"
    kept). It is right if a gold attribution of the article has the same set in that role, whatever its other roles
    are; each gold span is matched once. Counts are summed over articles. Papers label the tokens of gold sentences one
    by one, so their spans end with the sentence: near to this measure, not the same. sayso trims its cues to the
    reporting words by design, while gold cues often hold auxiliaries, adverbs and dates ("has repeatedly said on
    Tuesday"): such cues count as wrong.

calibration_error
    Ten bins of equal width over `confidence`; the mean over quotes of |mean confidence - share of joint hits| of their
    bin. A joint hit has content and source right, as score_quotes.py's `joint`.
confident_share, confident_hits
    The share of quotes whose confidence is CONFIDENT or more, and the share of joint hits among those.
"""

import collections
import itertools
import sys

ROLES = ("source", "cue", "content")
METRICS = ("joint", "quoted_joint", "unquoted_joint", "exact", "overlap", "token")
BINS = 10
CONFIDENT = 0.8
THRESHOLDS = (0.0, 0.2, 0.4, 0.6, 0.8)
# options of an extractor that is measured on PolNeAR: its annotators marked whatever is attributed to anybody
EVERY_QUOTE = {"kinds": "all", "min_confidence": 0.0}


def ratio(a, b):
    return a / b if b else 0.0


def prf(right, found, gold):
    p, r = ratio(right, found), ratio(right, gold)
    return {"p": p, "r": r, "f": ratio(2 * p * r, p + r)}


def exact_matches(gold, found):
    """Counts of right, found and gold spans, of one role in one article; a span is a set of words, empty for none."""
    want, got = (collections.Counter(filter(None, spans)) for spans in (gold, found))
    return collections.Counter(right=(want & got).total(), found=got.total(), gold=want.total())


def calibration(pairs):
    """One row a bin of confidence: low, high, number of quotes, mean confidence, share of hits; pairs: [(p, hit)]."""
    bins = [[] for _ in range(BINS)]
    for p, hit in pairs:
        bins[min(int(p * BINS), BINS - 1)].append((p, hit))
    table = []
    for i, members in enumerate(bins):
        n = len(members)
        mean, hits = (ratio(sum(column), n) for column in zip(*members, strict=True)) if n else (0.0, 0.0)
        table.append((i / BINS, (i + 1) / BINS, n, mean, hits))
    return table


def calibration_error(table):
    return ratio(sum(n * abs(mean - hits) for _, _, n, mean, hits in table), sum(row[2] for row in table))


def confident(pairs):
    """(number of quotes of high confidence, number of hits among them)"""
    hits = [hit for p, hit in pairs if p >= CONFIDENT]
    return len(hits), sum(hits)


def outermost(quotes, least=0.0):
    """The quotes that `min_confidence` leaves and that no other such quote relays."""
    by_id = {q["id"]: q for q in quotes}

    def kept(quote):
        return quote["confidence"] >= least or quote["kind"] == "direct"

    def relayed(quote):
        outer = by_id.get(quote["relayed_by"])
        return outer is not None and (kept(outer) or relayed(outer))

    return [q for q in quotes if kept(q) and not relayed(q)]


class Polnear:
    """The articles of one file of PolNeAR, with their gold attributions."""

    def __init__(self, shared, path):
        sys.path.insert(0, str(shared / "score"))
        import score_quotes

        self.scorer = score_quotes
        self.gold = score_quotes.load_gold(str(path))
        self.docs = {k: score_quotes.Doc(text) for k, (text, _) in self.gold.items()}
        self.ids = sorted(self.gold)

    def counts(self, ids, found):
        """score_quotes.py's counts, one an article; found: {id: quotes}."""
        return [self.scorer.score_doc(self.docs[k], self.gold[k][1], found[k]) for k in ids]

    def exact_spans(self, pairs):
        """Exact figures of each role; pairs: [(id, gold attributions, quotes)]."""
        totals = {role: collections.Counter() for role in ROLES}
        for k, gold, quotes in pairs:
            for role, total in totals.items():
                sets = ([self.docs[k].wordset(self.scorer.spans(q[role])) for q in side] for side in (gold, quotes))
                total.update(exact_matches(*sets))
        return {role: prf(t["right"], t["found"], t["gold"]) | {"n": t["gold"]} for role, t in totals.items()}

    def hits(self, ids, found):
        """[(confidence, joint hit)] of all quotes"""
        pairs = []
        for k in ids:
            gold, quotes = (self.scorer.prep(self.docs[k], side) for side in (self.gold[k][1], found[k]))
            matched = self.scorer.greedy(gold, quotes, self.scorer.iou)
            right = {j for i, j in matched if self.scorer.src_ok(gold[i], quotes[j])}
            pairs += [(q["confidence"], j in right) for j, q in enumerate(found[k])]
        return pairs

    def min_confidence(self, found):
        """One row a threshold: least confidence, number of quotes, joint precision, recall and F1."""
        table = []
        for least in THRESHOLDS:
            kept = {k: outermost(found[k], least) for k in self.ids}
            joint = self.scorer.summary(self.scorer.total(self.counts(self.ids, kept)))["joint"]
            table.append((least, sum(map(len, kept.values())), joint["p"], joint["r"], joint["f"]))
        return table

    def annotators(self, path):
        """The corpus' annotators against one another, each pair once: summary, exact spans, number of pairs."""
        versions = {k: [attributions] for k, (_, attributions) in self.gold.items()}
        for row, _ in self.scorer.read_objects(str(path)):
            versions[row["doc"]].append(self.scorer.attributions(row))
        pairs = [(k, a, b) for k in self.ids for a, b in itertools.combinations(versions[k], 2)]
        total = self.scorer.total(self.scorer.score_doc(self.docs[k], a, b) for k, a, b in pairs)
        return self.scorer.summary(total), self.exact_spans(pairs), len(pairs)
