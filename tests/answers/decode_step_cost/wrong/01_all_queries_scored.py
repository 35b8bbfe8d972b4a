# verdict: recompute; keeps the queries too and answers all of them again
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values, self.queries = np.empty((0, d_k)), np.empty((0, d_v)), np.empty((0, d_k))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cache.queries = np.vstack([cache.queries, q])
    n = len(cache)
    S = cache.queries @ cache.keys.T / np.sqrt(len(q))
    S[~np.tri(n, dtype=bool)] = -np.inf
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    return (A @ cache.values)[-1]
