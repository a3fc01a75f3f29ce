"""Windows of one task as tensors, and each task's loss."""
import torch
import torch.nn.functional as F

import corpora as C
import network as N
import words as W

CLS, SEP, PAD = 101, 102, 0


def encode(windows, pieces):
    """dict of tensors for Network.forward, and the number of words a window"""
    ids, feats, first = [], [], []
    for w in windows:
        i, f, p = [CLS], [W.SPECIAL * 4], []
        last = None
        for word, par, q in zip(w.words, w.paragraph, w.labels["quoted"]):
            k = pieces(word)
            p.append(len(i))
            i += k
            f += [W.feature(word, q, par != last)] * len(k)
            last = par
        ids.append(i + [SEP])
        feats.append(f + [W.SPECIAL * 4])
        first.append(p)
    n, m = max(map(len, ids)), max(map(len, first))
    out = lambda rows, width, fill: torch.tensor([r + [fill] * (width - len(r)) for r in rows])
    mask = out([[True] * len(r) for r in ids], n, False)
    return {"pieces": out(ids, n, PAD), "features": out(feats, n, W.SPECIAL * 4), "mask": mask, "first": out(first, m, 0)}, [len(f) for f in first]


def encode_words(windows, pieces):
    """dict of tensors for Small.forward"""
    width = max(len(w.words) for w in windows)
    first, rest, offsets, features = [], [], [], []
    for w in windows:
        last = None
        for word, par, q in zip(w.words, w.paragraph, w.labels["quoted"]):
            k = pieces(word)
            offsets.append(len(rest))
            first.append(k[0])
            rest += k[1:]
            features.append(W.feature(word, q, par != last))
            last = par
        empty = width - len(w.words)
        offsets += [len(rest)] * empty
        first += [PAD] * empty
        features += [0] * empty
    shaped = lambda list_: torch.tensor(list_).view(len(windows), width)
    mask = torch.arange(width) < torch.tensor([[len(w.words)] for w in windows])
    return {"first": shaped(first), "rest": torch.tensor(rest, dtype=torch.long), "offsets": torch.tensor(offsets), "features": shaped(features), "mask": mask}


def inputs(net, windows, pieces):
    """what the network's forward takes"""
    return encode_words(windows, pieces) if "steps" in net.config else encode(windows, pieces)[0]


def relation(word_quoted, cue_quoted, word_par, cue_par):
    d = word_par - cue_par
    where = 0 if d == 0 else 1 if d == -1 else 2 if d == 1 else 3
    return where * 4 + 2 * int(word_quoted) + int(cue_quoted)


def ranks(paragraph):
    """paragraph numbers without gaps"""
    out, k = [], -1
    last = None
    for p in paragraph:
        if p != last:
            k, last = k + 1, p
        out.append(k)
    return out


BUCKET = [N.bucket(d) for d in range(-300, 301)]


def frame_inputs(windows, cues):
    """cues: [(window index, [word index])] -> tensors for Frames.forward"""
    m = max(len(windows[b].words) for b, _ in cues)
    distance, rel, mask = [], [], []
    for b, cue in cues:
        w = windows[b]
        q, par = w.labels["quoted"], ranks(w.paragraph)
        n = len(w.words)
        c = cue[0]
        distance.append([BUCKET[i - c + 300] for i in range(n)] + [0] * (m - n))
        rel.append([relation(q[i], q[c], par[i], par[c]) for i in range(n)] + [0] * (m - n))
        mask.append([True] * n + [False] * (m - n))
    return torch.tensor(distance), torch.tensor(rel), torch.tensor(mask)


def cue_vectors(h, cues):
    """mean vector of each cue's words (its first eight)"""
    k = max(min(8, len(c)) for _, c in cues)
    at = torch.tensor([[b] for b, _ in cues])
    ids = torch.tensor([(c[:8] + c[:1] * k)[:k] for _, c in cues])
    weight = torch.tensor([([1 / min(8, len(c))] * min(8, len(c)) + [0.0] * k)[:k] for _, c in cues], dtype=h.dtype)
    return (h[at, ids] * weight[..., None]).sum(1)


def frame_scores(net, h, windows, cues):
    """scores [cues, words, tags] and their mask"""
    distance, rel, mask = frame_inputs(windows, cues)
    width = mask.shape[1]
    words = net.frames.word(h)[:, :width]
    at = torch.tensor([b for b, _ in cues])
    cue = cue_vectors(h, cues)
    return net.frames(words[at], cue, distance, rel, mask), mask


def quotes_loss(net, h, windows):
    m = h.shape[1]
    tags = torch.tensor([w.labels["cue"] + [C.IGNORE] * (m - len(w.words)) for w in windows])
    cue = F.cross_entropy(net.cue(h).float().flatten(0, 1), tags.flatten(), ignore_index=C.IGNORE)
    cues = [(b, c) for b, w in enumerate(windows) for c, _ in w.labels["frames"]]
    if not cues:
        return 3 * cue, {"cue": cue}
    scores, mask = frame_scores(net, h, windows, cues)
    gold = [t + [0] * (mask.shape[1] - len(t)) for w in windows for _, t in w.labels["frames"]]
    frame = net.frames.crf.loss(scores.float(), torch.tensor(gold), mask) / mask.sum()
    return 3 * cue + 1.5 * frame, {"cue": cue, "frame": frame}


TAG = {t: i for i, t in enumerate(C.NAME_TAGS)}


def names_loss(net, h, windows):
    m = h.shape[1]
    sets, at = {}, []
    for w in windows:
        at.append([sets.setdefault(t, len(sets)) for t in w.labels["names"]] + [-1] * (m - len(w.words)))
    none = sets.get(None)
    table = torch.full((len(sets), len(C.NAME_TAGS)), -1e4)
    for tags, k in sets.items():
        if tags:
            table[k, [TAG[t] for t in tags]] = 0.0
    at = torch.tensor(at).flatten()
    keep = at >= 0
    if none is not None:
        keep &= at != none
    scores = net.names(h).float().flatten(0, 1)[keep]
    loss = (torch.logsumexp(scores, 1) - torch.logsumexp(scores + table[at[keep]], 1)).mean()
    return 2 * loss, {"names": loss}


def syntax_loss(net, h, windows):
    m = h.shape[1]
    pad = lambda key: torch.tensor([w.labels[key] + [C.IGNORE] * (m - len(w.words)) for w in windows])
    upos, xpos, heads, rel = (pad(k) for k in ("upos", "xpos", "heads", "relation"))
    sent = torch.tensor([w.labels["sentence"] + [-1] * (m - len(w.words)) for w in windows])
    pos = F.cross_entropy(net.upos(h).float().flatten(0, 1), upos.flatten(), ignore_index=C.IGNORE)
    fine = F.cross_entropy(net.xpos(h).float().flatten(0, 1), xpos.flatten(), ignore_index=C.IGNORE)
    arcs = net.parser.arcs(h).float()
    same = sent[:, :, None] == sent[:, None, :]
    same = same & ~torch.eye(m, dtype=torch.bool)
    same = torch.cat([torch.ones(len(windows), m, 1, dtype=torch.bool), same], 2)
    arcs = arcs.masked_fill(~same, -1e4)
    target = torch.where(heads == C.IGNORE, C.IGNORE, heads + 1)
    arc = F.cross_entropy(arcs.flatten(0, 1), target.flatten(), ignore_index=C.IGNORE)
    b, i = ((heads != C.IGNORE) & (rel != C.IGNORE)).nonzero(as_tuple=True)
    head = torch.where((heads[b, i] < 0)[:, None], net.parser.root.to(h.dtype), h[b, heads[b, i].clamp(min=0)])
    label = F.cross_entropy(net.parser.labels(h[b, i], head).float(), rel[b, i])
    return 0.5 * (pos + fine + arc + label), {"pos": pos, "xpos": fine, "arc": arc, "rel": label}


LOSSES = {"quotes": quotes_loss, "names": names_loss, "syntax": syntax_loss}
