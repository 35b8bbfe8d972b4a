# verdict: ok; scales a key once, as it is stored, and keeps the plain one too
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self._k, self._scaled, self._v = np.zeros((0, d_k)), np.zeros((0, d_k)), np.zeros((0, d_v))

    def append(self, k, v):
        k = np.atleast_2d(k)
        self._k = np.concatenate([self._k, k])
        self._scaled = np.concatenate([self._scaled, k / np.sqrt(self.d_k)])
        self._v = np.concatenate([self._v, np.atleast_2d(v)])

    @property
    def keys(self):
        return self._k

    @property
    def values(self):
        return self._v

    def __len__(self):
        return len(self._v)


def softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= np.sum(z, axis=-1, keepdims=True)
    return z


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return softmax((cache._scaled @ q)[None])[0] @ cache._v
