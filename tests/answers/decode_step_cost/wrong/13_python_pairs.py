# verdict: recompute; pure Python scores of all pairs
import math
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
    K, V = cache.keys.tolist(), cache.values.tolist()
    queries = [q.tolist() for _ in K]
    scores = [[sum(a * b for a, b in zip(query, key)) / math.sqrt(len(q)) for key in K] for query in queries]
    row = scores[-1]
    weights = [math.exp(s - max(row)) for s in row]
    total = sum(weights)
    return np.array([sum(w * value[c] for w, value in zip(weights, V)) / total for c in range(len(v))])
