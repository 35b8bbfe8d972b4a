# verdict: ok; dict comprehension over positions
import math
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._d_k, self._d_v = d_k, d_v
        self._k, self._v = {}, {}

    def append(self, k, v):
        ks, vs = np.array(k, ndmin=2), np.array(v, ndmin=2)
        for i in range(ks.shape[0]):
            pos = len(self._k)
            self._k[pos], self._v[pos] = ks[i], vs[i]

    @property
    def keys(self):
        return np.array(list(self._k.values())).reshape(len(self._k), self._d_k)

    @property
    def values(self):
        return np.array(list(self._v.values())).reshape(len(self._v), self._d_v)

    def __len__(self):
        return len(self._k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    score = {pos: float(np.dot(key, q)) / math.sqrt(q.shape[0]) for pos, key in cache._k.items()}
    biggest = max(score.values())
    weight = {pos: math.exp(s - biggest) for pos, s in score.items()}
    norm = sum(weight.values())
    result = np.zeros(cache._d_v)
    for pos in weight:
        result = result + (weight[pos] / norm) * cache._v[pos]
    return result
