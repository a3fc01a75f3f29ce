"""The corpora as windows of words with labels, one class of window a task.

Nothing here is written to the project: the texts stay where they are (`--data`).
"""
import collections
import csv
import gzip
import hashlib
import json
import pathlib
import random
import re

import words as W

LIMIT = 252  # word pieces a window, [CLS] and [SEP] apart
NAME_TYPES = (
    "PERSON NORP FAC ORG GPE LOC PRODUCT EVENT WORK_OF_ART LAW LANGUAGE DATE TIME MONEY PERCENT QUANTITY ORDINAL CARDINAL"
).split()
EVIDENCE = (pathlib.Path(__file__).resolve().parent.parent / "src/model/evidence.names").read_text().split()
NAME_TAGS = ["O"] + [f"{p}-{t}" for t in NAME_TYPES for p in "BI"]
FRAME_TAGS = ["O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT"]
CUE_TAGS = ["O", "B", "I"]
IGNORE = -100


def rows(path):
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf8") as f:
        return [json.loads(line) for line in f if line.strip()]


def lexicon(data, name):
    path = pathlib.Path(data) / "lexicons" / name
    with (gzip.open if name.endswith(".gz") else open)(path, "rt", encoding="utf8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


class Pieces:
    """Word -> ids of its word pieces, remembered."""

    def __init__(self, vocab):
        from tokenizers import BertWordPieceTokenizer

        self.model = BertWordPieceTokenizer(str(vocab), lowercase=True)
        self.seen = {}

    def __call__(self, word):
        got = self.seen.get(word)
        if got is None:
            got = self.model.encode(word, add_special_tokens=False).ids[:16] or [100]
            self.seen[word] = got
        return got


class Window:
    """Words of one stretch of text, and what is known of them."""

    __slots__ = ("task", "words", "paragraph", "labels")

    def __init__(self, task, words, paragraph, labels):
        self.task, self.words, self.paragraph, self.labels = task, words, paragraph, labels


def pack(units, size, first=LIMIT):
    """greedy windows of whole units up to LIMIT pieces (the first window may be shorter); units: [(start, end)]"""
    out, cur, n, limit = [], None, 0, first
    for s, e in units:
        k = sum(size[s:e])
        if cur and n + k > limit:
            out.append(cur)
            cur, n, limit = None, 0, LIMIT
        if k > LIMIT:  # a unit longer than a window is cut between words
            at, m = s, 0
            for i in range(s, e):
                if m + size[i] > LIMIT:
                    out.append((at, i))
                    at, m = i, 0
                m += size[i]
            cur, n = (at, e), m
            continue
        cur = (cur[0] if cur else s, e)
        n += k
    if cur:
        out.append(cur)
    return out


def runs(values):
    """[(start, end)] of equal neighbours"""
    out, s = [], 0
    for i in range(1, len(values) + 1):
        if i == len(values) or values[i] != values[s]:
            out.append((s, i))
            s = i
    return out


# ---------------------------------------------------------------- quotes


class Article:
    """One PolNeAR article as words, paragraphs and attributions by word index."""

    def __init__(self, o):
        self.id = o["doc"]
        t = o["text"]
        spans = W.split(t)
        self.words = [t[s:e] for s, e in spans]
        self.spans = spans
        self.text = t
        at = {}
        for i, (s, e) in enumerate(spans):
            for c in range(s, e):
                at[c] = i
        breaks = [m.start() for m in re.finditer("\n", t)]
        self.paragraph, b = [], 0
        for s, _ in spans:
            while b < len(breaks) and breaks[b] < s:
                b += 1
            self.paragraph.append(b)
        self.quoted = W.quoted(self.words, self.paragraph)
        self.attributions = []
        for a in o["attributions"]:
            role = {r: sorted({at[c] for s, e, *_ in a[r] for c in range(s, e) if c in at}) for r in ("source", "cue", "content")}
            if role["cue"] and role["content"]:
                self.attributions.append(role)
        self.floating = sorted({at[c] for a in o["attributions"] if not a["cue"] for s, e, *_ in a["content"] for c in range(s, e) if c in at})


def held_out(doc, share=20):
    """True for the one article in `share` that thresholds are chosen on and training never sees"""
    return int(hashlib.md5(doc.encode()).hexdigest(), 16) % share == 0


def articles(data, split):
    return [Article(o) for o in rows(pathlib.Path(data) / "quotes" / f"polnear-{split}.jsonl.gz")]


class Renamer:
    """Swaps the names of an article for others, each name the same throughout, so that no person is learned by heart."""

    def __init__(self, data):
        first = lexicon(data, "first_names.tsv.gz")
        last = lexicon(data, "surnames.tsv.gz")
        key_f, key_l = list(first[0])[0], list(last[0])[0]
        self.first = [r[key_f].title() for r in first[:6000] if r[key_f].isalpha()]
        self.last = [r[key_l].title() for r in last[:30000] if r[key_l].isalpha()]
        self.is_first, self.is_last = set(self.first), set(self.last)

    def __call__(self, words, rng):
        count = collections.Counter()
        lower = {w for w in words if w.islower()}
        for a, b in zip(words, words[1:]):
            if b[:1].isupper() and b.isalpha() and len(b) > 2:
                count[b] += a not in W.EITHER and a not in ".!?“"
        to = {}
        for w in sorted(set(words)):
            t = w.title() if w.isupper() and len(w) > 3 else w
            if t in to or not count[t] or t.lower() in lower or not t.isalpha():
                continue
            if t in self.is_first and t not in self.is_last:
                to[t] = rng.choice(self.first)
            elif t in self.is_last or t == "Obama":
                to[t] = rng.choice(self.last)
        out = []
        for w in words:
            t = w.title() if w.isupper() and len(w) > 3 else w
            n = to.get(t)
            out.append(w if n is None else n.upper() if w.isupper() else n)
        return out


def quote_windows(article, pieces, rng=None, renamer=None):
    """windows of whole paragraphs with cue tags and frames"""
    words = article.words
    if rng and renamer and rng.random() < 0.6:
        words = renamer(words, rng)
    size = [len(pieces(w)) for w in words]
    first = rng.randrange(60, LIMIT + 1) if rng else LIMIT
    tags = [0] * len(words)
    for i in article.floating:
        tags[i] = IGNORE
    for a in article.attributions:
        for i in a["content"]:
            if not article.quoted[i]:
                tags[i] = IGNORE  # gold has no nesting: a cue inside another's content is not marked
    for a in article.attributions:
        for k, i in enumerate(a["cue"]):
            tags[i] = 1 if k == 0 or a["cue"][k - 1] != i - 1 else 2
    frames = collections.defaultdict(lambda: [set(), set()])
    for a in article.attributions:
        f = frames[tuple(a["cue"])]
        f[0].update(a["source"])
        f[1].update(a["content"])
    out = []
    for s, e in pack(runs(article.paragraph), size, first):
        here = []
        for cue, (source, content) in sorted(frames.items()):
            if s <= cue[0] and cue[-1] < e:
                t = [0] * (e - s)
                for role, base in ((content, 3), (source, 1)):
                    for i in sorted(role):
                        if s <= i < e:
                            t[i - s] = base if i - 1 not in role or i == s else base + 1
                here.append(([i - s for i in cue], t))
        out.append(Window("quotes", words[s:e], article.paragraph[s:e], {"quoted": article.quoted[s:e], "cue": tags[s:e], "frames": here, "at": s}))
    return out


# ---------------------------------------------------------------- names

GPE_OR_LOC = ("GPE", "LOC")
MAPS = {  # a corpus's label -> the types it may stand for
    "conll2003": {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("GPE", "LOC", "FAC"),
                  "MISC": ("NORP", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE")},
    "worldwide": {"Person": ("PERSON",), "Organization": ("ORG",), "Location": GPE_OR_LOC, "NORP": ("NORP",),
                  "Date": ("DATE", "TIME"), "Misc": ("EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE"),
                  "Money": ("MONEY",), "Facility": ("FAC",), "Product": ("PRODUCT",)},
    "gmb": {"geo": ("GPE", "LOC", "FAC"), "gpe": ("NORP", "GPE"), "org": ("ORG",), "tim": ("DATE", "TIME"),
            "art": None, "eve": ("EVENT",), "nat": None, "per": None},
    "wnut17": {"person": ("PERSON",), "location": ("GPE", "LOC", "FAC"), "corporation": ("ORG",), "group": None,
               "product": ("PRODUCT",), "creative-work": ("WORK_OF_ART",)},
    "crossner_politics": {"politician": ("PERSON",), "person": ("PERSON",), "organisation": ("ORG",), "politicalparty": ("ORG",),
                          "election": ("EVENT",), "event": ("EVENT",), "country": ("GPE",), "location": ("GPE", "LOC", "FAC"), "misc": None},
}
UNMARKED = {  # types that a corpus does not label: its O may be one of them
    "conll2003": ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"),
    "worldwide": ("PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"),
    "gmb": ("MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "NORP", "LAW", "WORK_OF_ART", "PRODUCT"),
    "wnut17": ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "NORP", "EVENT", "LAW", "LANGUAGE"),
    "crossner_politics": ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "NORP", "LAW", "LANGUAGE"),
}
EVENT = re.compile(r"\b(?:cup|olympics?|wars?|games|championships?|open|summit|festival|elections?|league|grand prix|tournament|masters|conference|revolution|tour)\b", re.I)
LAW = re.compile(r"\b(?:act|treaty|agreement|accords?|charter|convention|constitution|amendment|bill|protocol|law)\b", re.I)
LOC = re.compile(r"\b(?:rivers?|lakes?|mountains?|mount|seas?|ocean|valley|islands?|desert|gulf|coast|peninsula|bay|africa|europe|asia|middle east|caribbean|balkans|strait|basin|north|south|east|west|antarctica|arctic|amazon|himalayas?|pacific|atlantic)\b", re.I)


class Finer:
    """Narrows what a corpus's coarse label may stand for, where the words leave no doubt."""

    def __init__(self, data):
        countries = lexicon(data, "countries.tsv")
        self.gpe = {x.lower() for r in countries for x in (r["name"], r["long_name"], r["capital"]) if x}
        self.gpe |= {r["name"].lower() for r in lexicon(data, "us_states.tsv")} | set("u.s. us usa uk u.k. britain england scotland wales america u.s.a. uae".split())
        cities = lexicon(data, "cities15000.tsv.gz")
        key = list(cities[0])[0]
        self.gpe |= {r[key].lower() for r in cities}
        self.norp = {x.lower() for r in countries for x in [*r["demonyms"].split("|"), *r["adjective"].split("|")] if x}
        self.norp |= set("european african asian arab arabs muslim muslims christian christians jewish jews catholic republican republicans democrat democrats democratic western moslem palestinian palestinians serb serbs bosnian kurdish kurds chechen english scottish welsh american americans".split())

    def __call__(self, types, text):
        t = text.lower()
        if "NORP" in types and t in self.norp:
            return ("NORP",)
        if "LAW" in types and LAW.search(t):
            return ("LAW",)
        if "EVENT" in types and len(types) > 1 and EVENT.search(t):
            return ("EVENT",)
        if types == GPE_OR_LOC or types == ("GPE", "LOC", "FAC"):
            if t in self.gpe and t not in ("africa", "europe", "asia"):
                return ("GPE",)
            if LOC.search(t):
                return ("LOC",)
        return types


def name_windows(data, corpus, split, pieces, finer, rng=None, share=1.0):
    """windows of whole rows; each word's label is the tuple of tags it may bear (None: not known)"""
    docs = collections.defaultdict(list)
    for r in rows(pathlib.Path(data) / "ner" / f"{corpus}-{split}.jsonl.gz"):
        docs[r["doc"] if corpus in ("conll2003", "worldwide") else 0].append(r)
    maps, free = MAPS[corpus], UNMARKED[corpus]
    outside = ("O",) + tuple(f"{p}-{t}" for t in free for p in "BI")
    out = []
    for doc in docs.values():
        words, par, tags = [], [], []
        for n, r in enumerate(doc):
            if share < 1.0 and rng.random() > share:
                continue
            t, tok = r["text"], r.get("tok")
            if tok is None:
                tok, p = [], 0
                for w in t.split(" "):
                    tok.append((p, p + len(w)))
                    p += len(w) + 1
            ents, cur = [], None
            for (s, e), l in zip([*tok, (0, 0)], [*r["ner"], "O"]):
                if cur and not l.startswith("I-"):
                    ents.append(cur)
                    cur = None
                if l.startswith("B-"):
                    cur = [s, e, l[2:]]
                elif cur:
                    cur[1] = e
            k = 0
            for s, e in W.split(t):
                while k < len(ents) and ents[k][1] <= s:
                    k += 1
                words.append(t[s:e])
                par.append(n)
                if k < len(ents) and s < ents[k][1] and ents[k][0] < e:
                    es, ee, label = ents[k]
                    types = maps[label]
                    if types is None:
                        tags.append(None)
                    else:
                        p = "B" if s <= es else "I"
                        tags.append(tuple(f"{p}-{x}" for x in finer(types, t[es:ee])))
                else:
                    tags.append(outside)
        size = [len(pieces(w)) for w in words]
        first = rng.randrange(60, LIMIT + 1) if rng else LIMIT
        q = W.quoted(words, par)
        for s, e in pack(runs(par), size, first):
            out.append(Window("names", words[s:e], par[s:e], {"quoted": q[s:e], "names": tags[s:e]}))
    return out


# ---------------------------------------------------------------- syntax


def syntax_windows(data, corpus, split, pieces, vocabulary, rng=None):
    """windows of whole sentences with UPOS, XPOS, heads (word index in the window; -1 = root) and relations"""
    out = []
    docs, doc, sent, par = [], [], [], 0

    def flush():
        nonlocal sent
        if sent:
            doc.append((par, sent))
            sent = []

    with gzip.open(pathlib.Path(data) / "dep" / f"{corpus}-{split}.conllu.gz", "rt", encoding="utf8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                flush()
                if doc:
                    docs.append(doc)
                doc = []
            elif line.startswith("# newpar"):
                flush()
                par += 1
            elif not line:
                flush()
            elif not line.startswith("#"):
                c = line.split("\t")
                if c[0].isdigit():
                    sent.append((c[1], c[3], c[4], int(c[6]), c[7].split(":")[0]))
    flush()
    docs.append(doc)
    for doc in docs:
        words, parts, sents, upos, xpos, heads, rels = [], [], [], [], [], [], []
        for k, (p, sent) in enumerate(doc):
            base = len(words)
            for w, u, x, h, r in sent:
                words.append(w)
                parts.append(p)
                sents.append(k)
                upos.append(vocabulary("upos", u))
                xpos.append(vocabulary("xpos", x))
                heads.append(base + h - 1 if h else -1)
                rels.append(vocabulary("relation", r))
        size = [len(pieces(w)) for w in words]
        q = W.quoted(words, parts)
        first = rng.randrange(60, LIMIT + 1) if rng else LIMIT
        for s, e in pack(runs(sents), size, first):
            hs = [h if h < 0 else h - s if s <= h < e else IGNORE for h in heads[s:e]]
            out.append(Window("syntax", words[s:e], parts[s:e], {"quoted": q[s:e], "sentence": sents[s:e], "upos": upos[s:e], "xpos": xpos[s:e], "heads": hs, "relation": rels[s:e]}))
    return out


class Vocabulary:
    """Closed label sets, numbered as they are met in training; what training never met is not scored."""

    def __init__(self, sets=None):
        self.sets = sets or {"upos": [], "xpos": [], "relation": []}
        self.frozen = sets is not None

    def __call__(self, name, label):
        s = self.sets[name]
        if label not in s:
            if self.frozen:
                return IGNORE
            s.append(label)
        return s.index(label)
