# a slice for each block that a chunk touches
import numpy as np

from decodelab.blocks import OutOfBlocks


class PagedCache:
    def __init__(self, pool):
        self.pool, self.table, self.length = pool, [], 0

    def __len__(self):
        return self.length

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        size, pool = self.pool.block_size, self.pool
        room = len(self.table) * size - self.length
        needed = max(0, -(-(len(k) - room) // size))
        if needed > len(pool.free):
            raise OutOfBlocks(needed, len(pool.free))
        for _ in range(needed):
            self.table.append(pool.take())
        done = 0
        while done < len(k):
            block, row = self.table[self.length // size], self.length % size
            t = min(size - row, len(k) - done)
            pool.keys[block, row : row + t] = k[done : done + t]
            pool.values[block, row : row + t] = v[done : done + t]
            done += t
            self.length += t

    def blocks(self):
        size = self.pool.block_size
        for i, block in enumerate(self.table):
            used = min(size, self.length - i * size)
            yield self.pool.keys[block, :used], self.pool.values[block, :used]

    def free(self):
        for block in self.table:
            self.pool.give_back(block)
        self.table, self.length = [], 0
