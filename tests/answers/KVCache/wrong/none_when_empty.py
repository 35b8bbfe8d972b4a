# fails: shape; diagnosis: nothing_when_empty
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = None
        self.values = None

    def append(self, k, v):
        k, v = np.array(k, ndmin=2), np.array(v, ndmin=2)
        self.keys = k if self.keys is None else np.vstack([self.keys, k])
        self.values = v if self.values is None else np.vstack([self.values, v])

    def __len__(self):
        return 0 if self.keys is None else len(self.keys)
