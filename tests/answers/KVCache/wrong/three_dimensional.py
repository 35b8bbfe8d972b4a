# fails: equals; diagnosis: row_in_a_row
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.k_rows, self.v_rows = d_k, d_v, [], []

    def append(self, k, v):
        for a, b in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.k_rows.append(a[None].copy())
            self.v_rows.append(b[None].copy())

    keys = property(lambda self: np.array(self.k_rows) if self.k_rows else np.empty((0, self.d_k)))
    values = property(lambda self: np.array(self.v_rows) if self.v_rows else np.empty((0, self.d_v)))

    def __len__(self):
        return len(self.k_rows)
