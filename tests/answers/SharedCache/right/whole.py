# a class of its own, one pass
import numpy as np

from decodelab.blocks import OutOfBlocks


class SharedCache:
    def __init__(self, pool, table=(), length=0):
        self.pool, self.table, self.length = pool, list(table), length
        for block in self.table:
            pool.share(block)

    def __len__(self):
        return self.length

    def fork(self):
        return SharedCache(self.pool, self.table, self.length)

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        pool, size = self.pool, self.pool.block_size
        used = self.length % size
        copy = int(used > 0 and pool.holders[self.table[-1]] > 1)
        new = -(-(self.length + len(k)) // size) - len(self.table)
        if copy + new > len(pool.free):
            raise OutOfBlocks(copy + new, len(pool.free))
        if copy:
            old = self.table.pop()
            mine = pool.take()
            for row in range(used):
                pool.keys[mine, row] = pool.keys[old, row]
                pool.values[mine, row] = pool.values[old, row]
            pool.give_back(old)
            self.table.append(mine)
        for _ in range(new):
            self.table.append(pool.take())
        for i in range(len(k)):
            where = self.table[self.length // size], self.length % size
            pool.keys[where], pool.values[where] = k[i], v[i]
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
