# verdict: ok; a dict from position to row
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.rows = d_k, d_v, {}

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.rows[len(self.rows)] = {"k": key.copy(), "v": value.copy()}

    def _column(self, name, width):
        return np.array([row[name] for row in self.rows.values()]).reshape(-1, width)

    @property
    def keys(self):
        return self._column("k", self.d_k)

    @property
    def values(self):
        return self._column("v", self.d_v)

    def __len__(self):
        return len(self.rows)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys.dot(q)
    scores = scores / np.sqrt(cache.d_k)
    scores = np.exp(scores - np.amax(scores))
    return scores.dot(cache.values) / np.add.reduce(scores)
