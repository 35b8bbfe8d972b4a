# fails: independent; diagnosis: reading_changes_it
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d = d_k, d_v
        self.k_rows, self.v_rows, self.n = [], [], 0

    def append(self, k, v):
        self.k_rows.extend(np.array(k, ndmin=2))
        self.v_rows.extend(np.array(v, ndmin=2))
        self.n += len(np.atleast_2d(k))

    @property
    def keys(self):
        rows, self.k_rows = self.k_rows, []
        return np.array(rows) if rows else np.empty((0, self.d[0]))

    @property
    def values(self):
        rows, self.v_rows = self.v_rows, []
        return np.array(rows) if rows else np.empty((0, self.d[1]))

    def __len__(self):
        return self.n
