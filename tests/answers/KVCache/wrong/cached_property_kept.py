# fails: equals; diagnosis: none
from functools import cached_property

import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d = d_k, d_v
        self.ks, self.vs = [], []
    def append(self, k, v):
        self.ks.append(np.atleast_2d(k).copy()); self.vs.append(np.atleast_2d(v).copy())
    @cached_property
    def keys(self):
        return np.concatenate(self.ks) if self.ks else np.empty((0, self.d[0]))
    @cached_property
    def values(self):
        return np.concatenate(self.vs) if self.vs else np.empty((0, self.d[1]))
    def __len__(self):
        return sum(map(len, self.ks))
