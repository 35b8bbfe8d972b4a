"""What is said of memory: of what a cache or a step keeps alive, and of what it needs for a moment.

Kept in proportion to the tokens is right, whatever is kept: rows of an array with room to spare, lists,
blocks, Python's own floats. Growth with the square, rows that outlive their cache, and many times the room
that is needed are not.
"""

from autograder.kit.driving import drive
from autograder.kit.exercise import call, fail, note
from decodelab.footprint import (
    LENGTHS,
    held_by_cache,
    held_by_steps,
    left_behind,
    of_calls,
    peak_of_chunk,
    room_taken,
    square,
    square_of_all,
)

SQUARE = 0.75
"""Bytes a token squared from which on something grows with the square: less than one table of bools."""

TOO_MUCH = 16
"""How many times the bytes of its numbers a cache of 2,048 tokens may hold."""

WORTH_TELLING = 2.5
"""How many times these bytes it holds when that is told, and costs nothing."""


def cache_memory(KVCache):
    """Fail if a cache keeps what it need not; note how much it keeps if that is much."""
    _never_square(lambda: _counted(held_by_cache, KVCache, d_k=2, d_v=2), KEPT_BY_CACHE)
    left = _counted(left_behind, KVCache, n=256, d_k=16, d_v=16)
    if left["left"] > left["needed"] / 2:
        fail(
            f"two caches of 256 tokens are gone, and {left['left']:,} bytes of theirs are still held; their "
            f"numbers took {left['needed']:,}.\nWhich list or dict outside the cache gets what is appended, "
            "and when does it let go?",
            misconception="outlives_the_cache",
            diagnosable=False,
        )
    room = _counted(room_taken, KVCache, n=2048, d_k=64, d_v=64, chunk=256)
    times = room["held"] / room["needed"]
    if times > TOO_MUCH:
        fail(
            f"a cache of 2,048 tokens holds {room['held']:,} bytes; its numbers take {room['needed']:,}. "
            f"That is {times:.0f} times as much.\nHow much room does your cache make when it starts, or "
            "when it grows? A model has "
            "one cache for each layer and head.",
            misconception="too_much_room",
            diagnosable=False,
        )
    if times > WORTH_TELLING:
        note(
            f"note: a token keeps {room['held'] // 2048:,} bytes alive, its numbers take "
            f"{room['needed'] // 2048:,} "
            "(room to grow, or numbers kept as Python's own)"
        )


def step_memory(step, KVCache, rows=False):
    """Fail if steps leave more and more behind, or one needs a table of n × n for a moment."""
    _never_square(
        lambda: _counted(held_by_steps, step, KVCache, d_k=2, d_v=2, rows=rows), KEPT_BY_STEPS, NEEDED_AT_ONCE
    )


def chunk_memory(prefill, KVCache):
    """Note the table of scores that a chunk is worked out with; it costs nothing."""
    n, t = 96, 64
    peak = _counted(peak_of_chunk, prefill, KVCache, n=n, t=t, d=4)["peak"]
    if peak > t * (n + t) * 8:
        note(
            f"note: a chunk of {t} behind {n} tokens needs {peak:,} bytes at once, a table of {t} × {n + t} "
            f"numbers or more; a query at a time would need {n + t}"
        )


def sequence_memory(attend_incrementally):
    """Fail if calls leave keys and values behind when they are done; note a table of n × n for the moment."""
    n, d_k, d_v = 96, 16, 16
    seen = _counted(of_calls, attend_incrementally, n=n, d_k=d_k, d_v=d_v)
    if seen["left"] > seen["needed"] / 2:
        fail(
            f"three calls for {n} tokens are done, and {seen['left']:,} bytes of theirs are still held; "
            f"their keys and values took {seen['needed']:,}.\n"
            "Which list, dict or cache outside the call gets what is appended, and when does it let go?",
            misconception="outlives_the_call",
            diagnosable=False,
        )
    if seen["peak"] > n * n * 8 + 4 * n * (d_k + d_v) * 8:
        note(
            f"note: a call for {n} tokens needs {seen['peak']:,} bytes at once, room for a table of {n} × "
            f"{n} numbers; token by token it is one row of {n} at a time"
        )


KEPT_BY_CACHE = (
    "held",
    "your cache keeps {many:,} bytes for {n_many} tokens and {few:,} for {n_few}: more than twice as much "
    "for twice the tokens.\nWhat does each append keep that is as long as all the tokens so far? Who still "
    "holds the arrays from before?",
    "keeps_every_version",
)

KEPT_BY_STEPS = (
    "held",
    "after {n_many} steps {many:,} bytes are kept, after {n_few} steps {few:,}: more than twice as much for "
    "twice the steps.\nThe cache keeps a key and a value a token. What else is kept of every step, as long "
    "as all tokens so far?",
    "keeps_every_step",
)

NEEDED_AT_ONCE = (
    "peak",
    "a step needs {many:,} bytes at once with {n_many} tokens cached and {few:,} with {n_few}: that grows "
    "with the square of the length.\nOne query meets n keys. Which array in your step has a row and a "
    "column for each of them?",
    "square_table",
)


def _never_square(measure, *judged):
    """Fail if something measured grows with the square of LENGTHS.

    judged: (key of the measurement, message, id) each. Measured again before it counts: other threads make
            memory, too.
    """
    for _ in range(3):
        measured = measure()
        squares = [row for row in judged if _square(row[0], measured[row[0]]) > SQUARE]
        if not squares:
            return
    key, message, id = squares[0]
    few, many = measured[key][-2:] if key == "peak" else [measured[key][n] for n in LENGTHS[-2:]]
    told = message.format(many=many, few=few, n_many=LENGTHS[-1], n_few=LENGTHS[-2])
    fail(told, misconception=id, diagnosable=False)


def _square(key, measured):
    return square(LENGTHS, measured) if key == "peak" else square_of_all(measured)


def _counted(driver, *objects, **parameters):
    return call(drive, driver, *objects, shown="looking at the memory that your code takes", **parameters)
