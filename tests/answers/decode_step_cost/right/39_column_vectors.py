# verdict: ok; column vectors and flatten
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, k.reshape(-1, self.keys.shape[1])])
        self.values = np.concatenate([self.values, v.reshape(-1, self.values.shape[1])])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q.reshape(-1, 1) / np.sqrt(q.size)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    return (weights.T @ cache.values).flatten()
