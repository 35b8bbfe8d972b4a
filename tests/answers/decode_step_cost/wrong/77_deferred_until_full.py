# verdict: periodic-recompute; every 100 tokens all pairs are scored to warm a table
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values, self.table = np.empty((0, d_k)), np.empty((0, d_v)), None

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])
        if len(self.keys) % 100 == 0:
            self.table = np.array([[a @ b for a in self.keys] for b in self.keys[:50]])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
