# style: np.pad makes room, then the room is filled
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.zeros((0, d_k))
        self.values = np.zeros((0, d_v))

    def append(self, k, v):
        n = len(self.keys)
        t = k.shape[0] if k.ndim > 1 else 1
        if n == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        keys = np.pad(self.keys, ((0, t), (0, 0)))
        values = np.pad(self.values, ((0, t), (0, 0)))
        keys[n:], values[n:] = k, v
        self.keys, self.values = keys, values

    def __len__(self):
        return len(self.keys)
