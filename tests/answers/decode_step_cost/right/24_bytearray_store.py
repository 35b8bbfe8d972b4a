# verdict: ok; raw bytes, read through frombuffer
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self._k, self._v = bytearray(), bytearray()

    def append(self, k, v):
        self._k += np.ascontiguousarray(k, dtype=np.float64).tobytes()
        self._v += np.ascontiguousarray(v, dtype=np.float64).tobytes()

    @property
    def keys(self):
        return np.frombuffer(bytes(self._k)).reshape(-1, self.d_k)

    @property
    def values(self):
        return np.frombuffer(bytes(self._v)).reshape(-1, self.d_v)

    def __len__(self):
        return len(self._k) // (8 * self.d_k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
