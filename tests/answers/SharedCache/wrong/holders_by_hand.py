# fails: shared; diagnosis: none
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
        if needed > len(self.pool.free):
            raise OutOfBlocks(needed, len(self.pool.free))
        self.table += [self.pool.take() for _ in range(needed)]
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


class SharedCache(PagedCache):
    def free(self):
        for block in self.table:
            if self.pool.holders[block] == 1:
                self.pool.give_back(block)
        self.table, self.length = [], 0

    def fork(self):
        other = SharedCache(self.pool)
        other.table, other.length = list(self.table), self.length
        for block in self.table:
            self.pool.share(block)
        return other

    def append(self, k, v):
        used = self.length % self.pool.block_size
        if used and self.pool.holders[self.table[-1]] > 1:
            needed = 1 + -(-(self.length + len(np.atleast_2d(k))) // self.pool.block_size) - len(self.table)
            if needed > len(self.pool.free):
                raise OutOfBlocks(needed, len(self.pool.free))
            old, new = self.table[-1], self.pool.take()
            self.pool.keys[new, :used] = self.pool.keys[old, :used]
            self.pool.values[new, :used] = self.pool.values[old, :used]
            self.pool.holders[old] -= 1
            self.table[-1] = new
        super().append(k, v)
