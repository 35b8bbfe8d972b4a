# verdict: recompute; all scores of all keys, then the needed row
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
        self.queries = []

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cache.queries.append(q)
    scores = np.array([[key @ query for key in cache.keys] for query in cache.queries])[-1] / np.sqrt(len(q))
    w = np.exp(scores - scores.max())
    return w @ cache.values / w.sum()
