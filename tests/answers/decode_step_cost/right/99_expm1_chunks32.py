# verdict: ok; chunks of 32 rows
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
    parts = []
    for i in range(0, len(cache), 32):
        parts.append(cache.keys[i : i + 32] @ q / np.sqrt(len(q)))
    s = np.concatenate(parts)
    w = np.expm1(s - s.max()) + 1
    out = np.zeros_like(v)
    for i in range(0, len(cache), 32):
        out = out + w[i : i + 32] @ cache.values[i : i + 32]
    return out / w.sum()
