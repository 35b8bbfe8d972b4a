# fails: independent; diagnosis: shared_between_caches
import numpy as np


class KVCache:
    k_rows = []
    v_rows = []

    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v

    def append(self, k, v):
        for row_k, row_v in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.k_rows.append(row_k.copy())
            self.v_rows.append(row_v.copy())

    @property
    def keys(self):
        return np.array(self.k_rows).reshape(-1, self.d_k)

    @property
    def values(self):
        return np.array(self.v_rows).reshape(-1, self.d_v)

    def __len__(self):
        return len(self.k_rows)
