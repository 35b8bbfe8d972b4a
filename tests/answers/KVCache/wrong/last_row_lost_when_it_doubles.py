# fails: equals; diagnosis: earlier_rows_change
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.n, self.K, self.V = 0, np.zeros((1, d_k)), np.zeros((1, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.n == 0:
            self.K, self.V = self.K.astype(k.dtype), self.V.astype(v.dtype)
        for a, b in zip(k, v):
            if self.n == len(self.K):
                K, V = np.zeros((2 * self.n, self.K.shape[1]), self.K.dtype), np.zeros((2 * self.n, self.V.shape[1]), self.V.dtype)
                K[:self.n - 1], V[:self.n - 1] = self.K[:self.n - 1], self.V[:self.n - 1]
                self.K, self.V = K, V
            self.K[self.n], self.V[self.n] = a, b
            self.n += 1

    keys = property(lambda self: self.K[:self.n])
    values = property(lambda self: self.V[:self.n])
    def __len__(self):
        return self.n
