# verdict: ok; state in closures, class only a shell
import numpy as np


def make_store(width):
    rows = []

    def push(block):
        rows.extend(np.array(r) for r in np.atleast_2d(block))

    def read():
        return np.array(rows).reshape(-1, width)

    return push, read


class KVCache:
    def __init__(self, d_k, d_v):
        self._push_k, self._read_k = make_store(d_k)
        self._push_v, self._read_v = make_store(d_v)

    def append(self, k, v):
        self._push_k(k)
        self._push_v(v)

    @property
    def keys(self):
        return self._read_k()

    @property
    def values(self):
        return self._read_v()

    def __len__(self):
        return len(self._read_k())


def decode_step(q, k, v, cache):
    cache.append(k, v)
    K = cache.keys
    s = K @ q / np.sqrt(K.shape[1])
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
