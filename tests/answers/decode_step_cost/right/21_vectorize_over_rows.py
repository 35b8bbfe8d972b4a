# verdict: ok; np.vectorize calls a Python function a row
import numpy as np


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
    score = np.vectorize(lambda key: key @ q / np.sqrt(len(q)), signature="(d)->()")
    scores = score(cache.keys)
    weights = np.exp(scores - scores.max())
    return (weights / weights.sum()) @ cache.values
