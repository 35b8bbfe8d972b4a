# verdict: recompute; einsum over all pairs of keys
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.q = []
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cache.q.append(q)
    S = np.einsum("id,jd->ij", np.stack(cache.q), cache.keys) / np.sqrt(len(q))
    w = np.exp(S[-1] - S[-1].max())
    return np.einsum("j,jv->v", w / w.sum(), cache.values)
