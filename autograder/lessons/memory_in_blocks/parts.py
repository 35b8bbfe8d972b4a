"""What the misconceptions of this lesson are made from: caches in blocks with exchangeable parts."""

import numpy as np

from decodelab.blocks import OutOfBlocks


def _ceil(n, size):
    return -(-n // size)


def _next_place(cache, i):
    """(block, row) of token i."""
    size = cache.pool.block_size
    return cache.table[i // size], i % size


def _write(cache, place, k, v):
    block, row = place
    cache.pool.keys[block, row], cache.pool.values[block, row] = k, v


def _used(cache, i):
    size = cache.pool.block_size
    return min(size, cache.length - i * size)


def _give_all_back(cache):
    for block in cache.table:
        cache.pool.give_back(block)
    cache.table, cache.length = [], 0


class Paged:
    """A PagedCache in exchangeable parts.

    rows(k) -> (t, d)                 what is appended of a chunk
    needed(cache, t) -> int           how many new blocks t tokens take
    refuse(needed, free) -> bool      whether that is too many
    place(cache, i) -> (block, row)   where token i goes
    write(cache, place, k, v)         puts it there
    after(cache)                      what happens to the table once tokens are in
    used(cache, i) -> int             rows shown of the i-th block
    view(rows) -> array               what is shown of them
    release(cache)                    free()
    order(table) -> [(i, block), …]   the blocks as blocks() goes through them
    """

    def __init__(
        self,
        pool,
        *,
        rows=lambda a: a,
        needed=lambda cache, t: _ceil(cache.length + t, cache.pool.block_size) - len(cache.table),
        refuse=lambda needed, free: needed > free,
        place=_next_place,
        write=_write,
        after=lambda cache: None,
        used=_used,
        view=lambda rows: rows,
        release=_give_all_back,
        order=enumerate,
    ):
        self.pool, self.table, self.length = pool, [], 0
        self._rows, self._needed, self._refuse, self._place = rows, needed, refuse, place
        self._write, self._after, self._used, self._view, self._release = write, after, used, view, release
        self._order = order

    def __len__(self):
        return self.length

    def append(self, k, v):
        k, v = (self._rows(np.atleast_2d(a)) for a in (k, v))
        needed = self._needed(self, len(k))
        if self._refuse(needed, len(self.pool.free)):
            raise OutOfBlocks(needed, len(self.pool.free))
        self.table += [self.pool.take() for _ in range(needed)]
        for key, value in zip(k, v):
            self._write(self, self._place(self, self.length), key, value)
            self.length += 1
        self._after(self)

    def blocks(self):
        for i, block in self._order(self.table):
            rows = slice(0, self._used(self, i))
            yield self._view(self.pool.keys[block, rows]), self._view(self.pool.values[block, rows])

    def free(self):
        self._release(self)


def _shares(cache):
    return cache.length % cache.pool.block_size != 0 and cache.pool.holders[cache.table[-1]] > 1


def _count_all(cache):
    for block in cache.table:
        cache.pool.share(block)


def _copy_used(cache, old, new):
    rows = slice(0, cache.length % cache.pool.block_size)
    cache.pool.keys[new, rows] = cache.pool.keys[old, rows]
    cache.pool.values[new, rows] = cache.pool.values[old, rows]


class Shared(Paged):
    """A SharedCache in exchangeable parts, beside those of Paged.

    length_of(cache) -> int    tokens that the fork begins with
    table_of(cache) -> list    what the fork gets of its parent's table
    hold(cache)                counts the fork
    shares(cache) -> bool      whether the last block has to be copied before writing
    copy(cache, old, new)      copies its rows
    let_go(cache, old)         what happens to the old block
    """

    def __init__(
        self,
        pool,
        *,
        length_of=lambda cache: cache.length,
        table_of=lambda cache: list(cache.table),
        hold=_count_all,
        shares=_shares,
        copy=_copy_used,
        let_go=lambda cache, old: cache.pool.give_back(old),
        **parts,
    ):
        super().__init__(pool, **parts)
        self._table_of, self._hold, self._shares, self._copy, self._let_go = (
            table_of,
            hold,
            shares,
            copy,
            let_go,
        )
        self._length_of = length_of
        own = dict(length_of=length_of, table_of=table_of, hold=hold, shares=shares, copy=copy, let_go=let_go)
        self._parts = own | parts

    def fork(self):
        other = type(self)(self.pool, **self._parts)
        other.table, other.length = self._table_of(self), self._length_of(self)
        self._hold(self)
        return other

    def append(self, k, v):
        copies = self._shares(self)
        needed = self._needed(self, len(np.atleast_2d(k))) + copies
        if self._refuse(needed, len(self.pool.free)):
            raise OutOfBlocks(needed, len(self.pool.free))
        if copies:
            old, new = self.table[-1], self.pool.take()
            self._copy(self, old, new)
            self.table[-1] = new
            self._let_go(self, old)
        super().append(k, v)
