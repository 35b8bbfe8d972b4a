# fails: aliasing; diagnosis: keeps_first_array
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self) == 0:
            self.keys, self.values = k, v
        else:
            self.keys = np.concatenate([self.keys, k]).astype(self.keys.dtype)
            self.values = np.concatenate([self.values, v]).astype(self.values.dtype)

    def __len__(self):
        return len(self.keys)


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    s = Q @ cache.keys.T / Q.shape[1] ** 0.5
    s = np.where(np.tri(len(Q), len(cache), before, dtype=bool), s, -np.inf)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w @ cache.values / w.sum(axis=1, keepdims=True)
