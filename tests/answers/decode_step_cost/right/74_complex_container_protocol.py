# verdict: ok; __getitem__, __iter__, __contains__ on the cache, zip over itself
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._items = []
        self._d = (d_k, d_v)

    def append(self, k, v):
        self._items.extend(zip(np.array(k, ndmin=2), np.array(v, ndmin=2)))

    def __getitem__(self, i):
        return self._items[i]

    def __len__(self):
        return len(self._items)

    @property
    def keys(self):
        return np.array([self[i][0] for i in range(len(self))]).reshape(-1, self._d[0])

    @property
    def values(self):
        return np.array([self[i][1] for i in range(len(self))]).reshape(-1, self._d[1])


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.array([key @ q for key, _ in cache]) / np.sqrt(q.size)
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    out = 0
    for i, (_, value) in enumerate(cache):
        out = out + weights[i] * value
    return out
