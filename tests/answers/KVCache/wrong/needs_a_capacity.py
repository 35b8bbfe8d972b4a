# fails: shape; diagnosis: number_of_arguments
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v, max_tokens):
        self.k, self.v, self.n = np.empty((max_tokens, d_k)), np.empty((max_tokens, d_v)), 0

    def append(self, k, v):
        self.k[self.n], self.v[self.n] = k, v
        self.n += 1

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n
