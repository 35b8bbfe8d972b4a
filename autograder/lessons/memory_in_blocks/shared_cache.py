"""SharedCache: a PagedCache that can be forked; blocks are shared until somebody writes into them."""

from autograder.cost.countable import countable
from autograder.kit.driving import drive
from autograder.kit.exercise import aspect, exercise, fail
from autograder.kit.misconception import known
from autograder.lessons.memory_in_blocks.parts import Shared
from autograder.lessons.memory_in_blocks.probing import follow, most_copied, random_history, results
from decodelab import block_rehearsal

FORKED = [
    *[["new", "a"], ["append", "a", 7], ["fork", "a", "b"], ["fork", "a", "c"]],
    *[["append", "b", 0], ["append", "a", 0], ["append", "c", 4], ["append", "a", 2], ["append", "b", 3]],
]
"""A text of 7 tokens in blocks of 3, forked twice; each goes on with tokens of its own, the original too."""

FULL = [
    *[["new", "a"], ["append", "a", 6], ["fork", "a", "b"], ["append", "a", 0], ["append", "b", 0]],
    *[["append", "a", 4], ["append", "b", 2], ["free", "a"], ["append", "b", 2]],
]
"""Exactly full blocks need no copy."""

LAST_HOLDER = [
    *[["new", "a"], ["append", "a", 4], ["fork", "a", "b"], ["fork", "b", "c"], ["free", "a"]],
    *[
        ["append", "b", 0],
        ["append", "c", 0],
        ["free", "b"],
        ["free", "b"],
        ["append", "c", 3],
        ["append", "a", 2],
        ["free", "c"],
    ],
    *[["append", "a", 5]],
]
"""Holders go one by one; the last one writes in place, and its blocks are free when it goes, too."""

REFUSED = [
    *[
        ["new", "a"],
        ["append", "a", 5],
        ["fork", "a", "b"],
        ["append", "a", 3],
        ["append", "b", 9],
        ["append", "b", 0],
    ],
    *[["append", "a", 5], ["append", "a", 1], ["free", "b"], ["append", "a", 4]],
]
"""A pool of 4 blocks of 3: the copy of a shared block has to fit, too."""

TIGHT = [
    *[
        ["new", "a"],
        ["append", "a", 5],
        ["fork", "a", "b"],
        ["append", "a", 2],
        ["append", "b", 0],
        ["append", "a", 0],
    ],
    *[["append", "a", 2], ["free", "b"], ["append", "a", 2]],
]
"""A pool of 3 blocks of 3: one free block is not enough for a copy and a new block."""


def _probe(SharedCache, rng):
    for history, n_blocks in ((FORKED, 16), (FULL, 16), (LAST_HOLDER, 16), (REFUSED, 4), (TIGHT, 3)):
        yield from results(SharedCache, history, n_blocks, 3)


@exercise("SharedCache", probe=_probe)
def SharedCache(SharedCache, *, rng):
    """fork() shares all blocks; whoever writes into a shared one copies its used rows first."""
    with aspect(
        "equals", "a fork goes on from where its parent was, and neither sees what the other appends"
    ):
        follow(SharedCache, FORKED, 16, 3, rng)
    with aspect("shared", "a full block is never copied, a shared one is copied by whoever writes into it"):
        follow(SharedCache, FULL, 16, 3, rng)
    with aspect("freed", "a block is free when its last holder lets go, and the last holder writes in place"):
        follow(SharedCache, LAST_HOLDER, 16, 3, rng)
    with aspect("refused", "what does not fit, the copy included, is refused before anything is written"):
        follow(SharedCache, REFUSED, 4, 3, rng)
        follow(SharedCache, TIGHT, 3, 3, rng)
    with aspect("histories", "random histories with forks do what plain lists do"):
        for size, n_blocks in ((4, 8), (2, 14), (3, 40)):
            follow(SharedCache, random_history(rng, 80, n_blocks, size, forks=True), n_blocks, size, rng)
    with aspect("dtype", "float32 stays float32"):
        follow(SharedCache, FORKED, 16, 3, rng, dtype="float32")
    with aspect(
        "cost", "fork copies no row; an append copies the used rows of one shared block, and no others"
    ):
        _copies_no_more(SharedCache)


TOKENS, FORKS, SIZE = 100, 7, 16
"""A prompt of 100 tokens and 7 forks of it: 7 blocks with 8 holders each, the last one with 4 rows in use."""


def _copies_no_more(SharedCache):
    told = drive(block_rehearsal.count_forks, SharedCache, n=TOKENS, forks=FORKS, size=SIZE)
    forked, appended = countable(told["forked"]), countable(told["appended"])
    row, table = 8 * (told["d_k"] + told["d_v"]), 8 * (TOKENS // SIZE + 1)
    copied = forked.of(lambda cost: cost.bytes_copied)
    if max(copied.values(), default=0) > 4 * table + 64:
        place = forked.places[forked.heaviest(lambda cost: cost.bytes_copied)]
        fail(
            f"fork() of a text of {TOKENS} tokens copied {max(copied.values()):,} bytes; a list of its "
            f"blocks has {table}.\n  {place['statement']}\n"
            "Which rows differ between a text and its fork, before anyone writes?",
            misconception="fork_copies_rows",
            diagnosable=False,
        )
    used = TOKENS % SIZE
    copied = appended.of(lambda cost: cost.bytes_copied)
    for number, amount in copied.items():
        last = number == FORKS + 1
        needed = row if last else (used + 1) * row
        if amount > needed + 2 * row + 4 * table + 64:
            who = "the last holder of a block copied" if last else f"appending to fork {number} copied"
            fail(
                f"{who} {amount:,} bytes; {'its token' if last else f'the {used} used rows and the token'} "
                f"take {needed:,}.\n  {most_copied(appended, number)}\n"
                "Who else still holds the block that is written to, and which of its rows are used?",
                misconception="last_holder_copies" if last else "copies_more_than_used",
                diagnosable=False,
            )


def _copy_nothing(cache, old, new):
    pass


def _copy_keys(cache, old, new):
    cache.pool.keys[new] = cache.pool.keys[old]


def _shares_full_too(cache):
    return bool(cache.table) and cache.pool.holders[cache.table[-1]] > 1


def _hold_last(cache):
    for block in cache.table[-1:]:
        cache.pool.share(block)


def _copied_blocks(cache):
    copies = []
    for block in cache.table:
        copies.append(cache.pool.take())
        cache.pool.keys[copies[-1]] = cache.pool.keys[block]
        cache.pool.values[copies[-1]] = cache.pool.values[block]
    return copies


def _free_for_all(cache):
    for block in cache.table:
        while cache.pool.holders[block]:
            cache.pool.give_back(block)
    cache.table, cache.length = [], 0


def _always(cache):
    return cache.length % cache.pool.block_size != 0


def _shares_with_two(cache):
    return cache.length % cache.pool.block_size != 0 and cache.pool.holders[cache.table[-1]] > 2


def _hold_twice(cache):
    for block in cache.table * 2:
        cache.pool.share(block)


MISCONCEPTIONS = known(
    Shared,
    (
        "no_copy_on_write",
        {"shares": lambda cache: False},
        "Your cache writes into a block that others hold too: they see its token, or lose theirs.",
        "Before a row is written: how many hold that block?",
    ),
    (
        "copies_for_two_others",
        {"shares": _shares_with_two},
        "Your cache copies a shared block only if two others hold it: with one other it "
        "writes into the block of both.",
        "A text and its one fork: what does holders say of their last block?",
    ),
    (
        "fork_counted_twice",
        {"hold": _hold_twice},
        "Your fork counts twice on each of its blocks, so that they are never free again.",
        "How many hold a block that a text and its fork share?",
    ),
    (
        "fork_is_empty",
        {"length_of": lambda cache: 0},
        "Your fork has its parent's blocks and not its length.",
        "How many tokens does the fork hold before it appends anything?",
    ),
    (
        "fork_not_counted",
        {"hold": lambda cache: None},
        "Your fork doesn't tell the pool that one more holds the blocks.",
        "When the parent gives its blocks back, who may still read them? What does holders say?",
    ),
    (
        "fork_counts_last_only",
        {"hold": _hold_last},
        "Your fork counts itself on the last block only.",
        "Which blocks does a fork read, and for how long must they stay?",
    ),
    (
        "table_shared",
        {"table_of": lambda cache: cache.table},
        "Your fork and its parent have one and the same table: a block that one of them "
        "adds is the other's too.",
        "`=` gives a list a second name. What makes a list of the fork's own?",
    ),
    (
        "fork_copies_rows",
        {"table_of": _copied_blocks, "hold": lambda cache: None},
        "Your fork copies all blocks.",
        "Which rows differ between a text and its fork, before anyone writes?",
    ),
    (
        "copies_without_rows",
        {"copy": _copy_nothing},
        "Your cache takes a block of its own and leaves the rows that were there behind.",
        "Which rows of the shared block belong to this text, too?",
    ),
    (
        "copies_keys_only",
        {"copy": _copy_keys},
        "Your cache copies the keys of a shared block and not its values.",
        "A block has two arrays in the pool. Which of your lines copies the second?",
    ),
    (
        "old_block_kept",
        {"let_go": lambda cache, old: None},
        "Your cache takes a block of its own, and the pool still counts it among the holders of the old one.",
        "After the copy, how many hold the old block?",
    ),
    (
        "full_block_copied",
        {"shares": _shares_full_too},
        "Your cache copies a shared block that is full, though nothing is going to be written into it.",
        "Into which block does the next token go when the last one is exactly full?",
    ),
    (
        "free_ignores_holders",
        {"release": _free_for_all},
        "Your free() takes blocks away from others that hold them.",
        "Who else holds the block? Which of the pool's methods asks that?",
    ),
    (
        "always_copies",
        {"shares": _always},
        "Your cache copies the last block with every append, shared or not.",
        "When nobody else holds the block, what is the copy for?",
    ),
)
