# the table is the object itself
import numpy as np

from decodelab.blocks import OutOfBlocks


class PagedCache:
    def __init__(self, pool):
        self.pool = pool
        self.slots = []  # (block, row) of each token

    def __len__(self):
        return len(self.slots)

    def append(self, k, v):
        if k.ndim == 1:
            k, v = k[None], v[None]
        size = self.pool.block_size
        held = (len(self.slots) + size - 1) // size
        needed = (len(self.slots) + len(k) + size - 1) // size - held
        if len(self.pool.free) < needed:
            raise OutOfBlocks(needed, len(self.pool.free))
        for i in range(len(k)):
            row = len(self.slots) % size
            block = self.pool.take() if row == 0 else self.slots[-1][0]
            self.pool.keys[block, row, :] = k[i]
            self.pool.values[block, row, :] = v[i]
            self.slots.append((block, row))

    def blocks(self):
        size = self.pool.block_size
        for start in range(0, len(self.slots), size):
            block, rows = self.slots[start][0], min(size, len(self.slots) - start)
            yield self.pool.keys[block, 0:rows], self.pool.values[block, 0:rows]

    def free(self):
        for block in {block for block, _ in self.slots}:
            self.pool.give_back(block)
        self.slots = []
