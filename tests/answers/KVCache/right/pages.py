# style: pages of 64 tokens as in a paged cache, joined when read
import numpy as np

PAGE = 64


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.pages = []
        self.used = 0

    def append(self, k, v):
        if k.ndim == 1:
            self._one(k, v)
        else:
            for i in range(len(k)):
                self._one(k[i], v[i])

    def _one(self, k, v):
        slot = self.used % PAGE
        if slot == 0:
            self.pages.append((np.empty((PAGE, self.d_k), k.dtype), np.empty((PAGE, self.d_v), v.dtype)))
        page_k, page_v = self.pages[-1]
        page_k[slot], page_v[slot] = k, v
        self.used += 1

    def _joined(self, which, width):
        if not self.pages:
            return np.empty((0, width))
        return np.concatenate([page[which] for page in self.pages])[:self.used]

    @property
    def keys(self):
        return self._joined(0, self.d_k)

    @property
    def values(self):
        return self._joined(1, self.d_v)

    def __len__(self):
        return self.used
