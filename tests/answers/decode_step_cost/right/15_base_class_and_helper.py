# verdict: ok; inheritance, helper functions, a static method
import numpy as np


class Buffer:
    def __init__(self, width):
        self.data, self.n = np.empty((1, width)), 0

    def push(self, rows):
        rows = np.atleast_2d(rows)
        while self.n + len(rows) > len(self.data):
            self.data = self.grown(self.data)
        self.data[self.n:self.n + len(rows)] = rows
        self.n += len(rows)

    @staticmethod
    def grown(data):
        bigger = np.empty((2 * len(data), data.shape[1]), data.dtype)
        bigger[:len(data)] = data
        return bigger

    @property
    def filled(self):
        return self.data[:self.n]


class TwoBuffers:
    def __init__(self, d_k, d_v):
        self.k, self.v = Buffer(d_k), Buffer(d_v)

    def __len__(self):
        return self.k.n


class KVCache(TwoBuffers):
    def append(self, k, v):
        self.k.push(k)
        self.v.push(v)

    @property
    def keys(self):
        return self.k.filled

    @property
    def values(self):
        return self.v.filled


def _scores(q, keys):
    return keys @ q / np.sqrt(len(q))


def _softmax(x):
    x = np.exp(x - x.max())
    return x / x.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return _softmax(_scores(q, cache.keys)) @ cache.values
