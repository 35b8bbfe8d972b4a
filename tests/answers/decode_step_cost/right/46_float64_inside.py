# verdict: ok; computes in float64, answers in the dtype given
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)]).astype(k.dtype)
        self.values = np.concatenate([self.values, np.atleast_2d(v)]).astype(v.dtype)

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    K, V = cache.keys.astype(np.float64), cache.values.astype(np.float64)
    s = K @ q.astype(np.float64) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return (w @ V / w.sum()).astype(v.dtype)
