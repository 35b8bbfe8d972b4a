# verdict: missing-work; a running state instead of keys
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
        self.S, self.z = np.zeros((d_k, d_v)), np.zeros(d_k)

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])
        f = np.exp(k)
        self.S += np.outer(f, v)
        self.z += f

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    f = np.exp(q)
    return f @ cache.S / (f @ cache.z)
