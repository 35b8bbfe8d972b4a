# verdict: ok; named tuples in a list
from collections import namedtuple

import numpy as np

Token = namedtuple("Token", "key value")


class KVCache:
    def __init__(self, d_k, d_v):
        self.tokens, self.d_k, self.d_v = [], d_k, d_v

    def append(self, k, v):
        self.tokens += [Token(a.copy(), b.copy()) for a, b in zip(np.atleast_2d(k), np.atleast_2d(v))]

    @property
    def keys(self):
        return np.array([t.key for t in self.tokens]) if self.tokens else np.zeros((0, self.d_k))

    @property
    def values(self):
        return np.array([t.value for t in self.tokens]) if self.tokens else np.zeros((0, self.d_v))

    def __len__(self):
        return len(self.tokens)

    def __iter__(self):
        return iter(self.tokens)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    logits = np.fromiter((t.key @ q for t in cache), dtype=float, count=len(cache)) * len(q) ** -0.5
    logits -= logits.max()
    p = np.exp(logits)
    p /= p.sum()
    return sum((pi * t.value for pi, t in zip(p, cache)), start=np.zeros_like(v))
