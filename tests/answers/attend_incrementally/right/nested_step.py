# style: everything nested in one function
import numpy as np


def attend_incrementally(Q, K, V):
    class Cache:
        def __init__(self):
            self.k, self.v = [], []

    def step(q, k, v, cache):
        cache.k.append(k)
        cache.v.append(v)
        s = np.array(cache.k) @ q / float(np.sqrt(len(q)))
        w = np.exp(s - s.max())
        return w @ np.array(cache.v) / w.sum()

    cache = Cache()
    return np.stack([step(Q[i], K[i], V[i], cache) for i in range(Q.shape[0])])
