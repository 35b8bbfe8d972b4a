# verdict: quadratic; checks each position against a list
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values, self.seen = np.empty((0, d_k)), np.empty((0, d_v)), []

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])
        self.seen.append(len(self.keys) - 1)

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    rows = [i for i in range(len(cache)) if i in cache.seen]
    s = cache.keys[rows] @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
