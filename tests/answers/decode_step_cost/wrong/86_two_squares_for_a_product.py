# verdict: products-twice; q·k from two squared distances, each as dear as the product
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
    plus = ((cache.keys + q) ** 2).sum(axis=1)
    minus = ((cache.keys - q) ** 2).sum(axis=1)
    s = (plus - minus) / 4 / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
