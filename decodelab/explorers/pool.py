"""How texts share a pool of blocks: eight answers to one prompt, token by token."""

import numpy as np
import traitlets

from ..blocks import BlockPool
from ..figures import draw_pool
from .explorer import Explorer
from .slider import Slider


class _Forked:
    """A cache in blocks that can be forked, as lesson 09 builds it; only places matter here."""

    def __init__(self, pool, table=(), length=0):
        self.pool, self.table, self.length = pool, list(table), length
        for block in self.table:
            pool.share(block)

    def __len__(self):
        return self.length

    def append(self):
        used = self.length % self.pool.block_size
        if not used:
            self.table.append(self.pool.take())
        elif self.pool.holders[self.table[-1]] > 1:
            old, self.table[-1] = self.table[-1], self.pool.take()
            self.pool.give_back(old)
        self.length += 1

    def fork(self):
        return _Forked(self.pool, self.table, self.length)

    def blocks(self):
        for i, block in enumerate(self.table):
            rows = slice(0, min(self.pool.block_size, self.length - i * self.pool.block_size))
            yield self.pool.keys[block, rows], self.pool.values[block, rows]


class PoolExplorer(Explorer):
    """Several answers to one prompt: which blocks they share, and when each gets blocks of its own.

    prompt : tokens of the prompt; answers : how many forks; written : tokens that each of them has written;
    size : rows of a block
    """

    question = (
        "One prompt, several answers: how many blocks do they hold together, and when does sharing end?"
    )
    prompt = traitlets.Int(20, min=1, max=40)
    answers = traitlets.Int(3, min=1, max=8)
    written = traitlets.Int(0, min=0, max=12)
    size = traitlets.Int(8, min=4, max=16)

    def controls(self):
        return {
            "prompt": Slider(range(1, 41), "tokens of the prompt"),
            "answers": Slider(range(1, 9), "answers"),
            "written": Slider(range(13), "tokens written by each"),
            "size": Slider((4, 8, 16), "rows of a block"),
        }

    def texts(self):
        """(pool, {name: cache}) of the present state."""
        pool = BlockPool(self._blocks_shared() + 1, self.size, 1, 1)
        first = _Forked(pool)
        for _ in range(self.prompt):
            first.append()
        caches = [first] + [first.fork() for _ in range(self.answers - 1)]
        for cache in caches:
            for _ in range(self.written):
                cache.append()
        return pool, dict(zip("abcdefgh", caches))

    def _blocks_shared(self):
        """Blocks that are held at the end: the full ones of the prompt once, all others for each answer that
        has written."""
        full, end = self.prompt // self.size, -(-(self.prompt + self.written) // self.size)
        return end if not self.written else full + self.answers * (end - full)

    def _blocks_apart(self):
        return self.answers * -(-(self.prompt + self.written) // self.size)

    def picture(self):
        return draw_pool(*self.texts())

    def words(self):
        pool, texts = self.texts()
        held = int(np.count_nonzero(pool.holders))
        return (
            f"{self.answers} answers hold {held} blocks together; each with blocks of its own, they would "
            f"hold {self._blocks_apart()}. "
            + (
                "Nobody has written yet, so every block is shared."
                if not self.written
                else (
                    "Full blocks of the prompt stay shared; the last one was copied by all who wrote into "
                    "it but the last."
                )
                if self.prompt % self.size
                else "The prompt fills its blocks exactly, so none had to be copied."
            )
        )
