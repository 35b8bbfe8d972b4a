# verdict: recompute; keeps all outputs fresh: every query again, one at a time
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values, self.qs, self.outputs = np.empty((0, d_k)), np.empty((0, d_v)), [], []

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def one(q, K, V):
    s = [sum(x * y for x, y in zip(q.tolist(), k.tolist())) for k in K]
    w = np.exp(np.array(s) / np.sqrt(len(q)))
    return (w[:, None] * V).sum(0) / w.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cache.qs.append(q)
    cache.outputs = [one(cache.qs[i], cache.keys[:i + 1], cache.values[:i + 1]) for i in range(len(cache))]
    return cache.outputs[-1]
