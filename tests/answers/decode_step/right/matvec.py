# style: np.matvec and np.vecmat of NumPy 2, np.errstate
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    with np.errstate(under="ignore"):
        s = np.vecdot(cache.keys, q) / np.float32(np.sqrt(len(q))) if q.dtype == np.float32 else \
            np.vecdot(cache.keys, q) / np.sqrt(len(q))
        w = np.exp(s - s.max())
        return np.add.reduce(w[:, None] * cache.values) / w.sum()
