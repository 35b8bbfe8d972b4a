# verdict: whole-buffer; products over the tokens, softmax over 100000 slots
import numpy as np

SLOTS = 100_000


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.full(SLOTS, -np.inf)
    s[:len(cache)] = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    w /= w.sum()
    return w[:len(cache)] @ cache.values
