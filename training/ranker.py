"""Teaches a trained network who is who (`network.Ranker`); all else stays as it is.

    python ranker.py rows --data ../../shared/data --out runs/links
    cargo run --release --example coref -- decisions ../models/base.sayso runs/links/gum < runs/links/gum.jsonl
    ... and so for litbank, gap, gap-page and the four that end in -held
    python ranker.py train runs/links --weights ../models/base.sayso --out runs/links/base.sayso

"He" and "she" have heads of their own: all else outweighs what GAP teaches of them. GAP is there twice: its snippets alone, and
under the titles of their pages. The loss is that of Lee et al. (2017): the probability of all right candidates together, where
a softmax is over the candidates and "a new entity". The engine follows the gold while it prints its decisions, and its own
choice where LitBank and GAP are silent.
"""
import argparse
import hashlib
import gzip
import json
import pathlib
import random
import sys
import time

import numpy as np
import torch
from torch import nn

import corpora as C
import export
import network as N

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "eval"))
from coreference import headline  # noqa: E402

CORPORA = ("gum", "litbank", "gap", "gap-page")
# for "he" and "she" and for all else: what each head hears beside the evidence, and how often it reads a corpus in an epoch
HE = ("words", "attention") * 2, {"gum": 1, "gap": 2, "gap-page": 2}
ELSE = ("both",) * 3, {"gum": 1, "litbank": 1, "gap": 1, "gap-page": 1}
PEOPLE, OTHERS = 32, 200  # decisions in one step
EAGER = 0.4  # `src/entity/resolver.rs`


def held_out(doc, share=10):
    """True for the one document in `share` that settings are chosen on and training never sees"""
    return int(hashlib.md5(doc.encode()).hexdigest(), 16) % share == 0


def gold(corpus, d):
    if corpus.startswith("gap"):  # cluster 0 is the pronoun's
        return [[*d["pronoun"], 0]] + [[*d[x], 0 if d[f"{x}_coref"] else n] for n, x in enumerate("ab", 1)]
    spans = d["onto"] if corpus == "gum" else [[m["s"], m["e"], m["c"]] for m in d["mentions"]]
    return [[d["tok"][s][0], d["tok"][e - 1][1], c] for s, e, c in spans]


def rows(data, out):
    """GUM says of every phrase whether it has an antecedent; LitBank marks people and places, GAP three spans."""
    out.mkdir(parents=True, exist_ok=True)
    for corpus in CORPORA:
        files = {held: (out / f"{corpus}{'-held' * held}.jsonl").open("w", encoding="utf8") for held in (False, True)}
        with gzip.open(data / f"coref/{corpus.partition('-')[0]}-train.jsonl.gz", "rt", encoding="utf8") as f:
            for d in map(json.loads, f):
                ident = d.get("doc") or d["id"]
                above = headline(d) if corpus == "gap-page" else ""
                spans = [[len(above) + s, len(above) + e, c] for s, e, c in gold(corpus, d)]
                row = {"id": ident, "text": above + d["text"], "all": corpus == "gum", "gold": spans}
                print(json.dumps(row), file=files[held_out(ident)])


class Corpus:
    """What `coref decisions` wrote."""

    def __init__(self, path):
        numbers = lambda end: np.fromfile(path.with_suffix(end), "<u4").astype(np.int64)
        self.sizes, self.heads = numbers(".sizes"), numbers(".heads").reshape(-1, 3)
        self.vectors = np.fromfile(path.with_suffix(".vectors"), "<f4").reshape(self.heads.max() + 1, -1)
        self.right = np.fromfile(path.with_suffix(".labels"), "u1") > 0
        assert path.with_suffix(".names").read_text().split("\n") == C.EVIDENCE, f"{path}: other evidence, print it anew"
        self.evidence = np.fromfile(path.with_suffix(".rows"), "<f4").reshape(-1, len(C.EVIDENCE))
        self.first = np.concatenate([[0], np.cumsum(self.sizes)])
        kind = lambda *names: (self.evidence[self.first[1:] - 1][:, [C.EVIDENCE.index(n) for n in names]] > 0).any(1)
        self.he = kind("m_he", "m_she")
        self.pronoun = self.he | kind("m_it", "m_they", "m_this", "m_these")

    def steps(self, people):
        """decisions of one step each: on "he" and "she" alone (people) or on all"""
        chosen = np.nonzero(self.he | (not people))[0]
        size = PEOPLE if people else OTHERS
        return [chosen[k : k + size] for k in range(0, len(chosen), size)]

    def batch(self, chosen):
        """vectors of the tokens in question; heads among them, evidence, right and there, a row a decision"""
        n = self.sizes[chosen]
        at = self.first[chosen, None] + np.arange(n.max())
        there = np.arange(n.max()) < n[:, None]
        at = np.where(there, at, self.first[chosen, None])
        used, heads = np.unique(self.heads[at], return_inverse=True)
        x = {"heads": heads.reshape(*at.shape, 3), "evidence": self.evidence[at], "right": self.right[at], "there": there}
        return {k: torch.from_numpy(v) for k, v in ({"vectors": self.vectors[used]} | x).items()}


def scores(score, x):
    return score(x["vectors"], x["heads"], x["evidence"]).masked_fill(~x["there"], -1e4)


@torch.no_grad()
def accuracy(net, corpus):
    """share of right decisions: he and she, other pronouns, nominals and names, each with an antecedent; new entities"""
    ok, new = np.zeros(len(corpus.sizes), bool), np.zeros(len(corpus.sizes), bool)
    for people in (True, False):
        for chosen in corpus.steps(people):
            x = corpus.batch(chosen)
            each, last = torch.arange(len(chosen)), x["there"].sum(1) - 1
            s = scores(lambda *given: net.who(*given, people), x)  # noqa: B023
            fits = (x["evidence"][..., C.EVIDENCE.index("fits")] > 0).logical_and(x["there"]).any(1)
            s[each, last] -= EAGER + 100 * (fits & people)
            ours = corpus.he[chosen] == people
            ok[chosen[ours]], new[chosen[ours]] = x["right"][each, s.argmax(1)][ours], x["right"][each, last][ours]
    share = lambda at: f"{ok[at].mean():.3f} ({at.sum()})" if at.any() else "-"
    p, he = corpus.pronoun, corpus.he
    return " ".join(map(share, (he & ~new, p & ~he & ~new, ~p & ~new, new & ~he)))


def learn(net, data, a, people, hears, seed):
    """a head for "he" and "she" (people) or for all else; what it does not hear has weights of zero"""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    links = N.Ranker(net.config["d"], len(C.EVIDENCE), net.config["link"], 0.2)
    words = [*links.mention.parameters(), *links.latest.parameters(), *links.nominal.parameters()]
    for p in words if hears == "attention" else []:
        nn.init.zeros_(p).requires_grad_(False)
    heard = torch.tensor([0.0 if hears == "words" and n.startswith(("looks_", "seen_")) else 1.0 for n in C.EVIDENCE])
    opt = torch.optim.AdamW(links.parameters(), a.lr, betas=(0.9, 0.98), weight_decay=0.01)
    epoch = [(c, step) for c, times in (HE if people else ELSE)[1].items() for step in data[c].steps(people) * times]
    total, queue = int(len(epoch) * a.epochs[people]), []
    for k in range(total):
        queue = queue or rng.sample(epoch, len(epoch))
        corpus, chosen = queue.pop()
        x = data[corpus].batch(chosen)
        for g in opt.param_groups:
            g["lr"] = a.lr * min(1.0, (k + 1) / 100) * (total - k) / total
        x["evidence"] *= heard
        s = scores(links, x)
        each = torch.logsumexp(s, 1) - torch.logsumexp(s.masked_fill(~x["right"], -1e4), 1)
        weight = torch.from_numpy(np.where(data[corpus].pronoun[chosen], 2.0, 1.0)).float()
        opt.zero_grad(set_to_none=True)
        ((each * weight).sum() / (PEOPLE if people else OTHERS)).backward()
        nn.utils.clip_grad_norm_(links.parameters(), 1.0)
        opt.step()
    with torch.no_grad():
        links.evidence.weight *= heard
    return links.eval()


def train(a):
    torch.set_num_threads(a.threads)
    net, manifest, vocabulary = export.read(a.weights)
    net.eval()
    data = {c: Corpus(a.folder / c) for c in CORPORA}
    held = {c: Corpus(a.folder / f"{c}-held") for c in CORPORA}
    t = time.time()
    heads = [(people, hears) for people, (kinds, _) in ((True, HE), (False, ELSE)) for hears in kinds]
    net.links = nn.ModuleList(learn(net, data, a, *head, 100 * a.seed + k) for k, head in enumerate(heads))
    net.config["links"] = [len(HE[0]), len(ELSE[0])]
    print(f"{len(heads)} heads, {time.time() - t:.0f} s", flush=True)
    for c, d in held.items():
        print(f"{c:8} {accuracy(net, d)}", flush=True)
    manifest["config"] = net.config
    manifest["trained"] = {**manifest["trained"], "links": {"epochs": a.epochs, "seed": a.seed}}
    export.write(a.out, export.sections(net, manifest, vocabulary))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("rows", "train"))
    ap.add_argument("folder", type=pathlib.Path, nargs="?")
    ap.add_argument("--data", type=pathlib.Path)
    ap.add_argument("--weights", type=pathlib.Path)
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--epochs", type=float, nargs=2, default=[3, 8], help="of all, of \"he\" and \"she\"")
    ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    if a.what == "rows":
        rows(a.data, a.out)
    else:
        train(a)


if __name__ == "__main__":
    main()
