"""The network of `small`: convolutions over words in place of a transformer over word pieces; the heads are those of
`network.py`.

A word is its first word piece, the mean of its other pieces and its shape. Five convolutions of three words each, some
far apart, look at 17 words to each side. `src/encode/convolution.rs` computes the same.
"""

import torch
import torch.nn.functional as F
from torch import nn

import words as W
from network import Heads, convolved

STEPS = (1, 2, 4, 8, 2)  # how far apart the three words of each convolution are


class Small(Heads):
    def __init__(
        self,
        labels,
        vocab=30522,
        piece=96,
        d=128,
        steps=STEPS,
        frame=64,
        arc=64,
        label=32,
        link=32,
        links=(4, 3),
        drop=0.0,
    ):
        super().__init__()
        self.config = {"vocab": vocab, "piece": piece, "d": d, "steps": list(steps), "frame": frame, "arc": arc}
        self.config |= {"label": label, "link": link, "links": list(links)}
        self.piece = nn.Embedding(vocab, piece)
        self.feature = nn.Embedding(W.FEATURES, d)
        nn.init.zeros_(self.feature.weight)
        self.word, self.norm = nn.Linear(2 * piece, d), nn.LayerNorm(d)
        self.conv = nn.ModuleList(nn.Linear(3 * d, d) for _ in steps)
        self.norms = nn.ModuleList(nn.LayerNorm(d) for _ in steps)
        self.drop = nn.Dropout(drop)
        self.add_heads(labels, d, frame, arc, label, link, links, drop)

    def forward(self, first, rest, offsets, features, mask):
        """first [b, w]: each word's first piece; rest: the others of all words, those of word k from offsets[k] on;
        features, mask [b, w] -> word vectors [b, w, d]"""
        others = F.embedding_bag(rest, self.piece.weight, offsets, mode="mean").view(*first.shape, -1)
        x = self.word(torch.cat([self.piece(first), others], -1)) + self.feature(features)
        x = self.drop(self.norm(x)) * mask[..., None]
        for conv, norm, step in zip(self.conv, self.norms, self.config["steps"], strict=True):
            x = convolved(x, conv, norm, step, mask, self.drop)
        return x

    @torch.no_grad()
    def begin(self, teacher):
        """starts from what a transformer knows: main components of its word pieces, and its transitions of frames"""
        table = teacher.piece.weight - teacher.piece.weight.mean(0)
        _, _, axes = torch.linalg.svd(table, full_matrices=False)
        kept = table @ axes[: self.config["piece"]].T
        self.piece.weight.copy_(kept * 0.5 / kept.std())
        self.frames.crf.load_state_dict(teacher.frames.crf.state_dict())
