# style: a loop by index into a prepared array, everything defined here
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.keys = np.concatenate([self.keys.astype(k.dtype), k])
        self.values = np.concatenate([self.values.astype(v.dtype), v])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def attend_incrementally(Q, K, V):
    cache = KVCache(Q.shape[1], V.shape[1])
    output = np.zeros((len(Q), V.shape[1]), dtype=V.dtype)
    for i in range(len(Q)):
        output[i] = decode_step(Q[i], K[i], V[i], cache)
    return output
