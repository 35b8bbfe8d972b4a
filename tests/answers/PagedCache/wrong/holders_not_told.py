# fails: independent; diagnosis: holders_not_told
import numpy as np

from decodelab.blocks import OutOfBlocks


class PagedCache:
    def __init__(self, pool):
        self._pool, self._ids, self._n = pool, [], 0

    def __len__(self):
        return self._n

    def append(self, k, v):
        if k.ndim == 1:
            k, v = k[np.newaxis], v[np.newaxis]
        p = self._pool
        B = p.block_size
        room = len(self._ids) * B - self._n
        extra = max(0, len(k) - room)
        need = (extra + B - 1) // B
        if need > len(p.free):
            raise OutOfBlocks(need, len(p.free))
        self._ids += [p.take() for _ in range(need)]
        done = 0
        while done < len(k):
            at = self._n % B
            step = min(B - at, len(k) - done)
            b = self._ids[self._n // B]
            p.keys[b, at:at + step] = k[done:done + step]
            p.values[b, at:at + step] = v[done:done + step]
            done += step
            self._n += step

    def blocks(self):
        out = []
        left = self._n
        for b in self._ids:
            u = min(left, self._pool.block_size)
            out.append((self._pool.keys[b][:u], self._pool.values[b][:u]))
            left -= u
        return out

    def free(self):
        while self._ids:
            self._pool.free.append(self._ids.pop())
        self._n = 0
