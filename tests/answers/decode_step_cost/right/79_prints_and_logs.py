# verdict: ok; logs to a list, checks with isclose
import numpy as np

LOG = []


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])
        LOG.append(f"now {len(self)} tokens, last key starts with {np.ravel(k)[0]:.2f}")

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    w = w / w.sum()
    if not np.isclose(w.sum(), 1.0) or (w < 0).any():
        raise ValueError("weights don't add up")
    return w @ cache.values
