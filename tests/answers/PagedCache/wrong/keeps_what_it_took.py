# fails: refused; diagnosis: refusal_says_other_numbers
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
        needed = -(-(self.length + len(k)) // size) - len(self.table)
        for _ in range(needed):
            self.table.append(self.pool.take())
        for key, value in zip(k, v):
            block, row = self.table[self.length // size], self.length % size
            self.pool.keys[block, row] = key
            self.pool.values[block, row] = value
            self.length += 1

    def blocks(self):
        size = self.pool.block_size
        for i, block in enumerate(self.table):
            used = min(size, self.length - i * size)
            yield self.pool.keys[block, :used], self.pool.values[block, :used]

    def free(self):
        for block in self.table:
            self.pool.give_back(block)
        self.table, self.length = [], 0
