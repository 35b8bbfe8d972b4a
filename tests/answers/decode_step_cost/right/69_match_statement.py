# verdict: ok; match on shapes, walrus, positional-only
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v, /):
        self.parts = ([], [])
        self.widths = (d_k, d_v)

    def append(self, k, v, /):
        for part, x in zip(self.parts, (k, v)):
            match x.shape:
                case (_,):
                    part.append(x.copy()[None])
                case (_, _):
                    part.append(x.copy())

    def _joined(self, i):
        return np.concatenate(self.parts[i]) if self.parts[i] else np.empty((0, self.widths[i]))

    keys = property(lambda self: self._joined(0))
    values = property(lambda self: self._joined(1))

    def __len__(self):
        return sum(len(p) for p in self.parts[0])


def decode_step(q, k, v, cache):
    cache.append(k, v)
    e = np.exp((s := cache.keys @ q / len(q) ** .5) - s.max())
    return (e / e.sum()) @ cache.values
