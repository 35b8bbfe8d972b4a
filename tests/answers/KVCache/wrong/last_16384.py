# fails: incremental; diagnosis: room_ends
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        if len(self) == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.keys = np.concatenate([self.keys, np.atleast_2d(k).astype(self.keys.dtype)])[-16384:]
        self.values = np.concatenate([self.values, np.atleast_2d(v).astype(self.values.dtype)])[-16384:]

    def __len__(self):
        return len(self.keys)
