"""PagedCache: tokens in blocks of a pool; no row ever moves, and no block is taken before it is needed."""

from autograder.cost.countable import countable
from autograder.kit.driving import drive
from autograder.kit.exercise import aspect, exercise, fail
from autograder.kit.misconception import known
from autograder.lessons.memory_in_blocks.parts import Paged
from autograder.lessons.memory_in_blocks.probing import follow, most_copied, random_history, results
from decodelab import block_rehearsal

BORDERS = (
    [
        ["new", "a"],
        ["append", "a", 0],
        ["append", "a", 0],
        ["append", "a", 0],
        ["append", "a", 0],
        ["append", "a", 0],
    ],
    [
        ["new", "a"],
        ["append", "a", 2],
        ["append", "a", 4],
        ["append", "a", 3],
        ["append", "a", 0],
        ["append", "a", 7],
    ],
    [["new", "a"], ["append", "a", 3], ["append", "a", 3], ["append", "a", 0]],
    [["new", "a"], ["append", "a", 13], ["append", "a", 0]],
)
"""One text, across the borders of blocks of 3 rows: singly, in chunks, exactly full, many blocks at once."""

IN_TURN = [
    *[["new", "a"], ["new", "b"]],
    *[
        ["append", "a", 2],
        ["append", "b", 0],
        ["append", "a", 2],
        ["append", "b", 4],
        ["append", "a", 0],
        ["append", "b", 0],
    ],
    *[
        ["free", "a"],
        ["append", "b", 5],
        ["append", "a", 4],
        ["free", "b"],
        ["append", "a", 4],
        ["append", "b", 1],
    ],
]
"""Two texts in turn, so that their blocks are no neighbours; after free() they come in another order."""

REFUSED = [
    *[["new", "a"], ["new", "b"], ["append", "a", 7], ["append", "b", 2]],
    *[
        ["append", "b", 5],
        ["append", "a", 0],
        ["append", "b", 0],
        ["append", "a", 30],
        ["append", "a", 1],
        ["append", "b", 0],
    ],
    *[["append", "a", 0], ["free", "b"], ["append", "a", 0], ["append", "a", 3]],
]
"""A pool of 4 blocks of 3 rows: a chunk that does not fit, a prompt longer than the pool, what fits exactly,
room after free()."""

SHORT = [["new", "a"], ["append", "a", 7], ["append", "a", 6], ["append", "a", 5], ["append", "a", 0]]
"""A pool of 4 blocks of 3 rows: two blocks are needed and one is free; then exactly that one."""

FREED = [
    *[["new", "a"], ["new", "b"], ["append", "a", 4], ["append", "b", 4], ["free", "a"], ["free", "a"]],
    *[
        ["append", "b", 4],
        ["append", "a", 0],
        ["append", "b", 4],
        ["free", "b"],
        ["append", "b", 1],
        ["append", "a", 5],
    ],
]
"""Twice free() is once; afterwards the cache is empty and can be used again, and takes nobody's blocks."""


def _probe(PagedCache, rng):
    for history in BORDERS:
        yield from results(PagedCache, history, 8, 3)
    for history, n_blocks in ((IN_TURN, 9), (FREED, 9), (REFUSED, 4), (SHORT, 4)):
        yield from results(PagedCache, history, n_blocks, 3)


@exercise("PagedCache", probe=_probe)
def PagedCache(PagedCache, *, rng):
    """Rows of several texts in blocks of one pool."""
    with aspect(
        "equals", "every token once and in order, singly and in chunks, across the borders of blocks"
    ):
        for history in BORDERS:
            follow(PagedCache, history, 8, 3, rng)
        follow(PagedCache, [["new", "a"], ["append", "a", 0], ["append", "a", 4]], 6, 1, rng)
    with aspect("independent", "several texts in turn, and after blocks were freed, keep their own rows"):
        follow(PagedCache, IN_TURN, 9, 3, rng)
    with aspect("freed", "free() gives all blocks back, twice is once, and the cache can be used again"):
        follow(PagedCache, FREED, 9, 3, rng)
    with aspect("refused", "what does not fit is refused before anything is written, and nothing is lost"):
        follow(PagedCache, REFUSED, 4, 3, rng)
        follow(PagedCache, SHORT, 4, 3, rng)
    with aspect("histories", "random histories of three texts do what plain lists do"):
        for size, n_blocks in ((4, 7), (2, 9), (5, 6)):
            follow(PagedCache, random_history(rng, 90, n_blocks, size), n_blocks, size, rng)
    with aspect("dtype", "float32 stays float32"):
        follow(PagedCache, BORDERS[1], 8, 3, rng, dtype="float32")
    with aspect("cost", "what an append copies does not grow with the text"):
        _copies_no_more(PagedCache)


N, SIZE = 192, 8
"""Tokens of the text whose appends are counted, and rows of a block."""


def _copies_no_more(PagedCache):
    told = drive(block_rehearsal.count_appends, PagedCache, n=N, size=SIZE)
    series = countable(told["steps"])
    row = 8 * (told["d_k"] + told["d_v"])
    table = 8 * N // SIZE  # lists of block numbers are free
    copied = series.of(lambda cost: cost.bytes_copied)
    if series.last < N:
        fail(
            f"appending token {series.last + 1} was stopped: far more work than an append can need.",
            misconception="work_grows",
            diagnosable=False,
        )
    worst = max(copied, key=copied.get)
    if copied[worst] > 4 * row + 4 * table + 256:
        fail(
            f"appending token {worst} copied {copied[worst]:,} bytes; one token takes {row}.\n"
            f"  {most_copied(series, worst)}\nWhat is copied besides the new token? The rows that are there "
            "already can stay where they are.",
            misconception="rows_move",
            diagnosable=False,
        )


def _neighbours(cache, i):
    size = cache.pool.block_size
    return (cache.table[0] + i // size) % len(cache.pool.keys), i % size


def _within_first(cache, i):
    return cache.table[-1], i % cache.pool.block_size


def _needs(more):
    def needed(cache, t):
        return -(-(cache.length + t) // cache.pool.block_size) - len(cache.table) + more(cache, t)

    return needed


def _one_early(cache, t):
    return (cache.length + t) // cache.pool.block_size + 1 - len(cache.table)


def _one_for_each_append(cache, t):
    return -(-t // cache.pool.block_size)


def _one_at_most(cache, t):
    return int(cache.length + t > len(cache.table) * cache.pool.block_size)


def _keeps_blocks(cache):
    cache.table, cache.length = [], 0


def _keeps_table(cache):
    for block in cache.table:
        if cache.pool.holders[block]:
            cache.pool.give_back(block)
    cache.length = 0


def _keeps_length(cache):
    for block in cache.table:
        cache.pool.give_back(block)
    cache.table = []


def _first_only(cache):
    for block in cache.table[:1]:
        cache.pool.give_back(block)
    cache.table, cache.length = [], 0


def _swapped(cache, place, k, v):
    size = cache.pool.keys.shape[-1]
    block, row = place
    cache.pool.keys[block, row, : len(v)], cache.pool.values[block, row] = v[:size], k[: len(v)]


def _keys_only(cache, place, k, v):
    cache.pool.keys[place] = k


def _backwards(cache, i):
    size = cache.pool.block_size
    return cache.table[i // size], size - 1 - i % size


def _rest_in_the_last(cache, i):
    size = cache.pool.block_size
    return size if i < len(cache.table) - 1 else cache.length % size


def _free_list_alone(cache):
    cache.pool.free.extend(cache.table)
    cache.table, cache.length = [], 0


MISCONCEPTIONS = known(
    Paged,
    (
        "new_block_early",
        {"needed": _one_early},
        "Your cache takes a new block as soon as the last one is full, before there is a token for it.",
        "A text of exactly one block: how many blocks does it need? For how many tokens "
        "is the next one taken?",
    ),
    (
        "block_for_each_append",
        {"needed": _one_for_each_append},
        "Your cache opens new blocks with every append, whether or not the last one has room.",
        "How many rows of the last block are still free, and who uses them?",
    ),
    (
        "one_block_at_a_time",
        {"needed": _one_at_most},
        "Your cache takes one new block at most, however long the chunk is.",
        "A chunk of 13 tokens and blocks of 3 rows: how many blocks does it run through?",
    ),
    (
        "never_refuses",
        {"refuse": lambda needed, free: False},
        "Your cache asks the pool for blocks without looking whether there are enough, and stands there "
        "half written when it runs out.",
        "How many blocks will be needed, and how many are free? When can you know both?",
    ),
    (
        "refuses_what_fits",
        {"refuse": lambda needed, free: needed >= free},
        "Your cache refuses what would just fit: it needs as many blocks as are free.",
        "With 2 blocks free and 2 needed, how many are missing?",
    ),
    (
        "refuses_what_fits",
        {"refuse": lambda needed, free: needed > 0 and needed + 1 > free},
        "Your cache keeps one block of the pool in reserve and refuses what would just fit.",
        "With 2 blocks free and 2 needed, how many are missing?",
    ),
    (
        "blocks_as_neighbours",
        {"place": _neighbours},
        "Your cache writes on behind its first block, as if its blocks stood side by side in the pool.",
        "When two texts grow in turn, whose block comes after yours? What does the table say?",
    ),
    (
        "last_block_only",
        {"place": _within_first},
        "Your cache writes a chunk into the last of its new blocks, all rows of it.",
        "Token i of the text: in which entry of the table does it go, and into which row of that block?",
    ),
    (
        "block_back_to_front",
        {"place": _backwards},
        "Your cache fills each block from its end.",
        "Which rows of a half full block does blocks() show?",
    ),
    (
        "table_sorted",
        [
            {"after": lambda cache: cache.table.sort()},
            {"order": lambda table: enumerate(sorted(table))},
        ],
        "Your cache keeps its table in the order of the block numbers, not in that of the tokens.",
        "Block 1 came after block 4. Which of them holds the earlier tokens?",
    ),
    (
        "table_reversed",
        [
            {"after": lambda cache: cache.table.reverse()},
            {"order": lambda table: reversed(list(enumerate(table)))},
        ],
        "Your cache has its table the wrong way round.",
        "Which entry of the table holds token 0?",
    ),
    (
        "whole_blocks_shown",
        {"used": lambda cache, i: cache.pool.block_size},
        "Your blocks() shows all rows of the last block, the unused ones too.",
        "How many rows of the last block are used? Whatever stands in the others would get "
        "weight in the softmax.",
    ),
    (
        "full_block_shown_empty",
        [
            {
                "used": lambda cache, i: min(
                    cache.pool.block_size, (cache.length - i * cache.pool.block_size) % cache.pool.block_size
                )
            },
            {"used": _rest_in_the_last},
        ],
        "Your blocks() shows no row of a block that is exactly full.",
        "What is n % size when n is a multiple of the size?",
    ),
    (
        "rows_are_copies",
        {"view": lambda rows: rows.copy()},
        "Your blocks() hands out copies of the rows.",
        "Which index makes a view, and which a new array? Attention would read every row twice.",
    ),
    (
        "only_last_of_chunk",
        {"rows": lambda a: a[-1:]},
        "Your cache keeps only the last token of a chunk.",
        "k can be (t, d_k). Which of its t rows reach the pool?",
    ),
    (
        "only_first_of_chunk",
        {"rows": lambda a: a[:1]},
        "Your cache keeps only the first token of a chunk.",
        "k can be (t, d_k). Which of its t rows reach the pool?",
    ),
    (
        "chunk_reversed",
        {"rows": lambda a: a[::-1]},
        "Your cache stores a chunk back to front.",
        "Which row of a chunk is its earliest token?",
    ),
    (
        "values_not_kept",
        {"write": _keys_only},
        "Your cache writes the keys and not the values.",
        "A block has two arrays in the pool. Which of your lines writes to the second?",
    ),
    (
        "keys_and_values_swapped",
        {"write": _swapped},
        "Your cache writes values where keys should be, and keys where values should be.",
        "Which of your two lines that write stands where the other should?",
    ),
    (
        "blocks_lost",
        {"release": _keeps_blocks},
        "Your free() forgets the blocks: the pool never gets them back.",
        "Who tells the pool that a block is free again?",
    ),
    (
        "blocks_lost",
        {"release": _first_only},
        "Your free() gives one block back and forgets the others.",
        "How many blocks does the text hold, and how often does that line run?",
    ),
    (
        "free_keeps_table",
        {"release": _keeps_table},
        "Your cache still has its table after free(): it goes on writing to blocks that "
        "are no longer its own.",
        "After free(), which blocks may the cache write to?",
    ),
    (
        "free_keeps_length",
        {"release": _keeps_length},
        "Your cache is as long after free() as before.",
        "How many tokens does it hold when its blocks are gone?",
    ),
    (
        "holders_not_told",
        {"release": _free_list_alone},
        "Your free() puts the blocks on the list of free ones, and the pool still counts their holder.",
        "The pool keeps a list and a count. Which of its methods sees to both?",
    ),
    (
        "free_does_nothing",
        {"release": lambda cache: None},
        "Your free() does nothing.",
        "Who tells the pool that the blocks are free again, and how long is the cache then?",
    ),
)
