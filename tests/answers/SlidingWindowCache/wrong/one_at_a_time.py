# fails: equals; diagnosis: none
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.k, self.v, self.widths = window, [], [], (d_k, d_v)

    def append(self, k, v):
        assert k.ndim == 1
        self.k, self.v = (self.k + [k.copy()])[-self.window:], (self.v + [v.copy()])[-self.window:]

    keys = property(lambda self: np.array(self.k) if self.k else np.empty((0, self.widths[0])))
    values = property(lambda self: np.array(self.v) if self.v else np.empty((0, self.widths[1])))

    def __len__(self):
        return len(self.k)
