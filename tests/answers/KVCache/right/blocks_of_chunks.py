# blocks of chunks
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self._widths = d_k, d_v
        self._chunks = []
        self._length = 0

    def append(self, k, v):
        k, v = np.array(k, ndmin=2), np.array(v, ndmin=2)
        if self._chunks:
            k, v = k.astype(self._chunks[0][0].dtype), v.astype(self._chunks[0][1].dtype)
        self._chunks.append((k, v))
        self._length += len(k)

    def _joined(self, which):
        if not self._chunks:
            return np.zeros((0, self._widths[which]))
        return np.concatenate([chunk[which] for chunk in self._chunks])

    @property
    def keys(self):
        return self._joined(0)

    @property
    def values(self):
        return self._joined(1)

    def __len__(self):
        return self._length
