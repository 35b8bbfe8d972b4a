# verdict: missing-work; attends to the last 64 tokens only
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
    K, V = cache.keys[-64:], cache.values[-64:]
    s = K @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ V / w.sum()
