"""Teaches `small` what `base` says of unlabelled articles, and what the corpora say.

    python distill.py runs/small --labels runs/labels --teacher ../models/base.sayso --data ../../shared/data

`runs/labels` is what `cargo run --release --example labels` made of the articles; files that come while this runs are
read from the next pass on. The articles of its first file are held out, and PolNeAR's as in `train.py`. Goes on from
runs/small/checkpoint.pt if it is there; ends with runs/small/final.pt. The learning rate is constant but for its
beginning and the last part of the steps, so that a run may be made longer while it runs: stop it, and start it with
more --steps.
"""

import argparse
import os
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import batch as B
import corpora as C
import export
import labels as L
from convolution import Small
from train import EPOCHS, Feed, minilm

SHARES = {"teacher": 0.7, "quotes": 0.12, "names": 0.1, "syntax": 0.08}  # of the steps
TAGS = {"cue": 4.0, "names": 2.0, "upos": 0.5, "xpos": 0.5}  # by which their losses count
WEIGHTS = TAGS | {"vectors": 1.0, "arcs": 0.7, "relation": 0.5, "frames": 1.5}
WINDOWS = 16  # of a step
KEEP = 240  # seconds between checkpoints
WARM, FALL = 300, 0.4  # steps in which the rate rises, and the share of the steps in which it falls


class Articles:
    """batches of windows of the labelled articles, file after file"""

    def __init__(self, folder, sizes, seed):
        self.folder, self.sizes, self.rng, self.files, self.queue = folder, sizes, random.Random(seed), [], []

    def next(self):
        if not self.queue:
            if not self.files:
                self.files = sorted(self.folder.glob("*.labels"))[1:]
                self.rng.shuffle(self.files)
            self.queue = [w for a in L.read(self.files.pop(), self.sizes) for w in a.windows(self.rng)]
            self.rng.shuffle(self.queue)
        out, self.queue = self.queue[:WINDOWS], self.queue[WINDOWS:]
        return out


def cross_entropy(scores, wanted, mask):
    """of the words that are there, in nats a word above the least that is possible"""
    wanted = wanted[mask]
    found = torch.log_softmax(scores[mask].float(), -1)
    return (torch.special.xlogy(wanted, wanted) - wanted * found).sum(-1).mean()


def teacher_losses(net, to_teacher, h, inputs, wanted, frames):
    mask = inputs["mask"]
    vectors = wanted["vectors"][mask]
    losses = {"vectors": F.mse_loss(to_teacher(h[mask]).float(), vectors) / vectors.var()}
    for name in TAGS:
        losses[name] = cross_entropy(getattr(net, name)(h), wanted[name], mask)
    arcs = net.parser.arcs(h).float().masked_fill(~wanted["same"], -1e4)
    losses["arcs"] = cross_entropy(arcs, wanted["arcs"], mask)
    rooted = torch.cat([net.parser.root.expand(len(h), 1, -1).to(h.dtype), h], 1)
    heads = rooted.gather(1, wanted["heads"][..., None].expand(-1, -1, h.shape[-1]))[mask]
    every = torch.ones(len(heads), dtype=torch.bool)
    losses["relation"] = cross_entropy(net.parser.labels(h[mask], heads), wanted["relation"][mask], every)
    if frames:
        losses["frames"] = cross_entropy(L.frame_scores(net, h, frames), frames[-1], frames[-2])
    return losses


@torch.no_grad()
def agreement(net, to_teacher, articles):
    """how often the network says what the teacher says: shares of words, F1 of what is marked, cosine of vectors"""
    net.eval()
    rng, right, count = random.Random(0), {}, {}

    def add(name, same, of):
        right[name], count[name] = right.get(name, 0) + int(same.sum()), count.get(name, 0) + int(of.sum())

    windows = [w for a in articles for w in a.windows(rng)]
    for k in range(0, len(windows), WINDOWS):
        chosen = windows[k : k + WINDOWS]
        inputs, wanted = L.batch(chosen)
        mask, h = inputs["mask"], net(**inputs)
        t = wanted["vectors"][mask]
        right["vectors"] = right.get("vectors", 0) + float(F.cosine_similarity(to_teacher(h[mask]), t).sum())
        count["vectors"] = count.get("vectors", 0) + len(t)
        found = {n: getattr(net, n)(h)[mask].argmax(-1) for n in TAGS}
        found["arcs"] = net.parser.arcs(h).masked_fill(~wanted["same"], -1e4)[mask].argmax(-1)
        given = {n: wanted[n][mask].argmax(-1) for n in found}
        frames = L.frames(chosen, rng)
        if frames:
            there = frames[-2]
            found["frames"] = L.frame_scores(net, h, frames)[there].argmax(-1)
            given["frames"] = frames[-1][there].argmax(-1)
        for name in found:
            same = found[name] == given[name]
            if name in ("cue", "names", "frames"):  # F1: hits twice, of all that either marks
                both = (found[name] > 0).long() + (given[name] > 0).long()
                add(name, 2 * (same & (given[name] > 0)).long(), both)
            else:
                add(name, same, torch.ones_like(same))
    net.train()
    return " ".join(f"{n} {right[n] / max(count[n], 1):.4f}" for n in right)


def rate(step, steps):
    return min(1.0, (step + 1) / WARM, (steps - step) / (FALL * steps))


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=pathlib.Path)
    ap.add_argument("--labels", type=pathlib.Path, required=True)
    ap.add_argument("--teacher", type=pathlib.Path, required=True)
    ap.add_argument("--data", default="../../shared/data")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--steps", type=int, default=30000)
    ap.add_argument("--lr", type=float, default=1.5e-3)
    ap.add_argument("--threads", type=int, default=os.cpu_count())
    ap.add_argument("--config", nargs="+", default=[], metavar="KEY=N", help="sizes of the network, e.g. d=160")
    return ap.parse_args()


class Run:
    """The network that learns, and what is kept of it between runs of this program."""

    def __init__(self, a, teacher, labels):
        torch.manual_seed(a.seed)
        self.labels, self.step, self.check = labels, 0, a.out / "checkpoint.pt"
        sizes = {k: int(v) for k, v in (x.split("=") for x in a.config)}
        self.net = Small({k: labels[k] for k in ("upos", "xpos", "relation")}, **sizes)
        self.net.begin(teacher)
        self.to_teacher = nn.Linear(self.net.config["d"], teacher.config["d"])
        self.all = nn.ModuleList([self.net, self.to_teacher])
        self.opt = torch.optim.AdamW(self.all.parameters(), a.lr, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        if self.check.exists():
            kept = torch.load(self.check, weights_only=False)
            self.all.load_state_dict(kept["all"])
            self.opt.load_state_dict(kept["opt"])
            self.step = kept["step"]
            print("resumed at", self.step, flush=True)
        self.kept = time.time()
        self.all.train()

    def keep(self):
        new = self.check.with_suffix(".new")
        torch.save({"all": self.all.state_dict(), "opt": self.opt.state_dict(), "step": self.step} | self.whole(), new)
        os.replace(new, self.check)
        self.kept = time.time()

    def whole(self):
        return {"net": self.net.state_dict(), "labels": self.labels, "config": self.net.config}

    def learn(self, loss, lr):
        for g in self.opt.param_groups:
            g["lr"] = lr
        self.opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.all.parameters(), 1.0)
        self.opt.step()
        self.step += 1

    def loss(self, task, feed, pieces, rng):
        """loss of the task's next batch, and its parts"""
        windows = feed.next()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            if task != "teacher":
                return B.LOSSES[task](self.net, self.net(**B.encode_words(windows, pieces)), windows)
            inputs, wanted = L.batch(windows)
            h, frames = self.net(**inputs), L.frames(windows, rng)
            parts = teacher_losses(self.net, self.to_teacher, h, inputs, wanted, frames)
        return sum(WEIGHTS[k] * v for k, v in parts.items()), {f"t_{k}": v for k, v in parts.items()}


def main():
    a = arguments()
    a.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(a.threads)
    teacher, manifest, _ = export.read(a.teacher)
    labels = {k: manifest["labels"][k] for k in ("upos", "xpos", "relation")}
    run = Run(a, teacher, labels)
    sizes, pieces = L.Sizes(labels, teacher.config["d"]), C.Pieces(minilm() / "vocab.txt")
    held = L.read(min(a.labels.glob("*.labels")), sizes)[:50]
    again = f"{a.seed} {run.step}"  # a run that goes on draws other batches
    store = {"articles": [x for x in C.articles(a.data, "train") if not C.held_out(x.id)]}
    store |= {"renamer": C.Renamer(a.data), "finer": C.Finer(a.data)}
    feeds = {t: Feed(t, a.data, pieces, C.Vocabulary(labels), store, again) for t in EPOCHS}
    feeds["teacher"] = Articles(a.labels, sizes, again)
    rng, sums, began, first = random.Random(again), {}, time.time(), run.step
    while run.step < a.steps:
        task = rng.choices(list(SHARES), list(SHARES.values()))[0]
        loss, parts = run.loss(task, feeds[task], pieces, rng)
        run.learn(loss, a.lr * rate(run.step, a.steps))
        for k, v in parts.items():
            sums.setdefault(k, []).append(float(v.detach()))
        if run.step % 100 == 0:
            means = " ".join(f"{k} {np.mean(v):.4f}" for k, v in sorted(sums.items()))
            print(f"{run.step}/{a.steps} {(time.time() - began) / (run.step - first):.2f} s/step  {means}", flush=True)
            sums = {}
        if time.time() - run.kept > KEEP:
            run.keep()
        if run.step % 2000 == 0 or run.step == a.steps:
            print(f"{run.step} held out: {agreement(run.net, run.to_teacher, held)}", flush=True)
    run.keep()
    torch.save(run.whole() | {"steps": run.step, "seed": a.seed, "epochs": {}}, a.out / "final.pt")


if __name__ == "__main__":
    main()
