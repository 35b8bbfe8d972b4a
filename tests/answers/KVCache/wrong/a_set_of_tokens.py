# fails: equals; diagnosis: equal_tokens_merged
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.widths = d_k, d_v
        self.tokens = {}

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.tokens[tuple(key), tuple(value)] = key.copy(), value.copy()

    @property
    def keys(self):
        return np.array([k for k, v in self.tokens.values()]) if self.tokens else np.empty((0, self.widths[0]))

    @property
    def values(self):
        return np.array([v for k, v in self.tokens.values()]) if self.tokens else np.empty((0, self.widths[1]))

    def __len__(self):
        return len(self.tokens)
