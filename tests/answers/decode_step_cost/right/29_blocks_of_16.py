# verdict: ok; a list of blocks, merged at the end
import numpy as np

BLOCK = 16


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.n, self.blocks = d_k, d_v, 0, []

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            if self.n % BLOCK == 0:
                self.blocks.append((np.empty((BLOCK, self.d_k)), np.empty((BLOCK, self.d_v))))
            K, V = self.blocks[-1]
            K[self.n % BLOCK], V[self.n % BLOCK] = key, value
            self.n += 1

    def filled(self):
        for i, (K, V) in enumerate(self.blocks):
            rows = min(BLOCK, self.n - i * BLOCK)
            yield K[:rows], V[:rows]

    @property
    def keys(self):
        return np.concatenate([K for K, _ in self.filled()]) if self.n else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.concatenate([V for _, V in self.filled()]) if self.n else np.empty((0, self.d_v))

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    top, total, acc = -np.inf, 0.0, 0.0
    for K, V in cache.filled():
        s = K @ q / np.sqrt(len(q))
        new = max(top, s.max())
        w = np.exp(s - new)
        shrink = np.exp(top - new)
        total = total * shrink + w.sum()
        acc = acc * shrink + w @ V
        top = new
    return acc / total
