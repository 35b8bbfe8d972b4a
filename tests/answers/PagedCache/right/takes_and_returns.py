# takes blocks first and gives them back if there are not enough
import numpy as np

from decodelab.blocks import OutOfBlocks


class PagedCache:
    def __init__(self, pool):
        self.pool, self.table, self.length = pool, [], 0

    def __len__(self):
        return self.length

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        size = self.pool.block_size
        needed, taken = (self.length + len(k) + size - 1) // size - len(self.table), []
        free = len(self.pool.free)
        try:
            for _ in range(needed):
                taken.append(self.pool.take())
        except OutOfBlocks:
            for block in reversed(taken):
                self.pool.give_back(block)
            raise OutOfBlocks(needed, free) from None
        self.table.extend(taken)
        rows = np.arange(self.length, self.length + len(k))
        blocks = np.array(self.table)[rows // size]
        self.pool.keys[blocks, rows % size] = k
        self.pool.values[blocks, rows % size] = v
        self.length += len(k)

    def blocks(self):
        left, pairs = self.length, []
        for block in self.table:
            rows = slice(0, min(left, self.pool.block_size))
            pairs.append((self.pool.keys[block][rows], self.pool.values[block][rows]))
            left -= self.pool.block_size
        return iter(pairs)

    def free(self):
        for block in self.table:
            self.pool.give_back(block)
        self.table, self.length = [], 0
