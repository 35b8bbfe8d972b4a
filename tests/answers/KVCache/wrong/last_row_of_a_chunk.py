# fails: equals; diagnosis: only_last_of_chunk
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.k_rows, self.v_rows = [], []

    def append(self, k, v):
        self.k_rows.append(k.copy() if k.ndim == 1 else k[-1].copy())
        self.v_rows.append(v.copy() if v.ndim == 1 else v[-1].copy())

    @property
    def keys(self):
        return np.stack(self.k_rows) if self.k_rows else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.stack(self.v_rows) if self.v_rows else np.empty((0, self.d_v))

    def __len__(self):
        return len(self.k_rows)
