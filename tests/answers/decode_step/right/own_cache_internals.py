# style: comes with its own cache and uses what only that one has
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.rows = []
        self.d_k, self.d_v = d_k, d_v

    def append(self, k, v):
        for a, b in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.rows.append((a.copy(), b.copy()))

    keys = property(lambda self: np.array([a for a, b in self.rows]) if self.rows else np.empty((0, self.d_k)))
    values = property(lambda self: np.array([b for a, b in self.rows]) if self.rows else np.empty((0, self.d_v)))

    def __len__(self):
        return len(self.rows)

    def attend(self, q):
        scores = np.array([a @ q for a, b in self.rows]) / len(q) ** 0.5
        weights = np.exp(scores - scores.max())
        return sum(w * b for w, (a, b) in zip(weights, self.rows)) / weights.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return cache.attend(q).astype(v.dtype)
