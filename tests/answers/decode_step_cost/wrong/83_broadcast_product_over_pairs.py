# verdict: recompute; a three-dimensional product of everything with everything
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values, self.q = np.empty((0, d_k)), np.empty((0, d_v)), np.empty((0, d_k))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cache.q = np.vstack([cache.q, q])
    S = (cache.q[:, None, :] * cache.keys[None, :, :]).sum(-1) / np.sqrt(len(q))
    w = np.exp(S[-1] - S[-1].max())
    return w @ cache.values / w.sum()
