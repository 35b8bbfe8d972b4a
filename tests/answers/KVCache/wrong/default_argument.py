# fails: independent; diagnosis: shared_between_caches
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v, tokens=[]):
        self.d_k, self.d_v, self.tokens = d_k, d_v, tokens

    def append(self, k, v):
        self.tokens.extend(zip(np.array(k, ndmin=2), np.array(v, ndmin=2)))

    @property
    def keys(self):
        return np.array([k for k, _ in self.tokens]) if self.tokens else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.array([v for _, v in self.tokens]) if self.tokens else np.empty((0, self.d_v))

    def __len__(self):
        return len(self.tokens)
