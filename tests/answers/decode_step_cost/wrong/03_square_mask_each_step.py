# verdict: mask-each-step; builds the n by n mask, uses its last row
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def causal_mask(n):
    return np.tril(np.ones((n, n), dtype=bool))


def decode_step(q, k, v, cache):
    cache.append(k, v)
    mask = causal_mask(len(cache))[-1]
    s = np.where(mask, cache.keys @ q / np.sqrt(len(q)), -np.inf)
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
