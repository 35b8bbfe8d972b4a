# verdict: ok; both products by einsum
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.vstack((self.keys, k))
        self.values = np.vstack((self.values, v))

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.einsum("nd,d->n", cache.keys, q) * (q.size ** -0.5)
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return np.einsum("n,nv->v", weights, cache.values)
