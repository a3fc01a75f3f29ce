"""Labels unlabelled articles with the mean of trained networks, for train.py's task "taught".

    python distil.py runs/taught.jsonl.gz runs/first/final.pt runs/second/final.pt --data ../../shared/data --articles 1200

One line a window of up to 252 word pieces: words, paragraphs, the probability of each cue tag, and source and content of
the cues found. A student learns the probabilities, not the decisions (Hinton et al. 2015).
"""
import argparse
import gzip
import json
import os
import pathlib

import torch

import batch as B
import corpora as C
import network as N
import train as T
import words as W

SURE = 0.5  # a word opens a cue from this probability on


def windows(data, count, pieces):
    """windows of the first `count` unlabelled articles of ordinary length"""
    for o in C.rows(pathlib.Path(data) / "articles" / "unlabeled.jsonl.gz"):
        if not 1000 < len(o["text"]) < 9000:
            continue
        a = C.Article({"doc": o["id"], "text": o["text"], "attributions": []})
        yield from C.quote_windows(a, pieces)
        count -= 1
        if not count:
            return


def cues(tags):
    """runs of words that open or go on a cue"""
    out = []
    for i, row in enumerate(tags):
        if row[1] >= SURE:
            out.append([i])
        elif out and row[2] >= SURE and out[-1][-1] == i - 1:
            out[-1].append(i)
    return out


@torch.no_grad()
def label(nets, group, pieces):
    """cue probabilities and frames of each window"""
    x, sizes = B.encode(group, pieces)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = [net(**x) for net in nets]
        tags = sum(net.cue(h).float().softmax(-1) for net, h in zip(nets, hidden)) / len(nets)
        tags = [t[:n].tolist() for t, n in zip(tags, sizes)]
        found = [(b, c) for b, t in enumerate(tags) for c in cues(t)]
        frames = [[] for _ in group]
        if found:
            scores = sum(B.frame_scores(net, h, group, found)[0].float() for net, h in zip(nets, hidden)) / len(nets)
            for k, (b, c) in enumerate(found):
                frame = nets[0].frames.crf.decode(scores[k, : sizes[b]])
                if any(t >= 3 for t in frame):
                    frames[b].append((c, frame))
    return [(t, f) for t, f in zip(tags, frames)]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out")
    ap.add_argument("weights", nargs="+")
    ap.add_argument("--data", default="../../shared/data")
    ap.add_argument("--articles", type=int, default=1200)
    ap.add_argument("--threads", type=int, default=os.cpu_count())
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    pieces = C.Pieces(T.minilm() / "vocab.txt")
    nets = []
    for path in a.weights:
        saved = torch.load(path, weights_only=False)
        nets.append(N.Network(saved["labels"]))
        nets[-1].load_state_dict(saved["net"])
        nets[-1].eval()
    whole = sorted(windows(a.data, a.articles, pieces), key=lambda w: len(w.words))
    with gzip.open(a.out + ".tmp", "wt", encoding="utf8") as f:
        for i in range(0, len(whole), 16):
            group = whole[i : i + 16]
            for w, (tags, frames) in zip(group, label(nets, group, pieces)):
                tags = [[round(p, 3) for p in row] for row in tags]
                f.write(json.dumps({"words": w.words, "paragraph": w.paragraph, "cue": tags, "frames": frames}) + "\n")
    os.replace(a.out + ".tmp", a.out)
    print(len(whole), "windows")


if __name__ == "__main__":
    main()
