# verdict: ok; starts at 256, adds 256 whenever full, keeps views
import numpy as np


class KVCache:
    GROW = 256

    def __init__(self, d_k, d_v):
        self._bufs = {"k": np.zeros((self.GROW, d_k)), "v": np.zeros((self.GROW, d_v))}
        self._len = 0

    def _ensure(self, needed):
        cap = self._bufs["k"].shape[0]
        if needed <= cap:
            return
        extra = self.GROW * ((needed - cap - 1) // self.GROW + 1)
        for name, buf in list(self._bufs.items()):
            self._bufs[name] = np.pad(buf, [(0, extra), (0, 0)])

    def append(self, k, v):
        k = np.asarray(k).reshape(-1, self._bufs["k"].shape[1])
        v = np.asarray(v).reshape(-1, self._bufs["v"].shape[1])
        self._ensure(self._len + len(k))
        for name, rows in (("k", k), ("v", v)):
            self._bufs[name][self._len:self._len + len(rows), :] = rows
        self._len += len(k)

    def __getattr__(self, name):
        if name == "keys":
            return self._bufs["k"][:self._len]
        if name == "values":
            return self._bufs["v"][:self._len]
        raise AttributeError(name)

    def __len__(self):
        return self._len


def decode_step(q, k, v, cache):
    cache.append(k, v)
    att = np.einsum("ij,j->i", cache.keys, q, optimize=True)
    att = att / np.sqrt(np.float64(len(q)))
    att = np.exp(np.subtract(att, np.max(att)))
    att = np.true_divide(att, np.sum(att))
    return np.einsum("i,ij->j", att, cache.values, optimize=True)
