# verdict: mask-each-step; np.tril_indices of the whole square
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
    rows, cols = np.tril_indices(len(cache))
    mine = cols[rows == len(cache) - 1]
    s = cache.keys[mine] @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values[mine] / w.sum()
