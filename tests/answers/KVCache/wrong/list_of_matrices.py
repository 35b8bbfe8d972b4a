# fails: independent; diagnosis: uneven_items
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.ks, self.vs, self.d = [], [], (d_k, d_v)

    def append(self, k, v):
        self.ks.append(np.array(k, ndmin=2))
        self.vs.append(np.array(v, ndmin=2))

    @property
    def keys(self):
        return np.array(self.ks) if self.ks else np.zeros((0, self.d[0]))

    @property
    def values(self):
        return np.array(self.vs) if self.vs else np.zeros((0, self.d[1]))

    def __len__(self):
        return len(self.ks)
