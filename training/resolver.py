"""Trains the resolver's ranker (`src/entity/ranker.rs`): one hidden layer over the evidence of `src/entity/features.rs`.

    python resolver.py rows --data ../../shared/data --out runs/resolver      # gold as the example `coref decisions` reads it
    cargo run --release --example coref -- decisions ../models/base.sayso runs/resolver/gum < runs/resolver/gum.jsonl
    ... and so for gum-held, litbank, litbank-held, gap, gap-held
    python resolver.py train runs/resolver --out ../lexicons/resolver.tsv

The loss is that of Lee et al. (2017): the probability of all right candidates together, where a softmax is over the
candidates and "a new entity". The engine follows the gold while it prints its decisions, and the shipped ranker where LitBank and GAP are silent: two
rounds, the first without GAP.
"""
import argparse
import gzip
import hashlib
import json
import pathlib

import numpy as np
import torch
from torch import nn

CORPORA = ("gum", "litbank", "gap")


def held_out(doc, share=10):
    """True for the one document in `share` that settings are chosen on and training never sees"""
    return int(hashlib.md5(doc.encode()).hexdigest(), 16) % share == 0


def gold(corpus, d):
    if corpus == "gap":  # cluster 0 is the pronoun's
        return [[*d["pronoun"], 0]] + [[*d[x], 0 if d[f"{x}_coref"] else n] for n, x in enumerate("ab", 1)]
    spans = d["onto"] if corpus == "gum" else [[m["s"], m["e"], m["c"]] for m in d["mentions"]]
    return [[d["tok"][s][0], d["tok"][e - 1][1], c] for s, e, c in spans]


def rows(data, out):
    """GUM says of every phrase whether it has an antecedent; LitBank marks people and places, GAP three spans."""
    out.mkdir(parents=True, exist_ok=True)
    for corpus in CORPORA:
        files = {held: (out / f"{corpus}{'-held' * held}.jsonl").open("w", encoding="utf8") for held in (False, True)}
        with gzip.open(data / f"coref/{corpus}-train.jsonl.gz", "rt", encoding="utf8") as f:
            for d in map(json.loads, f):
                ident = d.get("doc") or d["id"]
                row = {"id": ident, "text": d["text"], "all": corpus == "gum", "gold": gold(corpus, d)}
                print(json.dumps(row), file=files[held_out(ident)])


class Decisions:
    """What `coref decisions` wrote: rows [n, features], and where each decision begins."""

    def __init__(self, folder, names):
        parts = [self.read(folder / n) for n in names if (folder / f"{n}.sizes").exists()]
        self.names = parts[0][0]
        assert all(p[0] == self.names for p in parts)
        self.sizes, self.labels, self.rows = (np.concatenate([p[k] for p in parts]) for k in (1, 2, 3))
        self.first = np.concatenate([[0], np.cumsum(self.sizes)])

    @staticmethod
    def read(path):
        names = path.with_suffix(".names").read_text().split("\n")
        sizes = np.fromfile(path.with_suffix(".sizes"), "<u4").astype(np.int64)
        labels = np.fromfile(path.with_suffix(".labels"), "u1")
        return names, sizes, labels, np.fromfile(path.with_suffix(".rows"), "<f4").reshape(-1, len(names))

    def batch(self, picks):
        n = self.sizes[picks].max()
        at = self.first[picks][:, None] + np.arange(n)
        mask = np.arange(n) < self.sizes[picks][:, None]
        at = np.where(mask, at, 0)
        return torch.from_numpy(self.rows[at]), torch.from_numpy(self.labels[at] > 0), torch.from_numpy(mask)


class Ranker(nn.Module):
    def __init__(self, features, width):
        super().__init__()
        self.hidden, self.out = nn.Linear(features, width), nn.Linear(width, 1, bias=False)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        return self.out(self.drop(torch.relu(self.hidden(x)))).squeeze(-1)


def loss_of(scores, right, mask):
    scores = scores.masked_fill(~mask, -1e4)
    chosen = scores.masked_fill(~(right & mask), -1e4)
    return (torch.logsumexp(scores, 1) - torch.logsumexp(chosen, 1)).mean()


@torch.no_grad()
def accuracy(model, data):
    """share of right decisions: all, those with an antecedent, those without"""
    hits = []
    for picks in np.array_split(np.arange(len(data.sizes)), max(1, len(data.sizes) // 512)):
        x, right, mask = data.batch(picks)
        best = model(x).masked_fill(~mask, -1e4).argmax(1)
        ok = right[torch.arange(len(picks)), best]
        last = mask.sum(1) - 1
        new = right[torch.arange(len(picks)), last]
        hits += list(zip(ok.tolist(), new.tolist()))
    share = lambda some: sum(ok for ok, _ in some) / max(1, len(some))
    return share(hits), share([h for h in hits if not h[1]]), share([h for h in hits if h[1]])


def train(folder, width, epochs, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    data = Decisions(folder, CORPORA)
    held = {c: Decisions(folder, [f"{c}-held"]) for c in CORPORA if (folder / f"{c}-held.sizes").exists()}
    model = Ranker(len(data.names), width)
    step = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=1e-3)
    batches = len(data.sizes) // 128
    plan = torch.optim.lr_scheduler.OneCycleLR(step, 5e-3, total_steps=batches * epochs)
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for picks in np.array_split(rng.permutation(len(data.sizes)), batches):
            loss = loss_of(model(b[0]), b[1], b[2]) if (b := data.batch(picks)) else None
            step.zero_grad()
            loss.backward()
            step.step()
            plan.step()
            total += loss.item()
        model.eval()
        figures = {c: " ".join(f"{x:.3f}" for x in accuracy(model, d)) for c, d in held.items()}
        print(epoch, f"{total / batches:.4f}", figures, flush=True)
    return data.names, model


def write(names, model, out):
    number = lambda x: f"{x:.4g}"
    line = lambda name, row: "\t".join([name, *map(number, row)]) + "\n"
    hidden = model.hidden.weight.detach().T.tolist()
    with out.open("w", encoding="utf8", newline="") as f:
        f.write("feature\tweights\n")
        f.writelines(line(n, row) for n, row in zip(names, hidden, strict=True))
        f.write(line("bias", model.hidden.bias.tolist()))
        f.write(line("out", model.out.weight[0].tolist()))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("rows", "train"))
    ap.add_argument("folder", type=pathlib.Path, nargs="?")
    ap.add_argument("--data", type=pathlib.Path)
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--width", type=int, default=32)
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    if a.what == "rows":
        rows(a.data, a.out)
    else:
        torch.set_num_threads(1)
        write(*train(a.folder, a.width, a.epochs, a.seed), a.out)


if __name__ == "__main__":
    main()
