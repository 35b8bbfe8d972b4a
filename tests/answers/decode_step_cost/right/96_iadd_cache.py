# verdict: ok; the cache is added to and called
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)

    def __iadd__(self, kv):
        self.append(*kv)
        return self

    def __call__(self, q):
        s = self.keys @ q / np.sqrt(q.size)
        e = np.exp(s - s.max())
        return e / e.sum()


def decode_step(q, k, v, cache):
    cache += (k, v)
    return cache(q) @ cache.values
