# verdict: ok; room for 64 more whenever full
import numpy as np

CHUNK = 64


class KVCache:
    def __init__(self, d_k, d_v):
        self._store = [np.zeros((CHUNK, d_k)), np.zeros((CHUNK, d_v))]
        self._used = 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        need = self._used + len(k)
        if need > len(self._store[0]):
            extra = -(-need // CHUNK) * CHUNK - len(self._store[0])
            self._store = [np.concatenate([b, np.zeros((extra, b.shape[1]))]) for b in self._store]
        self._store[0][self._used:need] = k
        self._store[1][self._used:need] = v
        self._used = need

    @property
    def keys(self):
        return self._store[0][:self._used]

    @property
    def values(self):
        return self._store[1][:self._used]

    def __len__(self):
        return self._used


def decode_step(q, k, v, cache):
    cache.append(k, v)
    logits = cache.keys.dot(q) / np.sqrt(q.size)
    p = np.exp(logits - logits.max())
    return p.dot(cache.values) / p.sum()
