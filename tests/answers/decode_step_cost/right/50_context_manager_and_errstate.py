# verdict: ok; with blocks, asserts, prints nothing
import contextlib
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._used = np.full((64, d_k), np.nan), np.full((64, d_v), np.nan), 0

    @contextlib.contextmanager
    def room_for(self, count):
        if self._used + count > len(self._k):
            self._k = np.vstack([self._k, np.full_like(self._k, np.nan)])
            self._v = np.vstack([self._v, np.full_like(self._v, np.nan)])
        yield slice(self._used, self._used + count)
        self._used += count

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        with self.room_for(len(k)) as rows:
            self._k[rows], self._v[rows] = k, v

    @property
    def keys(self):
        return self._k[:len(self)]

    @property
    def values(self):
        return self._v[:len(self)]

    def __len__(self):
        return self._used


def decode_step(q, k, v, cache):
    cache.append(k, v)
    with np.errstate(over="raise", invalid="raise"):
        scores = cache.keys @ q / np.sqrt(q.shape[0])
        assert np.isfinite(scores).all()
        weights = np.exp(scores - scores.max())
        return weights @ cache.values / weights.sum()
