# verdict: ok; a dataclass with default factories
from dataclasses import dataclass, field

import numpy as np


@dataclass
class KVCache:
    d_k: int
    d_v: int
    rows: list = field(default_factory=list)

    def append(self, k, v):
        for pair in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.rows.append(tuple(np.copy(x) for x in pair))

    @property
    def keys(self):
        return np.array([k for k, _ in self.rows]).reshape(-1, self.d_k)

    @property
    def values(self):
        return np.array([v for _, v in self.rows]).reshape(-1, self.d_v)

    def __len__(self):
        return len(self.rows)


def decode_step(q, k, v, cache: KVCache):
    cache.append(k, v)
    s = cache.keys @ q / cache.d_k ** 0.5
    w = np.exp(s - s.max())
    return w / w.sum() @ cache.values
