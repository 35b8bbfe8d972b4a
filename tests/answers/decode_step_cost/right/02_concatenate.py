# verdict: ok; copies the cache at every append
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.zeros((0, d_k))
        self.values = np.zeros((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)], axis=0)
        self.values = np.concatenate([self.values, np.atleast_2d(v)], axis=0)

    def __len__(self):
        return self.keys.shape[0]


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return softmax(q @ cache.keys.T / np.sqrt(len(q))) @ cache.values
