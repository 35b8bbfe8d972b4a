# fails: cost; diagnosis: whole-buffer
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.buffer_k, self.buffer_v, self.n = np.zeros((0, d_k)), np.zeros((0, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        end = self.n + len(k)
        if end > len(self.buffer_k) or self.n == 0:
            new_k = np.zeros((max(4096, 2 * end), k.shape[1]), k.dtype)
            new_v = np.zeros((max(4096, 2 * end), v.shape[1]), v.dtype)
            new_k[:self.n], new_v[:self.n] = self.buffer_k[:self.n], self.buffer_v[:self.n]
            self.buffer_k, self.buffer_v = new_k, new_v
        self.buffer_k[self.n:end], self.buffer_v[self.n:end] = k, v
        self.n = end

    keys = property(lambda self: self.buffer_k[:self.n])
    values = property(lambda self: self.buffer_v[:self.n])

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.buffer_k @ q / float(np.sqrt(len(q)))
    scores[len(cache):] = -np.inf
    weights = np.exp(scores - scores.max())
    return weights @ cache.buffer_v / weights.sum()
