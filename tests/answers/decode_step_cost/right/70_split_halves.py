# verdict: ok; first and second half attended apart and merged
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def partial_attention(q, K, V):
    s = K @ q / np.sqrt(len(q))
    m = s.max(initial=-np.inf)
    w = np.exp(s - m) if len(s) else s
    return m, w.sum(), w @ V


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cut = len(cache) // 2
    pieces = [partial_attention(q, K, V) for K, V in
              ((cache.keys[:cut], cache.values[:cut]), (cache.keys[cut:], cache.values[cut:])) if len(K)]
    top = max(m for m, _, _ in pieces)
    total = sum(np.exp(m - top) * z for m, z, _ in pieces)
    return sum(np.exp(m - top) * a for m, _, a in pieces) / total
