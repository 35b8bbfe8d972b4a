# fails: shape; diagnosis: nothing_when_empty
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = self.values = None

    def append(self, k, v):
        self.keys = np.vstack([self.keys, k])
        self.values = np.vstack([self.values, v])

    def __len__(self):
        return len(self.keys)
