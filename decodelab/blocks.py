"""Memory for keys and values in blocks of equal size, which many texts share: paged attention's memory.

After Kwon et al. (2023), "Efficient Memory Management for Large Language Model Serving with PagedAttention",
section 4.
"""

import numpy as np


class OutOfBlocks(Exception):
    """More blocks are needed than are free; nothing has been written, nothing is lost.

    needed, free: numbers of blocks
    """

    def __init__(self, needed, free):
        blocks = "1 block is" if needed == 1 else f"{needed} blocks are"
        super().__init__(f"{blocks} needed, {free} {'is' if free == 1 else 'are'} free")
        self.needed, self.free = needed, free


class BlockPool:
    """n_blocks blocks, each with room for the keys and values of block_size tokens.

    keys, values  (n_blocks, block_size, d_k) and (n_blocks, block_size, d_v), of one dtype
    block_size    rows of a block
    free          list of the blocks that nobody holds
    holders       holders[block]: how many hold it
    """

    def __init__(self, n_blocks, block_size, d_k, d_v, dtype=np.float32):
        self.keys = np.zeros((n_blocks, block_size, d_k), dtype)
        self.values = np.zeros((n_blocks, block_size, d_v), dtype)
        self.block_size = block_size
        self.free = list(reversed(range(n_blocks)))
        self.holders = [0] * n_blocks

    def take(self):
        """A block that nobody held: its number. OutOfBlocks if there is none."""
        if not self.free:
            raise OutOfBlocks(1, 0)
        block = self.free.pop()
        self.holders[block] = 1
        return block

    def share(self, block):
        """One more holds the block. ValueError if nobody does yet."""
        self._expect_held(block)
        self.holders[block] += 1

    def give_back(self, block):
        """One fewer holds the block; with the last one it is free. ValueError if nobody holds it."""
        self._expect_held(block)
        self.holders[block] -= 1
        if self.holders[block] == 0:
            self.free.append(block)

    def _expect_held(self, block):
        if self.holders[block] == 0:
            raise ValueError(f"block {block} is held by nobody, so it can't be shared or given back")


def row_places(rows, pool):
    """Which row of a pool's array (n_blocks, block_size, d) each of the rows (n, d) is, a list; -1 where it
    is none of them."""
    start, width = pool.__array_interface__["data"][0], pool.shape[-1] * pool.itemsize
    places = []
    for row in rows:
        place, rest = divmod(row.__array_interface__["data"][0] - start, width)
        inside = rest == 0 and 0 <= place < pool.shape[0] * pool.shape[1] and np.shares_memory(row, pool)
        places.append(int(place) if inside else -1)
    return places


def blocks_of(cache, pool):
    """[(block, rows in use), …]: where a cache's views lie in the pool, whatever the cache keeps to know
    it."""
    found = []
    for keys, _ in cache.blocks():
        places = row_places(keys[:1], pool.keys)
        if places and places[0] >= 0:
            found.append((places[0] // pool.block_size, len(keys)))
    return found
