# verdict: not-attention; keys squeezed to half their width
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    half = len(q) // 2
    s = cache.keys[:, :half] @ q[:half] / np.sqrt(len(q)) * 1.0
    s = s + (cache.keys[:, half:] * 0) @ q[half:]
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
