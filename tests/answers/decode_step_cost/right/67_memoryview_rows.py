# verdict: ok; memoryviews over a growing bytearray, unpacked by struct
import math
import struct
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.fk, self.fv = struct.Struct(f"{d_k}d"), struct.Struct(f"{d_v}d")
        self.bk, self.bv, self.n, self.d = bytearray(), bytearray(), 0, (d_k, d_v)

    def append(self, k, v):
        for a, b in zip(np.atleast_2d(k).tolist(), np.atleast_2d(v).tolist()):
            self.bk.extend(self.fk.pack(*a))
            self.bv.extend(self.fv.pack(*b))
            self.n += 1

    @property
    def keys(self):
        return np.array(list(self.fk.iter_unpack(bytes(self.bk)))).reshape(-1, self.d[0])

    @property
    def values(self):
        return np.array(list(self.fv.iter_unpack(bytes(self.bv)))).reshape(-1, self.d[1])

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    qs = q.tolist()
    s = [sum(a * b for a, b in zip(qs, row)) / math.sqrt(len(qs)) for row in cache.fk.iter_unpack(bytes(cache.bk))]
    m = max(s)
    e = [math.exp(x - m) for x in s]
    z = sum(e)
    out = [0.0] * len(v)
    for w, row in zip(e, cache.fv.iter_unpack(bytes(cache.bv))):
        for i, x in enumerate(row):
            out[i] += w * x / z
    return np.array(out)
