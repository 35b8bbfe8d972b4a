# style: nested lists of Python floats; NumPy only at the door
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.k_rows, self.v_rows = [], []
        self.dtype = float

    def append(self, k, v):
        if not self.k_rows:
            self.dtype = k.dtype
        if k.ndim == 1:
            self.k_rows.append(k.tolist())
            self.v_rows.append(v.tolist())
        else:
            self.k_rows += k.tolist()
            self.v_rows += v.tolist()

    @property
    def keys(self):
        return np.array(self.k_rows, dtype=self.dtype).reshape(len(self), self.d_k)

    @property
    def values(self):
        return np.array(self.v_rows, dtype=self.dtype).reshape(len(self), self.d_v)

    def __len__(self):
        return len(self.k_rows)
