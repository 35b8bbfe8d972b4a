# fails: equals; diagnosis: newest_first
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        first = len(self) == 0
        self.keys = np.vstack([k, self.keys.astype(k.dtype) if first else self.keys])
        self.values = np.vstack([v, self.values.astype(v.dtype) if first else self.values])

    def __len__(self):
        return len(self.keys)
