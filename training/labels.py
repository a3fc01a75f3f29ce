"""What a teacher says of every word of an article: the files of `examples/labels.rs`, cut to windows and batched."""

import numpy as np
import torch

import batch as B
import corpora as C
import network as N

STEPS = 16.0  # of a logarithm, as in examples/labels.rs
WORDS = 256  # of a window, about
CUES = 48  # frames of one batch at most
FARTHEST = 300  # words between a cue and a word that is looked at: more is not told apart


class Sizes:
    """Numbers of labels that an article's arrays depend on."""

    def __init__(self, labels, d):
        self.tags = [len(C.CUE_TAGS), len(C.NAME_TAGS), *(len(labels[k]) for k in ("upos", "xpos", "relation"))]
        self.d = d


class Article:
    """The arrays of one article; a probability's logarithm is -byte / STEPS."""

    def __init__(self, data, at, sizes):
        def take(kind, *shape):
            nonlocal at
            count = int(np.prod(shape))
            out = np.frombuffer(data, kind, count, at).reshape(shape)
            at += out.nbytes
            return out

        n, pieces, stretches, arcs, cues, scores = (int(k) for k in take("<u4", 6))
        size, pieces, self.features = take("u1", n), take("<u2", pieces), take("u1", n)
        self.ends, self.heads, self.cues = take("<u4", stretches), take("<u4", n), take("<u4", cues, 4)
        self.tags = [take("u1", n, k) for k in sizes.tags]
        self.arcs, self.scores = take("u1", arcs), take("u1", scores // len(C.FRAME_TAGS), len(C.FRAME_TAGS))
        self.scales, self.steps = take("<f4", n), take("i1", n, sizes.d)
        self.end = at
        start = np.concatenate([[0], np.cumsum(size, dtype=np.int64)])
        is_first = np.zeros(len(pieces), bool)
        is_first[start[:-1]] = True
        self.first, self.rest = pieces[is_first].astype(np.int64), pieces[~is_first].astype(np.int64)
        self.rests = start - np.arange(n + 1)  # where the other pieces of each word begin
        self.begins = np.concatenate([[0], self.ends[:-1]]).astype(np.int64)
        length = self.ends - self.begins
        self.arcs_at = np.concatenate([[0], np.cumsum(length * (length + 1))])
        self.scores_at = np.concatenate([[0], np.cumsum(self.cues[:, 3] - self.cues[:, 2], dtype=np.int64)])
        self.paragraph = np.cumsum(self.features & 1, dtype=np.int64)
        self.quoted = self.features >> 1 & 1

    def windows(self, rng):
        """[(self, first stretch, end)] of whole stretches of about WORDS words; where the first ends is drawn"""
        out, s, room = [], 0, rng.randrange(WORDS // 3, WORDS + 1)
        for k in range(len(self.ends)):
            if k > s and self.ends[k] - self.begins[s] > room:
                out.append((self, s, k))
                s, room = k, WORDS
        return [*out, (self, s, len(self.ends))]


def read(path, sizes):
    """the articles of one file, those without words left out"""
    data, at, out = path.read_bytes(), 0, []
    while at < len(data):
        article = Article(data, at, sizes)
        at = article.end
        if len(article.first):
            out.append(article)
    return out


def padded(rows, fill=0):
    """arrays of different lengths as one tensor"""
    out = np.full((len(rows), max(map(len, rows)), *rows[0].shape[1:]), fill, rows[0].dtype)
    for to, row in zip(out, rows, strict=True):
        to[: len(row)] = row
    return torch.from_numpy(out)


def probabilities(rows):
    return torch.softmax(padded(rows, 255).float() / -STEPS, -1)


def batch(windows):
    """inputs of `Small.forward`, and targets"""
    runs = [(a, int(a.begins[s]), int(a.ends[e - 1])) for a, s, e in windows]
    width = max(e - s for _, s, e in runs)
    counts = [np.diff(a.rests[s : e + 1]) for a, s, e in runs]
    counts = np.stack([np.pad(c, (0, width - len(c))) for c in counts]).ravel()
    inputs = {
        "first": padded([a.first[s:e] for a, s, e in runs]),
        "rest": torch.from_numpy(np.concatenate([a.rest[a.rests[s] : a.rests[e]] for a, s, e in runs])),
        "offsets": torch.from_numpy(np.cumsum(counts) - counts),
        "features": padded([a.features[s:e].astype(np.int64) for a, s, e in runs]),
        "mask": padded([np.ones(e - s, bool) for _, s, e in runs]),
    }
    names = ("cue", "names", "upos", "xpos", "relation")
    targets = {name: probabilities([a.tags[k][s:e] for a, s, e in runs]) for k, name in enumerate(names)}
    targets["vectors"] = padded([a.steps[s:e] * a.scales[s:e, None] for a, s, e in runs])
    # the root is row 0, a word's head row 1 and on
    targets["heads"] = padded([np.where(h := a.heads[s:e].astype(np.int64), h - s, 0) for a, s, e in runs])
    targets["arcs"], targets["same"] = arcs(windows, width)
    return inputs, targets


def arcs(windows, width):
    """probabilities of heads [b, w, 1 + w], and where a head is possible"""
    out = np.full((len(windows), width, 1 + width), 255, np.uint8)
    same = np.zeros(out.shape, bool)
    same[..., 0] = True
    for b, (a, s, e) in enumerate(windows):
        first = a.begins[s]
        for k in range(s, e):
            i, j = a.begins[k] - first, a.ends[k] - first
            scores = a.arcs[a.arcs_at[k] : a.arcs_at[k + 1]].reshape(j - i, j - i + 1)
            out[b, i:j, 0], out[b, i:j, 1 + i : 1 + j] = scores[:, 0], scores[:, 1:]
            same[b, i:j, 1 + i : 1 + j] = True
    same = torch.from_numpy(same)
    return torch.softmax((torch.from_numpy(out).float() / -STEPS).masked_fill(~same, -1e4), -1), same


BUCKET = np.array([N.bucket(d) for d in range(-FARTHEST, FARTHEST + 1)])


def frames(windows, rng):
    """cues of the windows [(window, [word])], of the words around each: window and word [n, m], distance, relation,
    mask, and probabilities of tags; None if there is none"""
    found = []
    for b, (a, s, e) in enumerate(windows):
        first, end = a.begins[s], a.ends[e - 1]
        inside = np.nonzero((a.cues[:, 0] >= first) & (a.cues[:, 1] <= end))[0]
        found += [(b, a, int(k), int(first), int(end)) for k in inside]
    if not found:
        return None
    rows = [frame(*f) for f in rng.sample(found, min(CUES, len(found)))]
    cues, at, distance, relation, tags = zip(*rows, strict=True)
    mask = padded([np.ones(len(d), bool) for d in distance])
    window = torch.tensor([b for b, _ in cues])[:, None]
    return cues, (window, padded(at)), padded(distance), padded(relation), mask, probabilities(tags)


def frame(b, article, k, first, end):
    """one cue and what is looked at for it, by words of its window"""
    cue, stop, s, e = (int(v) for v in article.cues[k])
    skipped, s, e = max(first - s, 0), max(s, first), min(e, end)
    at = np.arange(s, e)
    distance = BUCKET[np.clip(at - cue, -FARTHEST, FARTHEST) + FARTHEST]
    where = article.paragraph[s:e] - article.paragraph[cue]
    where = np.select([where == 0, where == -1, where == 1], [0, 1, 2], 3)
    relation = where * 4 + 2 * article.quoted[s:e].astype(np.int64) + int(article.quoted[cue])
    row = article.scores_at[k] + skipped
    return (
        (b, list(range(cue - first, stop - first))),
        at - first,
        distance,
        relation,
        article.scores[row : row + e - s],
    )


def frame_scores(net, h, x):
    """scores [cues, words, tags] of what `frames` gave"""
    cues, at, distance, relation, mask, _ = x
    return net.frames(net.frames.word(h)[at], B.cue_vectors(h, cues), distance, relation, mask)
