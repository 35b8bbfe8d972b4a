# verdict: ok; np.where on an always-true mask and nan-safe sums
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.store = np.empty((0, d_k + d_v))
        self.d_k = d_k

    def append(self, k, v):
        block = np.concatenate([np.atleast_2d(k), np.atleast_2d(v)], axis=-1)
        self.store = np.concatenate([self.store, block])

    keys = property(lambda s: s.store[:, :s.d_k])
    values = property(lambda s: s.store[:, s.d_k:])

    def __len__(self):
        return len(self.store)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    raw = np.nansum(cache.keys * q[np.newaxis, :], axis=-1)
    raw = raw / np.sqrt(len(q))
    raw[np.isnan(raw)] = -np.inf
    p = np.exp(raw - np.nanmax(raw))
    p = p / np.nansum(p)
    return np.nansum(p[:, np.newaxis] * cache.values, axis=0)
