# fails: equals; diagnosis: fork_counted_twice
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
        for i, block in enumerate(self.table):
            used = min(size, self.length - i * size)
            yield self.pool.keys[block, :used], self.pool.values[block, :used]

    def free(self):
        for block in self.table:
            self.pool.give_back(block)
        self.table = []
        self.length = 0


class SharedCache(PagedCache):
    def fork(self):
        other = SharedCache(self.pool)
        other.table = list(self.table)
        other.length = self.length
        for block in self.table:
            self.pool.share(block)
            self.pool.share(block)
        return other

    def append(self, k, v):
        pool = self.pool
        used = self.length % pool.block_size
        rows = len(np.atleast_2d(k))
        if used and rows and pool.holders[self.table[-1]] > 1:
            needed = 1 + -(-(self.length + rows) // pool.block_size) - len(self.table)
            if needed > len(pool.free):
                raise OutOfBlocks(needed, len(pool.free))
            old, new = self.table[-1], pool.take()
            pool.keys[new, :used] = pool.keys[old, :used]
            pool.values[new, :used] = pool.values[old, :used]
            self.table[-1] = new
            pool.give_back(old)
        super().append(k, v)
