# fails: independent; diagnosis: variable_of_its_own
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        keys = np.vstack([keys, k])
        values = np.vstack([values, v])

    def __len__(self):
        return len(self.keys)
