# remembers how full the last block is
import numpy as np

from decodelab.blocks import OutOfBlocks


class PagedCache:
    def __init__(self, pool):
        self._pool = pool
        self._blocks = []
        self._fill = pool.block_size

    def __len__(self):
        if not self._blocks:
            return 0
        return (len(self._blocks) - 1) * self._pool.block_size + self._fill

    def append(self, k, v):
        k, v = k.reshape(-1, k.shape[-1]), v.reshape(-1, v.shape[-1])
        size = self._pool.block_size
        beyond = len(k) - (size - self._fill)
        needed = (beyond + size - 1) // size if beyond > 0 else 0
        if needed > len(self._pool.free):
            raise OutOfBlocks(needed, len(self._pool.free))
        for row_k, row_v in zip(k, v):
            if self._fill == size:
                self._blocks.append(self._pool.take())
                self._fill = 0
            self._pool.keys[self._blocks[-1], self._fill] = row_k
            self._pool.values[self._blocks[-1], self._fill] = row_v
            self._fill += 1

    def blocks(self):
        shown = []
        for block in self._blocks[:-1]:
            shown.append((self._pool.keys[block], self._pool.values[block]))
        if self._blocks:
            last = self._blocks[-1]
            shown.append((self._pool.keys[last][: self._fill], self._pool.values[last][: self._fill]))
        return shown

    def free(self):
        while self._blocks:
            self._pool.give_back(self._blocks.pop())
        self._fill = self._pool.block_size
