# verdict: ok; tensordot and keepdims
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.vstack([self.values, v])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.tensordot(cache.keys, q, axes=1) / np.sqrt(q.shape[-1])
    w = np.exp(s - s.max(keepdims=True))
    w /= w.sum(keepdims=True)
    return np.tensordot(w, cache.values, axes=([0], [0]))
