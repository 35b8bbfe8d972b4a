# verdict: re-projection; four copies of the query scored
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    Q = np.stack([q] * 4)
    s = (Q @ cache.keys.T)[0] / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
