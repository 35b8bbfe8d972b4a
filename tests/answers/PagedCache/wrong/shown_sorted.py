# fails: independent; diagnosis: table_sorted
import numpy as np

from decodelab.blocks import OutOfBlocks


class PagedCache:
    def __init__(self, pool):
        self.pool = pool
        self.table = []
        self.length = 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        size = self.pool.block_size
        needed = -(-(self.length + len(k)) // size) - len(self.table)
        if needed > len(self.pool.free):
            raise OutOfBlocks(needed, len(self.pool.free))
        for _ in range(needed):
            self.table.append(self.pool.take())
        for key, value in zip(k, v):
            block, row = divmod(self.length, size)
            self.pool.keys[self.table[block], row] = key
            self.pool.values[self.table[block], row] = value
            self.length += 1

    def __len__(self):
        return self.length

    def blocks(self):
        size = self.pool.block_size
        for i, block in enumerate(sorted(self.table)):
            used = min(size, self.length - i * size)
            yield self.pool.keys[block, :used], self.pool.values[block, :used]

    def free(self):
        for block in self.table:
            self.pool.give_back(block)
        self.table = []
        self.length = 0
