# fails: equals; diagnosis: rounded
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys.astype(k.dtype), np.atleast_2d(k).astype(np.float16).astype(k.dtype)])
        self.values = np.concatenate([self.values.astype(v.dtype), np.atleast_2d(v).astype(np.float16).astype(v.dtype)])

    def __len__(self):
        return len(self.keys)
