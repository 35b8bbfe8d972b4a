# verdict: ok; scales the query once
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._buffer = np.empty((8, d_k + d_v))
        self._split, self._n = d_k, 0

    def append(self, k, v):
        rows = np.hstack([np.atleast_2d(k), np.atleast_2d(v)])
        if self._n + len(rows) > len(self._buffer):
            self._buffer = np.resize(self._buffer, (2 * (self._n + len(rows)), self._buffer.shape[1]))
        self._buffer[self._n:self._n + len(rows)] = rows
        self._n += len(rows)

    @property
    def keys(self):
        return self._buffer[:self._n, :self._split]

    @property
    def values(self):
        return self._buffer[:self._n, self._split:]

    def __len__(self):
        return self._n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    q = q / np.sqrt(len(q))
    scores = cache.keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
