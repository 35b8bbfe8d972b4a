# verdict: ok; a masked array that masks nothing
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
    s = np.ma.masked_array(cache.keys @ q / np.sqrt(len(q)), mask=np.zeros(len(cache), bool))
    w = np.exp(s - s.max())
    w = w / w.sum()
    return np.asarray(w.filled(0)) @ cache.values
