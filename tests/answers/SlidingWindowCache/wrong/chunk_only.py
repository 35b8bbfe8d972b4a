# fails: equals; diagnosis: chunks_only
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.rows = None

    def append(self, k, v):
        old = (k[:0], v[:0]) if self.rows is None else self.rows
        self.rows = tuple(np.concatenate([a, b])[-self.window:].copy() for a, b in zip(old, (k, v)))

    @property
    def keys(self):
        return np.empty((0, self.d_k)) if self.rows is None else self.rows[0]

    @property
    def values(self):
        return np.empty((0, self.d_v)) if self.rows is None else self.rows[1]

    def __len__(self):
        return len(self.keys)
