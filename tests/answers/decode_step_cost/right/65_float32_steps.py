# verdict: ok; computes in float32 whatever comes in
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.vstack([self.keys, k])
        self.values = np.vstack([self.values, v])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    K, V = np.float32(cache.keys), np.float32(cache.values)
    s = K @ np.float32(q) / np.sqrt(np.float32(len(q)))
    w = np.exp(s - s.max())
    return (w @ V / w.sum()).astype(v.dtype)
