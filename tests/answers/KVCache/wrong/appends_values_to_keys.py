# fails: equals; diagnosis: keys_and_values_swapped
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.tokens = d_k, d_v, []

    def append(self, k, v):
        self.tokens.extend(zip(np.array(k, ndmin=2), np.array(v, ndmin=2)))

    @property
    def keys(self):
        return np.array([token[1] for token in self.tokens]) if self.tokens else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.array([token[0] for token in self.tokens]) if self.tokens else np.empty((0, self.d_v))

    def __len__(self):
        return len(self.tokens)
