# fails: equals; diagnosis: none
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.k_rows, self.v_rows = [], []

    def append(self, k, v):
        if len(k) == self.d_k:
            k, v = [k], [v]
        for a, b in zip(k, v):
            self.k_rows.append(np.array(a))
            self.v_rows.append(np.array(b))

    keys = property(lambda self: np.array(self.k_rows).reshape(-1, self.d_k))
    values = property(lambda self: np.array(self.v_rows).reshape(-1, self.d_v))

    def __len__(self):
        return len(self.k_rows)
