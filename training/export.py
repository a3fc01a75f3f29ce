"""Packs trained weights into one file that the engine reads (`src/model/format.rs` says the layout).

    python export.py runs/base/final.pt ../models/base.sayso --name base --cue-threshold 0.4 --cases ../tests/data/base_cases.json
    python export.py --tiny transformer ../tests/data/tiny.sayso
    python export.py --tiny convolution ../tests/data/tiny_convolution.sayso --cases ../tests/data/tiny_convolution_cases.json
    python export.py --blank ../models/base.sayso      # after a change of src/model/evidence.names; then ranker.py
    python export.py --of ../models/base.sayso --cases ../tests/data/base_cases.json
"""
import argparse
import binascii
import json
import math
import pathlib
import struct
import tempfile

import torch

import batch as B
import corpora as C
import network as N
import words as W
from convolution import Small

MAGIC, VERSION, ALIGN = b"SAYSO\0MW", 1, 64
BYTES, F32, I8 = 0, 1, 2


def quantised(t):
    """int8 rows and their scales"""
    scale = t.abs().amax(1).clamp(min=1e-8) / 127
    q = (t / scale[:, None]).round().clamp(-127, 127).to(torch.int8)
    return scale, q


def sections(net, manifest, vocabulary):
    yield "manifest", BYTES, 0, 0, json.dumps(manifest, indent=1, sort_keys=True).encode()
    yield "vocabulary", BYTES, 0, 0, "\n".join(vocabulary).encode()
    for name, t in sorted(net.state_dict().items()):
        t = t.detach().float()
        if t.ndim == 2 and min(t.shape) >= 8:
            scale, q = quantised(t)
            yield name, I8, *t.shape, scale.numpy().tobytes() + q.numpy().tobytes()
        else:
            rows, cols = (1, t.shape[0]) if t.ndim == 1 else t.shape
            yield name, F32, rows, cols, t.contiguous().numpy().tobytes()


def dequantise_(net):
    """rounds the network's own weights as the file does"""
    with torch.no_grad():
        for t in net.state_dict().values():
            if t.ndim == 2 and min(t.shape) >= 8:
                scale, q = quantised(t.float())
                t.copy_(q.float() * scale[:, None])


def write(path, parts):
    parts = list(parts)
    head = len(MAGIC) + 8 + 80 * len(parts)
    at, table, body = -(-head // ALIGN) * ALIGN, b"", b""
    start = at
    for name, kind, rows, cols, data in parts:
        body += b"\0" * (at - start - len(body))
        table += struct.pack("<48sIIIIQQ", name.encode(), kind, rows, cols, binascii.crc32(data), at, len(data))
        body += data
        at = -(-(at + len(data)) // ALIGN) * ALIGN
    out = MAGIC + struct.pack("<II", VERSION, len(parts)) + table
    pathlib.Path(path).write_bytes(out + b"\0" * (start - len(out)) + body)
    print(path, start + len(body), "bytes")


def read(path):
    """the network in a weights file, its manifest and vocabulary"""
    data = pathlib.Path(path).read_bytes()
    found = {}
    for k in range(struct.unpack_from("<II", data, len(MAGIC))[1]):
        name, kind, rows, cols, _, at, size = struct.unpack_from("<48sIIIIQQ", data, len(MAGIC) + 8 + 80 * k)
        part = bytearray(data[at : at + size])
        if kind == BYTES:
            value = part.decode()
        elif kind == F32:
            value = torch.frombuffer(part, dtype=torch.float32).view(rows, cols)
        else:
            scale, q = torch.frombuffer(part[: 4 * rows], dtype=torch.float32), torch.frombuffer(part[4 * rows :], dtype=torch.int8)
            value = q.view(rows, cols).float() * scale[:, None]
        found[name.rstrip(b"\0").decode()] = value
    m = json.loads(found.pop("manifest"))
    vocabulary = found.pop("vocabulary").split("\n")
    kind = Small if "steps" in m["config"] else N.Network
    if not isinstance(m["config"].get("links"), list):  # a file from before "he" and "she" had heads of their own
        m["config"].pop("links", None)
    net = kind(m["labels"], **m["config"])
    same = m["labels"].get("evidence") == C.EVIDENCE and "links" in m["config"]  # else `links` begins anew
    m["labels"]["evidence"] = C.EVIDENCE
    fits = lambda k: k in found and (same or not k.startswith("links."))
    net.load_state_dict({k: found[k].view(v.shape) if fits(k) else v for k, v in net.state_dict().items()})
    return net, m, vocabulary


CASES = [
    ("Harbour minister Ada Lund told parliament on Tuesday that the ferry would run until March .".split(), []),
    ('" We will not close Kirkwall Bridge , " Dr. Sørensen said in a 2019 letter to the U.N. council .'.split(), range(0, 9)),
]


def looks(net, x):
    """what each head of attention that the engine listens to looks at most: [word, head, word, share]"""
    if not net.config.get("looks"):
        return []
    first, end = x["first"][0].tolist(), x["pieces"].shape[1] - 1
    shares = net.shares(x["pieces"], x["features"], x["mask"])[0][:, first, :end]
    sizes = [b - a for a, b in zip(first, [*first[1:], end])]
    shares = torch.stack([part.sum(-1) for part in shares[..., first[0] :].split(sizes, -1)], -1)
    shares.diagonal(dim1=1, dim2=2).zero_()
    most = [(i, k, int(shares[k, i].argmax()), round(float(shares[k, i].max()), 5)) for i in range(len(first)) for k in range(len(shares))]
    return [look for look in most if look[-1] > 0.02]


def case(net, pieces, words, quoted):
    """one stretch of words and what the network makes of them"""
    w = C.Window("case", words, [0] * len(words), {"quoted": [i in quoted for i in range(len(words))]})
    x = B.inputs(net, [w], pieces)
    h = net(**x)
    cue = words.index("told") if "told" in words else words.index("said")
    # the second word as a mention, the first and the third as candidates, and a new entity
    heads = torch.tensor([[[1, 0, 2], [1, 2, 0], [1, 1, 1]]])
    evidence = torch.tensor([[[(k * 7 + c) % 3 / 2 for k in range(len(C.EVIDENCE))] for c in range(3)]])
    scores = {
        "vectors": h[0, :, :8], "cue": net.cue(h)[0], "names": net.names(h)[0], "upos": net.upos(h)[0], "xpos": net.xpos(h)[0],
        "arcs": net.parser.arcs(h)[0], "relation": net.parser.labels(h[0], h[0, [cue] * len(words)]),
        "frame": B.frame_scores(net, h, [w], [(0, [cue])])[0][0],
        "links": torch.cat([net.who(h[0], heads, evidence, people) for people in (True, False)]),
    }
    ids = [pieces(word) for word in words]
    read = {k: x[k][0].tolist() for k in ("pieces", "features", "first") if k in x}
    if "pieces" not in x:  # words, each with its pieces
        starts = [sum(map(len, ids[:k])) for k in range(len(ids))]
        read |= {"pieces": sum(ids, []), "first": starts}
    out = {k: [[round(v, 5) for v in row] for row in t.tolist()] for k, t in scores.items()}
    return {"words": words, "quoted": w.labels["quoted"], "head": cue, "looks": looks(net, x)} | read | out


@torch.no_grad()
def cases(net, pieces, path):
    """inputs and outputs of the network on its dequantised weights, for the engine's test"""
    net.eval()
    pathlib.Path(path).write_text(json.dumps([case(net, pieces, *c) for c in CASES]))
    print(path, "written")


def tiny(kind):
    """a network of the same form with random weights and a small vocabulary, for tests of everything but accuracy"""
    torch.manual_seed(7)
    chars = [chr(c) for c in range(33, 127) if not chr(c).isupper()]
    common = "the of to and a in that said it he was is for on with as by at his from they be has have an are had who not but told she were will".split()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *chars, *("##" + c for c in chars if c.isalnum()), *common]
    upos = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
    labels = {"upos": upos, "xpos": ["NN", "NNS", "NNP", "VBD", "VB", "DT", "IN", "PRP", ","], "relation": ["root", "nsubj", "obj", "obl", "det", "punct", "case", "nmod", "amod"]}
    sizes = {"vocab": len(vocabulary), "d": 32, "frame": 16, "arc": 16, "label": 8}
    if kind is Small:
        net = Small(labels, piece=16, steps=(1, 3), link=16, links=(1, 1), **sizes)
    else:
        net = N.Network(labels, layers=2, heads=4, inner=64, looks=[[k // 4, k % 4] for k in range(8)], **sizes)
    for p in net.parameters():
        p.data.normal_(0, 0.25)
    net.cue[3].bias.data[0] += 1.1  # cues here and there, not everywhere
    return net, labels, vocabulary


def manifest(name, net, labels, **more):
    return {"name": name, "config": net.config, "labels": {**labels, "evidence": C.EVIDENCE, "names": C.NAME_TAGS, "frame": C.FRAME_TAGS, "cue": C.CUE_TAGS},
            "features": W.FEATURES, "distance_side": N.SIDE, "relations": N.RELATIONS, **more}


def export_tiny(path, kind, stored):
    net, labels, vocabulary = tiny(kind)
    write(path, sections(net, manifest("tiny", net, labels, cue_threshold=0.5, trained={}), vocabulary))
    if stored:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as words:
            words.write("\n".join(vocabulary))
            words.flush()
            dequantise_(net)
            cases(net, C.Pieces(words.name), stored)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("paths", nargs="+")
    ap.add_argument("--tiny", choices=("transformer", "convolution"))
    ap.add_argument("--blank", action="store_true", help="who is who: random weights for the evidence of today")
    ap.add_argument("--of", action="store_true", help="the stored cases of a weights file that is there")
    ap.add_argument("--name", default="base")
    ap.add_argument("--cue-threshold", type=float, default=0.5)
    ap.add_argument("--cases")
    a = ap.parse_args()
    if a.tiny:
        return export_tiny(a.paths[0], Small if a.tiny == "convolution" else N.Network, a.cases)
    if a.blank:
        net, m, vocabulary = read(a.paths[0])
        m["config"] = net.config
        return write(a.paths[0], sections(net, m, vocabulary))
    from train import minilm

    if a.of:
        return cases(read(a.paths[0])[0], C.Pieces(minilm() / "vocab.txt"), a.cases)

    s = torch.load(a.paths[0], weights_only=False)
    kind = Small if "steps" in s["config"] else N.Network
    net = kind(s["labels"], **s["config"])
    net.load_state_dict({**{k: v for k, v in net.state_dict().items() if k.startswith("links.")}, **s["net"]})
    vocabulary = (minilm() / "vocab.txt").read_text(encoding="utf8").rstrip("\n").split("\n")
    trained = {k: s[k] for k in ("steps", "step", "seed", "epochs") if k in s}
    m = manifest(a.name, net, s["labels"], cue_threshold=a.cue_threshold, trained=trained)
    write(a.paths[1], sections(net, m, vocabulary))
    if a.cases:
        dequantise_(net)
        cases(net, C.Pieces(minilm() / "vocab.txt"), a.cases)


if __name__ == "__main__":
    main()
