"""Teaches a trained network who is who (`network.Links`), and the encoder with it, while all else that it knows is kept.

    python links.py rows --data ../../shared/data --out runs/links
    cargo run --release --example coref -- masked ../models/base.sayso < runs/links/articles.jsonl > runs/links/masked.jsonl
    cargo run --release --example coref -- decisions ../models/base.sayso runs/links/gum < runs/links/gum.jsonl
    ... and so for gum-held, litbank, litbank-held, gap, gap-held, masked, plain
    python links.py train runs/links --weights ../models/base.sayso --out runs/links/base.sayso

The loss is that of Lee et al. (2017): the probability of all right candidates together, where a softmax is over the
candidates and "a new entity". The engine follows the gold while it prints its decisions, and its own choice where LitBank,
GAP and the masked names are silent. What the other heads make of the words is held where it was (Li and Hoiem 2016,
"Learning without forgetting"): on every window the trained network is the teacher. `--frozen`: the encoder stays, and who
is who is learned anew, from decisions printed with the weights of the first run.
"""
import argparse
import copy
import gzip
import hashlib
import json
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpora as C
import export

CORPORA = {"gum": 1, "litbank": 1, "gap": 4, "masked": 2, "plain": 1}  # and how often in an epoch
WINDOWS, DECISIONS = 12, 200  # at most, in one step
LOWER = 3  # layers of the encoder that stay as they are


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
    for corpus in ("gum", "litbank", "gap"):
        files = {held: (out / f"{corpus}{'-held' * held}.jsonl").open("w", encoding="utf8") for held in (False, True)}
        with gzip.open(data / f"coref/{corpus}-train.jsonl.gz", "rt", encoding="utf8") as f:
            for d in map(json.loads, f):
                ident = d.get("doc") or d["id"]
                row = {"id": ident, "text": d["text"], "all": corpus == "gum", "gold": gold(corpus, d)}
                print(json.dumps(row), file=files[held_out(ident)])
    with gzip.open(data / "articles/unlabeled.jsonl.gz", "rt", encoding="utf8") as f, (out / "articles.jsonl").open("w") as masked, (out / "plain.jsonl").open("w") as plain:
        for k, d in enumerate(map(json.loads, f)):
            text = d["text"][:3000].rpartition(".")[0] + "."
            if len(text) < 800 or k >= 6400:
                continue
            if k % 4 == 0:
                print(json.dumps({"id": str(k), "text": text}), file=masked)
            elif k % 48 == 1:
                print(json.dumps({"id": str(k), "text": d["text"][:8000], "all": False, "gold": []}), file=plain)


class Corpus:
    """What `coref decisions` wrote, cut into steps: runs of decisions and the windows that they need."""

    def __init__(self, path):
        numbers = lambda end: np.fromfile(path.with_suffix(end), "<u4").astype(np.int64)
        self.sizes, self.heads = numbers(".sizes"), numbers(".heads").reshape(-1, 3)
        self.pieces, self.features, self.windows, self.tokens = map(numbers, (".pieces", ".features", ".windows", ".tokens"))
        self.right = np.fromfile(path.with_suffix(".labels"), "u1") > 0
        names = path.with_suffix(".names").read_text().split("\n")
        table = np.fromfile(path.with_suffix(".rows"), "<f4").reshape(-1, len(names))
        self.evidence = table[:, [names.index(n) for n in C.EVIDENCE]] if names != C.EVIDENCE and len(table) else table
        self.first = np.concatenate([[0], np.cumsum(self.sizes)])
        self.start = np.concatenate([[0], np.cumsum(self.windows)])
        self.window = np.searchsorted(self.start, self.tokens, side="right") - 1  # of each token
        kind = lambda *names: (self.evidence[self.first[1:] - 1][:, [C.EVIDENCE.index(n) for n in names]] > 0).any(1)
        self.he = kind("m_he", "m_she") if len(table) else np.zeros(0, bool)
        self.pronoun = self.he | kind("m_it", "m_they", "m_this", "m_these") if len(table) else self.he
        self.steps = list(self.cut()) if len(self.sizes) else [(0, 0, list(range(k, min(k + 4, len(self.windows))))) for k in range(0, len(self.windows), 4)]

    def cut(self):
        at = self.window[self.heads]
        begin, need = 0, set()
        for d in range(len(self.sizes)):
            more = need | set(at[self.first[d] : self.first[d + 1]].ravel().tolist())
            if d > begin and (len(more) > WINDOWS or d - begin >= DECISIONS):
                yield begin, d, sorted(need)
                begin, more = d, set(at[self.first[d] : self.first[d + 1]].ravel().tolist())
            need = more
        yield begin, len(self.sizes), sorted(need)

    @torch.no_grad()
    def read(self, net):
        """keeps what the lower layers and all layers of the network, as it is now, make of every window"""
        net.eval()
        n, d = len(self.pieces), net.config["d"]
        self.low, self.top = torch.zeros(n, d, dtype=torch.bfloat16), torch.zeros(n, d, dtype=torch.bfloat16)
        order = np.argsort(self.windows)
        for k in range(0, len(order), 16):
            x = self.batch((0, 0, order[k : k + 16].tolist()))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                h = net.norm(net.piece(x["pieces"]) + net.position.weight[: x["pieces"].shape[1]] + net.feature(x["features"]))
                low = net.upper(h, x["mask"], 0, LOWER)
                top = net.upper(low, x["mask"], LOWER)
            at = torch.cat([torch.arange(self.start[w], self.start[w + 1]) for w in order[k : k + 16]])
            self.low[at], self.top[at] = low[x["mask"]].bfloat16(), top[x["mask"]].bfloat16()
        net.train()

    def spread(self, rows, step, mask):
        """kept rows of a step's windows as [windows, pieces, d]"""
        at = torch.cat([torch.arange(self.start[w], self.start[w + 1]) for w in step[2]])
        out = torch.zeros(*mask.shape, rows.shape[1])
        out[mask] = rows[at].float()
        return out

    def batch(self, step):
        """tensors of one step: the windows; token rows among them; heads, evidence, right and there, a row a decision"""
        begin, end, windows = step
        width = self.windows[windows].max()
        shape = (len(windows), width)
        pieces, features, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, bool)
        for i, w in enumerate(windows):
            run = slice(self.start[w], self.start[w + 1])
            n = self.windows[w]
            pieces[i, :n], features[i, :n], mask[i, :n] = self.pieces[run], self.features[run], True
        x = {"pieces": pieces, "features": features, "mask": mask}
        if end > begin:
            n = self.sizes[begin:end]
            at = self.first[begin:end, None] + np.arange(n.max())
            there = np.arange(n.max()) < n[:, None]
            at = np.where(there, at, self.first[begin:end, None])
            used, heads = np.unique(self.heads[at], return_inverse=True)
            place = np.zeros(len(self.windows), np.int64)
            place[windows] = np.arange(len(windows))
            w = self.window[used]
            x |= {"tokens": self.tokens[used], "rows": place[w] * width + self.tokens[used] - self.start[w], "heads": heads.reshape(*at.shape, 3),
                  "evidence": self.evidence[at], "right": self.right[at], "there": there}
        return {k: torch.from_numpy(v) for k, v in x.items()}


def known(net, h):
    """what the other heads make of the pieces: logits, and what they measure distances in"""
    p, f = net.parser, net.frames
    logits = [net.names(h), net.cue(h), net.upos(h), net.xpos(h)]
    return logits, [p.arc_dep(h), p.arc_head(h), p.rel_dep(h), p.rel_head(h), f.word(h), f.cue(h)]


def forgotten(net, teacher, h, old):
    """how far the other heads have moved"""
    with torch.no_grad():
        was, had = known(teacher, old)
    now, has = known(net, h)
    kl = sum(F.kl_div(F.log_softmax(a.float(), -1), F.log_softmax(b.float(), -1), log_target=True, reduction="batchmean") for a, b in zip(now, was))
    return kl + sum(F.mse_loss(a.float(), b.float()) / b.float().var() for a, b in zip(has, had))


def scores(net, vectors, x):
    s = net.links(vectors.float(), x["heads"], x["evidence"])
    return s.masked_fill(~x["there"], -1e4)


def vectors(net, corpus, step, x, frozen):
    """the step's windows through the upper layers (none if they are frozen), and the vectors of the tokens in question"""
    if frozen:
        return None, corpus.top[x["tokens"]]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        h = net.upper(corpus.spread(corpus.low, step, x["mask"]), x["mask"], LOWER)
    return h, h.flatten(0, 1)[x["rows"]] if "rows" in x else None


@torch.no_grad()
def accuracy(net, corpus, frozen):
    """share of right decisions: he and she, other pronouns, nominals and names, each with an antecedent; new entities"""
    net.eval()
    ok, new = np.zeros(len(corpus.sizes), bool), np.zeros(len(corpus.sizes), bool)
    for step in corpus.steps:
        x = corpus.batch(step)
        each = torch.arange(len(x["heads"]))
        ok[step[0] : step[1]] = x["right"][each, scores(net, vectors(net, corpus, step, x, frozen)[1], x).argmax(1)]
        new[step[0] : step[1]] = x["right"][each, x["there"].sum(1) - 1]
    net.train()
    share = lambda at: f"{ok[at].mean():.3f} ({at.sum()})" if at.any() else "-"
    p, he = corpus.pronoun, corpus.he
    return " ".join(map(share, (he & ~new, p & ~he & ~new, ~p & ~new, new)))


def train(a):
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    net, manifest, vocabulary = export.read(a.weights)
    if a.frozen:
        net.links = type(net)(manifest["labels"], **net.config).links
    teacher = copy.deepcopy(net).eval()
    times = CORPORA | {k: int(n) for k, n in (x.split("=") for x in a.times)}
    data = {c: Corpus(a.folder / c) for c in CORPORA if not (a.frozen and c == "plain")}
    held = {c: Corpus(a.folder / f"{c}-held") for c in ("gum", "litbank", "gap")}
    for d in (*data.values(), *held.values()):
        d.read(net)
    print("read", flush=True)
    links = list(net.links.parameters())
    encoder = [] if a.frozen else list(net.layers[LOWER:].parameters())
    for p in net.parameters():
        p.requires_grad = any(p is q for q in encoder + links)
    groups = [{"params": encoder, "base": a.lr}, {"params": links, "base": 2e-3}]
    opt = torch.optim.AdamW([g for g in groups if g["params"]], betas=(0.9, 0.98), weight_decay=0.01)

    def epoch():
        steps = [(c, s) for c, n in times.items() if c in data for s in data[c].steps * n]
        rng.shuffle(steps)
        return steps

    queue = epoch()
    total = int(len(queue) * a.epochs)
    print("steps", {c: len(d.steps) for c, d in data.items()}, total, flush=True)
    begin = 0
    check = a.folder / f"{a.out.stem}.pt"
    if check.exists():
        s = torch.load(check, weights_only=False)
        net.load_state_dict(s["net"])
        opt.load_state_dict(s["opt"])
        begin = s["step"]
    sums, t0 = [], time.time()
    net.train()
    for step in range(total):
        queue = queue or epoch()
        corpus, at = queue.pop()
        if step < begin:
            continue
        x = data[corpus].batch(at)
        rate = min(1.0, (step + 1) / 100) * (total - step) / total
        for g in opt.param_groups:
            g["lr"] = g["base"] * rate
        h, tokens = vectors(net, data[corpus], at, x, a.frozen)
        drift = torch.zeros(())
        if not a.frozen:
            old = data[corpus].spread(data[corpus].top, at, x["mask"])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                drift = forgotten(net, teacher, h[x["mask"]], old[x["mask"]])
        loss = torch.zeros(())
        if "heads" in x:
            s = scores(net, tokens, x)
            each = torch.logsumexp(s, 1) - torch.logsumexp(s.masked_fill(~x["right"], -1e4), 1)
            weight = torch.from_numpy(np.where(data[corpus].pronoun[at[0] : at[1]], 2.0, 1.0)).float()
            loss = (each * weight).sum() / 128
        opt.zero_grad(set_to_none=True)
        (loss + a.keep * drift).backward()
        nn.utils.clip_grad_norm_(encoder + links, 1.0)
        opt.step()
        sums.append((float(loss.detach()), float(drift.detach())))
        if (step + 1) % 100 == 0:
            l, d = np.mean(sums, 0)
            print(f"{step + 1}/{total} {(time.time() - t0) / (step + 1 - begin):.2f} s/step  loss {l:.4f} drift {d:.4f}", flush=True)
            sums = []
        if (step + 1) % (2000 if a.frozen else 400) == 0 or step + 1 == total:
            torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "step": step + 1}, check)
            for c, d in held.items():
                print(f"  {c:8} {accuracy(net, d, a.frozen)}", flush=True)
    manifest["config"] = net.config
    manifest["trained"] = {**manifest["trained"], "links": {"steps": total, "seed": a.seed}}
    export.write(a.out, export.sections(net, manifest, vocabulary))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("rows", "train"))
    ap.add_argument("folder", type=pathlib.Path, nargs="?")
    ap.add_argument("--data", type=pathlib.Path)
    ap.add_argument("--weights", type=pathlib.Path)
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--epochs", type=float, default=3)
    ap.add_argument("--times", nargs="+", default=[], metavar="CORPUS=N", help="how often in an epoch")
    ap.add_argument("--lr", type=float, default=1e-4)
    ap.add_argument("--keep", type=float, default=1.0, help="weight of what is known already")
    ap.add_argument("--frozen", action="store_true")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    if a.what == "rows":
        rows(a.data, a.out)
    else:
        train(a)


if __name__ == "__main__":
    main()
