# verdict: recompute; replays the whole sequence through a new cache
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.q = []
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def attend(q, K, V):
    s = K @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ V / w.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cache.q.append(q)
    out = None
    for i in range(1, len(cache) + 1):
        out = attend(cache.q[i - 1], cache.keys[:i], cache.values[:i])
    return out
