"""The network: a MiniLM encoder with word-shape features (`convolution.py` has the other encoder), and one small head a
task.

Its forward pass is what `src/encode`, `src/syntax`, `src/mention` and `src/frame` compute in Rust; change both.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

import corpora as C
import words as W

SIDE = 15  # distance buckets to each side of the cue
RELATIONS = 16  # word quoted (2) x cue quoted (2) x paragraph same, before, after, farther (4)


def bucket(d):
    """signed log-scaled bucket of a distance in words, 0 .. 2 * SIDE"""
    a = abs(d)
    b = a if a <= 4 else min(SIDE, 5 + int(2 * math.log2(a / 5)))
    return SIDE + (b if d > 0 else -b)


class Block(nn.Module):
    """Post-norm transformer layer (BERT)."""

    def __init__(self, d, heads, inner, drop):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.n1, self.n2 = nn.LayerNorm(d, 1e-12), nn.LayerNorm(d, 1e-12)
        self.up, self.down = nn.Linear(d, inner), nn.Linear(inner, d)
        self.drop = nn.Dropout(drop)

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = (f(x).view(b, n, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # no dropout here: it costs a third of the time
        x = self.n1(x + self.drop(self.o(a.transpose(1, 2).reshape(b, n, d))))
        return self.n2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Crf(nn.Module):
    """Linear-chain CRF (Lafferty et al. 2001) over few tags; impossible steps are barred."""

    def __init__(self, tags):
        super().__init__()
        n = len(tags)
        self.step, self.first = nn.Parameter(torch.zeros(n, n)), nn.Parameter(torch.zeros(n))
        bar = torch.zeros(n, n)
        for i, a in enumerate(tags):
            for j, b in enumerate(tags):
                if b.startswith("I-") and a[1:] != b[1:]:
                    bar[i, j] = -1e4
        self.register_buffer("bar", bar, persistent=False)
        self.register_buffer("bar_first", torch.tensor([-1e4 if t.startswith("I-") else 0.0 for t in tags]), persistent=False)

    def weights(self):
        return self.step + self.bar, self.first + self.bar_first

    def loss(self, scores, tags, mask):
        """negative log-likelihood summed over the sequences; mask is true on a prefix of each"""
        step, first = self.weights()
        b, n, _ = scores.shape
        a = first + scores[:, 0]
        gold = a.gather(1, tags[:, :1]).squeeze(1)
        emit = scores.gather(2, tags[..., None]).squeeze(2)
        move = step[tags[:, :-1], tags[:, 1:]]
        gold = gold + ((emit[:, 1:] + move) * mask[:, 1:]).sum(1)
        for t in range(1, n):
            new = torch.logsumexp(a[:, :, None] + step, 1) + scores[:, t]
            a = torch.where(mask[:, t, None], new, a)
        return (torch.logsumexp(a, 1) - gold).sum()

    @torch.no_grad()
    def decode(self, scores):
        """best tags of one sequence (Viterbi)"""
        step, first = self.weights()
        a, back = first + scores[0], []
        for t in range(1, len(scores)):
            m, k = (a[:, None] + step).max(0)
            back.append(k)
            a = m + scores[t]
        out = [int(a.argmax())]
        for k in reversed(back):
            out.append(int(k[out[-1]]))
        return out[::-1]


def convolved(x, conv, norm, step, mask, drop):
    """a residual convolution over each row, the one `step` before and the one `step` after it"""
    left = F.pad(x, (0, 0, step, 0))[:, : x.shape[1]]
    right = F.pad(x, (0, 0, 0, step))[:, step:]
    return norm(x + drop(F.gelu(conv(torch.cat([left, x, right], -1))))) * mask[..., None]


class Frames(nn.Module):
    """Source and content of a cue: every word by its vector, the cue's, their distance and marks; then smoothed by
    three dilated convolutions and a CRF."""

    def __init__(self, d, h, drop):
        super().__init__()
        self.word, self.cue = nn.Linear(d, h), nn.Linear(d, h, bias=False)
        self.distance, self.relation = nn.Embedding(2 * SIDE + 1, h), nn.Embedding(RELATIONS, h)
        self.conv = nn.ModuleList(nn.Linear(3 * h, h) for _ in range(3))
        self.norm = nn.ModuleList(nn.LayerNorm(h) for _ in range(3))
        self.out = nn.Linear(h, len(C.FRAME_TAGS))
        self.crf = Crf(C.FRAME_TAGS)
        self.drop = nn.Dropout(drop)

    def forward(self, words, cue, distance, relation, mask):
        """words [n, w, d] (already gathered a cue), cue [n, d] -> [n, w, tags]"""
        x = words + self.cue(cue)[:, None] + self.distance(distance) + self.relation(relation)
        x = self.drop(F.gelu(x)) * mask[..., None]
        for k, (conv, norm) in enumerate(zip(self.conv, self.norm)):
            x = convolved(x, conv, norm, 1 << k, mask, self.drop)
        return self.out(x)


class Parser(nn.Module):
    """Biaffine heads and relations (Dozat and Manning 2017) inside sentences; word n of a sentence may have the root."""

    def __init__(self, d, relations, arc=128, label=64, drop=0.1):
        super().__init__()
        self.arc_dep, self.arc_head = nn.Linear(d, arc), nn.Linear(d, arc)
        self.rel_dep, self.rel_head = nn.Linear(d, label), nn.Linear(d, label)
        self.root = nn.Parameter(torch.zeros(d))
        self.arc = nn.Linear(arc, arc)
        self.rel = nn.Linear(label, relations * label)
        self.rel_bias = nn.Linear(2 * label, relations)
        self.drop = nn.Dropout(drop)
        self.relations = relations

    def arcs(self, words):
        """[b, w, d] -> scores [b, w (dependent), 1 + w (root, heads)]"""
        h = torch.cat([self.root.expand(words.shape[0], 1, -1).to(words.dtype), words], 1)
        dep, head = self.drop(F.gelu(self.arc_dep(words))), self.drop(F.gelu(self.arc_head(h)))
        return self.arc(dep) @ head.transpose(1, 2) / math.sqrt(dep.shape[-1])

    def labels(self, dep, head):
        """[n, d], [n, d] -> [n, relations]"""
        a, b = self.drop(F.gelu(self.rel_dep(dep))), self.drop(F.gelu(self.rel_head(head)))
        pair = self.rel(a).view(len(a), self.relations, -1)
        return (pair * b[:, None]).sum(-1) / math.sqrt(b.shape[-1]) + self.rel_bias(torch.cat([a, b], -1))


class Ranker(nn.Module):
    """Scores of a mention's candidates and of "a new entity": one hidden layer over the resolver's evidence
    (`src/entity/features.rs`) and over products of word vectors, the mention's with the candidate's latest and with its
    latest that is no pronoun. Mention ranking after Lee et al. 2017."""

    def __init__(self, d, evidence, link, drop):
        super().__init__()
        self.mention, self.latest, self.nominal = (nn.Linear(d, link) for _ in range(3))
        self.evidence = nn.Linear(evidence, link)
        self.by_mention, self.by_latest, self.with_latest, self.with_nominal = (nn.Linear(link, link, bias=False) for _ in range(4))
        self.out = nn.Linear(link, 1, bias=False)
        self.drop = nn.Dropout(drop)

    def forward(self, vectors, heads, evidence):
        """vectors [n, d], heads [b, c, 3] among them, evidence [b, c, k]; the last two for each candidate, a new entity
        last, whose heads are all the mention's -> scores [b, c]"""
        v = self.drop(vectors)
        m, a, b = self.mention(v), self.latest(v), self.nominal(v)
        i, j, k = heads.unbind(-1)
        pair = self.by_latest(a)[j] + self.with_latest(m[i] * a[j]) + self.with_nominal(m[i] * b[k])
        pair = pair * (i != j)[..., None]
        h = torch.relu(self.evidence(evidence) + self.by_mention(m)[i] + pair)
        return self.out(self.drop(h)).squeeze(-1)


# layer and head of attention: those of MiniLM that find most antecedents of "he" and "she" in GAP's training documents when each
# is asked alone (Clark et al. 2019); the engine gives what they see to `Ranker` as evidence
LOOKS = [[3, 0], [3, 1], [3, 7], [4, 5], [4, 10], [4, 11], [5, 8], [5, 9]]


class Heads(nn.Module):
    """What every encoder's word vectors are read by; a subclass is an encoder and its `config`."""

    def add_heads(self, labels, d, frame, arc, label, link, links, drop):
        self.cue = nn.Sequential(nn.Linear(d, frame), nn.GELU(), nn.Dropout(drop), nn.Linear(frame, len(C.CUE_TAGS)))
        self.frames = Frames(d, frame, drop)
        self.names = nn.Sequential(nn.Linear(d, frame), nn.GELU(), nn.Dropout(drop), nn.Linear(frame, len(C.NAME_TAGS)))
        self.upos, self.xpos = nn.Linear(d, len(labels["upos"])), nn.Linear(d, len(labels["xpos"]))
        self.parser = Parser(d, len(labels["relation"]), arc, label, drop)
        with torch.random.fork_rng():  # what a seed draws for the rest does not hang on it
            self.links = nn.ModuleList(Ranker(d, len(C.EVIDENCE), link, 2 * drop) for _ in range(sum(links)))

    def who(self, vectors, heads, evidence, people):
        """who is who: the mean of the heads' scores (`Ranker`); "he" and "she" (`people`) have heads of their own, the first"""
        first = self.config["links"][0]
        chosen = self.links[:first] if people else self.links[first:]
        return torch.stack([links(vectors, heads, evidence) for links in chosen]).mean(0)


class Network(Heads):
    """`base`: a MiniLM encoder."""

    def __init__(self, labels, vocab=30522, d=384, layers=6, heads=12, inner=1536, frame=192, arc=128, label=64, drop=0.1, positions=256, link=64, links=(4, 3), looks=LOOKS):
        super().__init__()
        self.config = {"vocab": vocab, "d": d, "layers": layers, "heads": heads, "inner": inner, "frame": frame, "arc": arc, "label": label, "positions": positions, "link": link, "links": list(links), "looks": looks}
        self.piece, self.position = nn.Embedding(vocab, d), nn.Embedding(positions, d)
        self.feature = nn.Embedding(W.FEATURES, d)
        nn.init.zeros_(self.feature.weight)
        self.norm = nn.LayerNorm(d, 1e-12)
        self.layers = nn.ModuleList(Block(d, heads, inner, drop) for _ in range(layers))
        self.drop = nn.Dropout(drop)
        self.add_heads(labels, d, frame, arc, label, link, links, drop)

    def encoder_parameters(self):
        return [*self.piece.parameters(), *self.position.parameters(), *self.norm.parameters(), *self.layers.parameters()]

    def rows(self, pieces, features, mask):
        """pieces, features, mask [b, n] -> vectors of the pieces [b, n, d]"""
        x = self.piece(pieces) + self.position.weight[: pieces.shape[1]] + self.feature(features)
        x = self.drop(self.norm(x))
        m = torch.zeros(mask.shape, dtype=x.dtype if not torch.is_autocast_enabled("cpu") else torch.bfloat16).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, m)
        return x

    def shares(self, pieces, features, mask):
        """what the heads of attention that the engine listens to look at, [b, heads, n, n]; no padding"""
        x = self.norm(self.piece(pieces) + self.position.weight[: pieces.shape[1]] + self.feature(features))
        found = []
        for layer in self.layers:
            q, k = (f(x).unflatten(-1, (layer.heads, -1)).transpose(1, 2) for f in (layer.q, layer.k))
            found.append(torch.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5, -1))
            x = layer(x, torch.zeros_like(mask, dtype=x.dtype)[:, None, None, :])
        return torch.stack([found[l][:, h] for l, h in self.config["looks"]], 1)

    def forward(self, pieces, features, mask, first):
        """first [b, w]: each word's first piece -> word vectors [b, w, d]"""
        x = self.rows(pieces, features, mask)
        return x.gather(1, first[..., None].expand(-1, -1, x.shape[-1]))

    def load_minilm(self, path):
        """the encoder's starting weights from a BERT-like safetensors file"""
        from safetensors.torch import load_file

        w = load_file(path)
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        with torch.no_grad():
            e = "embeddings."
            self.piece.weight.copy_(w[e + "word_embeddings.weight"])
            n = self.position.weight.shape[0]
            self.position.weight.copy_(w[e + "position_embeddings.weight"][:n] + w[e + "token_type_embeddings.weight"][0])
            self.norm.weight.copy_(w[e + "LayerNorm.weight"])
            self.norm.bias.copy_(w[e + "LayerNorm.bias"])
            for i, b in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for mine, theirs in (
                    (b.q, "attention.self.query"), (b.k, "attention.self.key"), (b.v, "attention.self.value"), (b.o, "attention.output.dense"),
                    (b.n1, "attention.output.LayerNorm"), (b.up, "intermediate.dense"), (b.down, "output.dense"), (b.n2, "output.LayerNorm"),
                ):
                    mine.weight.copy_(w[p + theirs + ".weight"])
                    mine.bias.copy_(w[p + theirs + ".bias"])
