"""KVCache: append, keys, values, len: all tokens so far, in order, copied, without a limit.

Over 400 lines: its misconceptions, each with its parts, sentence and question.
"""

import contextlib
import os

import numpy as np

from autograder.cost.memory import cache_memory
from autograder.kit.driving import process_of
from autograder.kit.exercise import aspect, call, exercise, fail, note, suspecting, unchanged
from autograder.kit.learners_cache import attribute, length_of, wrong_dtype
from autograder.kit.misconception import known
from autograder.kit.probes import stage, stages
from autograder.kit.watched_cache import ONE, WatchedCache
from autograder.lessons.kv_cache.parts import Cache, behind
from autograder.lessons.kv_cache.probing import random_tokens, seen_in


def _cache_probe(KVCache, rng):
    """Widths of keys and values are equal here, so that a mix-up of the two shows in numbers."""
    _, K, V = random_tokens(rng, 12, 3, 3)
    K[4], V[4] = K[1], V[1]  # a token that comes twice
    K[5] = V[5] = 0  # a token of zeros

    def small_steps():
        cache, results = KVCache(3, 3), []
        for i in (0, 1):
            cache.append(K[i], V[i])
            results += seen_in(cache, i + 1)
        return results

    def chunks_between():
        cache, results = KVCache(3, 3), []
        for start, stop in ((0, 3), (3, 4), (4, 6), (6, 7), (7, 8)):
            cache.append(*((K[start], V[start]) if stop == start + 1 else (K[start:stop], V[start:stop])))
            results += seen_in(cache, stop)
        return results

    def empty():
        cache = KVCache(3, 3)
        if cache.keys is None:
            return ["None", len(cache)]
        rows, *columns = np.shape(cache.keys)
        return [rows > 0, columns, len(cache) > 0]

    def only_chunks():
        cache = KVCache(3, 3)
        cache.append(K[:3], V[:3])
        cache.append(K[3:5], V[3:5])
        return seen_in(cache, 5)

    def callers_arrays():
        cache, results = KVCache(3, 3), []
        for start, stop in ((0, 1), (1, 2), (2, 4)):
            k, v = K[start:stop].copy(), V[start:stop].copy()
            cache.append(*((k[0], v[0]) if stop == start + 1 else (k, v)))
            k += 1
            v += 1
            results += seen_in(cache, stop)
        return results

    def kinds_of_float():
        results = []
        for dtype in (np.float32, np.float64):
            cache = KVCache(3, 3)
            cache.append(K[0].astype(dtype), V[0].astype(dtype))
            cache.append(K[1].astype(dtype), V[1].astype(dtype))
            results += [str(np.asarray(cache.keys).dtype), str(np.asarray(cache.values).dtype)]
        return results

    def earlier_reads():
        cache = KVCache(3, 3)
        cache.append(K[:4], V[:4])
        read = cache.keys
        before = np.array(read)
        for i in range(4, 12):
            cache.append(K[i], V[i])
        return [np.array_equal(read[:4], before[:4])]

    def many():
        cache = KVCache(1, 1)
        rows = rng.normal(size=(4207, 1))
        cache.append(rows[0], rows[0])
        cache.append(rows[1:-1], rows[1:-1])
        cache.append(rows[-1], rows[-1])
        keys = np.array(cache.keys)
        return [
            len(keys) >= len(rows),
            min(len(cache), len(keys)) == len(keys),
            bool((keys[0] == rows[0]).all()),
            bool((keys[min(len(cache), len(keys)) - 1] == rows[-1]).all()),
        ]

    yield from stage(empty)  # apart: to work while nothing is appended says no more than to raise everywhere
    yield from stages(
        small_steps, only_chunks, chunks_between, callers_arrays, kinds_of_float, earlier_reads, many
    )


@exercise("KVCache", probe=_cache_probe)
def KVCache(KVCache, *, rng):
    """append, keys, values, len: all tokens so far, in order, copied, without a limit."""
    with aspect("shape", "a new cache is empty: keys (0, d_k), values (0, d_v), length 0"):
        for d_k, d_v in ((4, 3), (1, 1), (2, 5)):
            watched = WatchedCache(KVCache, d_k, d_v)
            if length_of(watched.cache):
                _not_empty(KVCache, rng, length_of(watched.cache))
            watched.holds("in a new cache")
    with aspect("independent", "every cache keeps tokens of its own"):
        mine, other = WatchedCache(KVCache, 4, 3), WatchedCache(KVCache, 4, 3)
        _, K, V = random_tokens(rng, 6, 4, 3)
        for acting, resting, piece in (
            (mine, other, 0),
            (other, mine, 1),
            (mine, other, slice(2, 4)),
            (other, mine, slice(4, 6)),
        ):
            before = resting.contents()
            if not all(map(np.array_equal, before, resting.contents())):
                fail(
                    "reading cache.keys and cache.values twice in a row gives two different answers.\n"
                    "What does reading do to the rows that are kept?",
                    misconception="reading_changes_it",
                    diagnosable=False,
                )
            acting.append(K[piece], V[piece])
            if not all(map(np.array_equal, before, resting.contents())):
                _shared("appending to one cache changed what another one holds")
        if length_of(WatchedCache(KVCache, 4, 3).cache):
            _shared("a new cache already holds tokens, those of caches made before")
    with aspect("dtype", "keys and values have the dtype of the first tokens"):
        for dtype in (np.float32, np.float64, np.float16):
            for first in (0, slice(0, 3)):
                _, K, V = random_tokens(rng, 5, 5, 3, dtype)
                watched = WatchedCache(KVCache, 5, 3)
                for piece in (first, 3, slice(3, 5)):
                    watched.append(K[piece], V[piece])
                    watched.has_dtype(dtype)
    with aspect("equals", "all tokens in the order they came, singly, in chunks and mixed"):
        for d_k, d_v in ((4, 3), (3, 5), (2, 2), (1, 1)):
            for sizes in ((ONE, ONE, ONE, ONE), (3,), (1, 2, 3, 4), (ONE, 2, ONE, 3, ONE, ONE), (5, 1, ONE)):
                _, K, V = random_tokens(rng, 12, d_k, d_v)
                WatchedCache(KVCache, d_k, d_v).append_in(sizes, K, V)
        _, K, V = random_tokens(rng, 9, 4, 3)
        K[3:6], V[3:6] = K[0], V[0]  # the same token again and again
        K[7], V[7] = 0, 0
        WatchedCache(KVCache, 4, 3).append_in((ONE, ONE, 3, ONE, ONE, 2), K, V)
        both = rng.normal(
            size=(9, 14)
        )  # keys and values as columns of one array, as a joint projection gives them
        WatchedCache(KVCache, 4, 3).append_in((ONE, 3, 1, ONE), both[:, 5:9], both[:, 11:])
    with aspect("inputs", "appended arrays are left as they were"):
        watched = WatchedCache(KVCache, 4, 3)
        for t in (ONE, 3, ONE):
            _, k, v = random_tokens(rng, max(t, 1), 4, 3)
            k, v = (k[0], v[0]) if t == ONE else (k, v)
            kept = k.copy(), v.copy()
            watched.append(k, v)
            unchanged(kept, (k, v), "kv")
    with aspect(
        "aliasing",
        "what the caller does to appended arrays later does not reach the cache; "
        "arrays read earlier keep their numbers",
    ):
        for sizes in ((ONE, ONE, 3, ONE), (2, ONE, 2)):
            _callers_arrays_may_change(WatchedCache(KVCache, 4, 3), sizes, rng)
        _earlier_reads_keep(WatchedCache(KVCache, 3, 2), rng)
    with aspect("incremental", "takes more than 65,536 tokens: there is no capacity to run out of"):
        with suspecting(
            "room_ends",
            "With fewer tokens it was right. Which number in your code is a size that a text can go beyond?",
        ):
            _takes_any_number(KVCache, rng)
    with aspect("dtype", "that dtype stays, whatever comes later"):
        for first, *later in (
            (np.float32, np.float64, np.float32),
            (np.float64, np.float32, np.float16),
            (np.float16, np.float32, np.float64),
        ):
            _first_dtype_stays(WatchedCache(KVCache, 4, 3), first, later, rng)
    with aspect("memory", "keeps a token's numbers and little more, and lets go of them with the cache"):
        cache_memory(KVCache)
        _tells_of_open_files(KVCache)


FILES_IN_GRADING = 64
"""Files that a process may have open at once where a class is graded."""


def _tells_of_open_files(KVCache):
    """Note it if each cache keeps a file open; where it runs in another process that can't be seen, and need
    not be said."""
    if process_of(KVCache) is not None:
        return
    with contextlib.suppress(OSError):  # a system without such a list
        before = len(os.listdir("/dev/fd"))
        caches = [call(KVCache, 1, 1) for _ in range(8)]
        for cache in caches:
            call(cache.append, np.zeros(1), np.zeros(1))
        if len(os.listdir("/dev/fd")) - before >= len(caches):
            note(
                "note: each of your caches keeps a file open. In grading a process may have "
                f"{FILES_IN_GRADING} of them at once, in a notebook many more: an answer that needs more "
                "than that passes here and fails there"
            )


def _first_dtype_stays(watched, first, later, rng):
    """Tokens of other dtypes behind the first ones: kept in the dtype of those."""
    for dtype in (first, *later):
        for t in (ONE, 2):
            _, K, V = random_tokens(rng, max(t, 1), 4, 3, dtype)
            watched.append(*((K[0], V[0]) if t == ONE else (K, V)))
            _keeps_dtype(watched, np.dtype(first), np.dtype(dtype))
    watched.holds(f"after {first.__name__} tokens and then {' and '.join(d.__name__ for d in later)} ones")


def _keeps_dtype(watched, first, came):
    for name in ("keys", "values"):
        got = np.asarray(call(attribute, watched.cache, name, shown=f"cache.{name}")).dtype
        if got != first:
            if first == came:
                wrong_dtype(name, got, first)
            fail(
                f"cache.{name} became {got} when a {came} token was appended behind {first} ones.\n"
                "The first append fixes the dtype. What does np.concatenate, or np.array, make of rows of "
                "two dtypes? Into which one can what comes later be turned, before it joins the rest?",
                misconception="later_dtype_wins",
            )


def _takes_any_number(KVCache, rng):
    """To a length that nobody can guess, by chunks, and one by one across the numbers at which room usually
    ends."""
    watched = WatchedCache(KVCache, 2, 1)
    end = int(rng.integers(65_600, 70_000))
    _, K, V = random_tokens(rng, end, 2, 1)
    for round_number in (
        64,
        128,
        256,
        512,
        1000,
        1024,
        2048,
        4096,
        5000,
        8192,
        10_000,
        16_384,
        32_768,
        65_536,
    ):
        start = len(watched.keys)
        watched.append(K[start : round_number - 1], V[start : round_number - 1])
        for i in range(round_number - 1, round_number + (2 if round_number < 5000 else 0)):
            watched.append(K[i], V[i])
        if round_number in (64, 256, 1024, 4096, 10_000, 65_536):
            watched.holds(f"after {len(watched.keys):,} tokens, the last of them one by one")
    start = len(watched.keys)
    watched.append(K[start:], V[start:])
    watched.holds(f"after {end:,} tokens")


def _not_empty(KVCache, rng, length):
    """A new cache holds something: what earlier caches left behind, or rows of its own?"""
    watched = WatchedCache(KVCache, 4, 3)
    _, k, v = random_tokens(rng, 1, 4, 3)
    watched.append(k[0], v[0])
    if length_of(WatchedCache(KVCache, 4, 3).cache) > length:
        _shared("a new cache already holds tokens, those of caches made before")
    fail(f"len(cache) is {length} in a new cache; expected 0: nothing has been appended.")


def _shared(seen):
    fail(
        f"{seen}: all caches use one and the same store.\nWhat is written in the class body, or as the "
        "default of "
        "an argument, exists once for all caches. Where is yours made, and how often does that line run?",
        misconception="shared_between_caches",
        diagnosable=False,
    )


def _callers_arrays_may_change(watched, sizes, rng):
    for size in sizes:
        _, k, v = random_tokens(rng, max(size, 1), 4, 3)
        k, v = (k[0], v[0]) if size == ONE else (k, v)
        watched.append(k, v)
        watched.holds("after an append")
        k += 1
        v += 1
        watched.holds("after its caller wrote new numbers into the arrays it had appended earlier")


def _earlier_reads_keep(watched, rng):
    _, K, V = random_tokens(rng, 60, 3, 2)
    watched.append(K[:3], V[:3])
    earlier = [call(attribute, watched.cache, name, shown=f"cache.{name}") for name in ("keys", "values")]
    kept = [a.copy() for a in earlier]
    for i in range(3, 50):
        watched.append(K[i], V[i])
    watched.append(K[50:], V[50:])
    for name, read, before in zip(("keys", "values"), earlier, kept):
        if not np.array_equal(read, before):
            fail(
                f"an array read from cache.{name} changed when more tokens were appended. Whoever read it "
                "still uses "
                "it: rows that are in use must stay where they are, with the numbers they have.",
                misconception="earlier_reads_change",
            )


CAPACITY = 100


def _in_front(rows, n, new):
    moved = {slot + len(new): row for slot, row in rows.items()}
    rows.clear()
    rows.update(moved)
    rows.update(enumerate(new))
    return n + len(new)


def _instead(rows, n, new):
    rows.clear()
    return behind(rows, 0, new)


def _always_at_slot_0(rows, n, new):
    rows.update(enumerate(new))
    return n + len(new)


def _counted_before_written(rows, n, new):
    rows.update(enumerate(new, n + len(new)))
    return n + len(new)


def _chunk_in_one_slot(rows, n, new):
    rows[n] = new[-1]
    return n + len(new)


def _first_append_lost(rows, n, new):
    if "made" not in rows:
        rows["made"] = True
        return n
    return behind(rows, n, new)


def _chunks_only(array):
    if array.ndim == 1:
        raise ValueError("a vector does not fit where rows are expected")
    return array.copy()


def _only_new_ones(rows, n, new):
    known = {row.tobytes() for row in rows.values()}
    for row in new:
        if row.tobytes() not in known:
            known.add(row.tobytes())
            rows[n] = row
            n += 1
    return n


def _one_at_a_time(rows, n, new):
    if len(new) > 1:
        raise ValueError("a chunk does not fit where one token is expected")
    return behind(rows, n, new)


def _copied_from_the_second_on(rows, n, new):
    rows.update({slot: row.copy() for slot, row in rows.items()})
    return behind(rows, n, new.copy() if n else new)


def _fails_when_full(rows, n, new):
    if n + len(new) > CAPACITY:
        raise IndexError("no slot left")
    return behind(rows, n, new)


def _drops_when_full(rows, n, new):
    return behind(rows, n, new[: max(CAPACITY - n, 0)])


def _overwrites_when_full(rows, n, new):
    for row in new:
        rows[rows.setdefault("next", 0) % CAPACITY] = row
        rows["next"] += 1
    return min(rows["next"], CAPACITY)


def _forgets_oldest(rows, n, new):
    kept = [rows[slot] for slot in range(n)] + list(new)
    return _instead(rows, 0, kept[-CAPACITY:])


def _cannot_be_empty(width):
    raise ValueError("need at least one array")


def _with_zero_row(rows):
    return np.vstack([np.zeros_like(rows[:1]) if len(rows) else np.zeros((1, rows.shape[1])), rows])


def _with_free_rows(rows):
    return np.vstack([rows, np.zeros((16, rows.shape[1]), rows.dtype)])


MISCONCEPTIONS = known(
    Cache,
    *(
        (
            "keys_and_values_swapped",
            {"route": lambda k, v: (v, k)},
            "Your cache gives the values where the keys should be, and the keys where the values should be.",
            "Append a key of ones and a value of twos, then print cache.keys. At which line do they change "
            "places?",
        ),
        (
            "keys_kept_twice",
            {"route": lambda k, v: (k, k)},
            "Your cache holds the keys a second time where the values should be.",
            "Read the lines for the values word by word: where does a k stand that should be a v?",
        ),
        (
            "values_kept_twice",
            {"route": lambda k, v: (v, v)},
            "Your cache holds the values a second time where the keys should be.",
            "Read the lines for the keys word by word: where does a v stand that should be a k?",
        ),
        (
            "nothing_kept",
            {"place": lambda rows, n, new: n},
            "Your cache stays empty, whatever is appended.",
            "np.append, np.concatenate and np.vstack leave their inputs alone and return a new array. Who "
            "keeps yours?",
        ),
        (
            "never_writes",
            {"place": lambda rows, n, new: n + len(new)},
            "Your cache grows, but its rows stay zeros: the tokens themselves are never written.",
            "Print cache.keys after one append. Which line should have put k there?",
        ),
        (
            "values_newest_only",
            {"place_values": _instead},
            "Your cache keeps all keys, and of the values only those that were appended last.",
            "Compare the line for the keys with that for the values, word by word. What joins the old rows "
            "and the new?",
        ),
        (
            "values_not_kept",
            {"place_values": lambda rows, n, new: n},
            "Your cache keeps the keys and none of the values.",
            "Which lines of append make the keys longer, and which do the same for the values?",
        ),
        (
            "keeps_only_newest",
            {"place": _instead},
            "Your cache holds what was appended last, and nothing from before.",
            "What becomes of the rows that were in the cache when append runs again?",
        ),
        (
            "always_slot_0",
            {"place": _always_at_slot_0},
            "Your cache writes every append to the same place, from slot 0 on.",
            "Which number says where the next token goes, and what is it after the first append?",
        ),
        (
            "counted_before_written",
            {"place": _counted_before_written},
            "Your cache writes each append one append too far: the length has been raised before it is used "
            "as a place.",
            "With nothing cached, into which slot does the first token go? Which value has your length on "
            "that line?",
        ),
        (
            "newest_first",
            {"place": _in_front},
            "Your cache holds the newest tokens first.",
            "Token 0 belongs into row 0. On which side of the old rows do yours go?",
        ),
        (
            "first_append_lost",
            {"place": _first_append_lost},
            "Your cache loses what is appended first.",
            "Follow the very first append through your code: it prepares the arrays. Does it also put the "
            "token in?",
        ),
        (
            "first_row_hidden",
            {"show": lambda rows: rows[1:]},
            "Your cache keeps everything but shows it without row 0.",
            "Where does the slice that reads the rows begin?",
        ),
        (
            "last_row_hidden",
            {"show": lambda rows: rows[:-1]},
            "Your cache keeps everything but shows it without its last row.",
            "A slice [:n] ends before n. What is n when you read?",
        ),
        *(
            (
                "zero_row_in_front",
                {"show": show, "count": lambda n, appends, before: n + 1},
                "Your cache begins with a row of zeros that no one appended. A key of zeros has score 0, "
                "not weight 0: attention would mix it in.",
                "How many rows has your array before the first append?",
            )
            for show in (_with_zero_row, lambda rows: _with_zero_row(rows).astype(np.float64))
        ),
        *(
            (
                "free_rows_shown",
                {"show": show},
                "Your cache shows rows behind the last token: room that is not used yet. Whatever stands "
                "there would get weight in the softmax, zeros too.",
                "How many rows of the array have been filled, and which slice gives just these?",
            )
            for show in (_with_free_rows, lambda rows: _with_free_rows(rows).astype(np.float64))
        ),
        (
            "appends_twice",
            {"place": lambda rows, n, new: behind(rows, behind(rows, n, new), new)},
            "Your cache takes in every append twice.",
            "Follow one call of append: how many lines add k?",
        ),
        (
            "single_tokens_twice",
            {"take": lambda a: np.array([a, a]) if a.ndim == 1 else a.copy()},
            "Your cache takes in a single token twice, and chunks once.",
            "Follow one token, (d_k,), through your append: how many lines add it?",
        ),
        (
            "first_values_only",
            {"place_values": lambda rows, n, new: n or behind(rows, n, new)},
            "Your cache keeps all keys, and of the values only those that were appended first.",
            "Which lines of append make the keys longer, and which do the same for the values?",
        ),
        (
            "zero_rows_hidden",
            {"show": lambda rows: rows[rows.any(axis=1)]},
            "Your cache does not show rows of zeros: it takes them for room that is not used yet.",
            "A key may be all zeros. What tells a token from free room: what stands there, or how many came?",
        ),
        (
            "rounded",
            {"show": lambda rows: rows.astype(np.float16).astype(rows.dtype)},
            "Your cache keeps rows with fewer digits than they came with: they have been float16 on the way.",
            "Which of your lines makes an array of another dtype, and when?",
        ),
        (
            "rounded",
            {"show": lambda rows: rows.astype(np.float32).astype(rows.dtype)},
            "Your cache keeps rows with fewer digits than they came with: they have been float32 on the way.",
            "Which of your lines makes an array of another dtype, and when?",
        ),
        (
            "only_last_of_chunk",
            {"place": lambda rows, n, new: behind(rows, n, new[-1:])},
            "Your cache keeps only the last token of a chunk.",
            "k can be (t, d_k). Which of its t rows reach the cache?",
        ),
        (
            "only_first_of_chunk",
            {"place": lambda rows, n, new: behind(rows, n, new[:1])},
            "Your cache keeps only the first token of a chunk.",
            "k can be (t, d_k). Which of its t rows are written, and by how much does the length grow?",
        ),
        (
            "chunk_reversed",
            {"place": lambda rows, n, new: behind(rows, n, new[::-1])},
            "Your cache stores a chunk back to front.",
            "Which row of a chunk is its earliest token, and which one do you add first?",
        ),
        (
            "chunk_in_one_slot",
            {"place": _chunk_in_one_slot},
            "Your cache writes all tokens of a chunk into one slot, where the last one stays.",
            "When you go through the rows of a chunk, what changes from one to the next: the row, the slot, "
            "or both?",
        ),
        (
            "one_token_at_a_time",
            {"place": _one_at_a_time},
            "Your cache takes single tokens but not a chunk.",
            "k is (d_k,) for one token and (t, d_k) for several. What would make the first look like the "
            "second?",
        ),
        (
            "chunks_only",
            {"take": _chunks_only},
            "Your cache takes chunks but not a single token.",
            "k is (d_k,) for one token and (t, d_k) for several. What would make the first look like the "
            "second?",
        ),
        (
            "equal_tokens_merged",
            {"place": _only_new_ones},
            "Your cache keeps tokens with equal numbers only once.",
            "The same word can come twice in a text. What would happen to its weight?",
        ),
        (
            "keeps_callers_arrays",
            {"take": np.atleast_2d},
            "Your cache keeps the very arrays that were appended, not their numbers: when the caller reuses "
            "them for the next token, the past changes.",
            "A list of arrays holds references. What would make the numbers the cache's own?",
        ),
        (
            "keeps_first_array",
            {"take": np.atleast_2d, "place": _copied_from_the_second_on},
            "The first tokens in your cache are still the caller's own array; only the second append copies "
            "them.",
            "np.atleast_2d, reshape and [None] give views. What does your cache hold after the very first "
            "append?",
        ),
        (
            "float64_for_float32",
            {"show": lambda rows: rows.astype(np.float64)},
            "Your cache turns everything into float64.",
            "Which dtype has the array that the rows are written to, and who decided it?",
        ),
        (
            "float32_for_float64",
            {"show": lambda rows: rows.astype(np.float32)},
            "Your cache turns everything into float32: half of each number's digits are lost.",
            "Which dtype has the array that the rows are written to, and who decided it?",
        ),
        (
            "whole_numbers_only",
            {"show": lambda rows: rows.astype(int)},
            "Your cache cuts every number down to a whole one: its array holds integers.",
            "Which dtype has the array that the rows are written to, and who decided it?",
        ),
        (
            "columns_for_rows",
            {"show": lambda rows: rows.T},
            "Your cache holds one column a token, where one row a token is asked for.",
            "What are the two axes of cache.keys, in which order?",
        ),
        (
            "row_in_a_row",
            {"show": lambda rows: rows[:, None, :] if len(rows) else rows},
            "Your cache has an axis too many: every token is a small matrix of its own.",
            "Print the shape of what you add and of what comes out. Do you stack matrices, or join their "
            "rows?",
        ),
        (
            "nothing_when_empty",
            {"empty": lambda d: None},
            "Your cache gives None as long as it is empty.",
            "How many rows, and how many columns, has an array of no tokens?",
        ),
        (
            "raises_when_empty",
            {"empty": _cannot_be_empty},
            "Your cache can't be read as long as it is empty.",
            "How many rows, and how many columns, has an array of no tokens? Does what you call to make it "
            "take an empty list?",
        ),
        (
            "flat_when_empty",
            {"empty": lambda d: np.empty(0)},
            "Your cache forgets how wide a key is as long as it is empty: an array made of an empty list "
            "has no columns.",
            "Which shape has an array of no rows and d_k columns, and where could your cache remember d_k?",
        ),
        (
            "len_counts_appends",
            {"count": lambda n, appends, before: appends},
            "len(cache) counts how often append was called.",
            "How many tokens does one append bring if k is (t, d_k)?",
        ),
        (
            "len_stays_0",
            {"count": lambda n, appends, before: 0},
            "len(cache) stays 0.",
            "Which line makes the length grow?",
        ),
        (
            "len_one_behind",
            {"count": lambda n, appends, before: max(n - 1, 0)},
            "len(cache) is one short.",
            "Is the length read before or after the token has been added?",
        ),
        (
            "len_one_behind",
            {"count": lambda n, appends, before: before},
            "len(cache) is what it was before the last append.",
            "Is the length read before or after the tokens have been added?",
        ),
        (
            "len_counts_both",
            {"count": lambda n, appends, before: 2 * n},
            "len(cache) is twice the number of tokens: a token's key and its value are counted apart.",
            "How many tokens are there after one append of one token?",
        ),
        (
            "full_at_capacity",
            {"place": _fails_when_full},
            "Your cache works until its arrays are full and breaks then.",
            "A text may always get longer. What can append do when the next token does not fit?",
        ),
        (
            "drops_when_full",
            {"place": _drops_when_full},
            "Your cache ignores new tokens once its arrays are full.",
            "A text may always get longer. What can append do when the next token does not fit?",
        ),
        (
            "overwrites_when_full",
            {"place": _overwrites_when_full},
            "Your cache starts over at slot 0 once its arrays are full, and overwrites the oldest tokens.",
            "May a later token still use token 0? What can append do when the next token does not fit?",
        ),
        (
            "forgets_oldest",
            {"place": _forgets_oldest},
            "Your cache lets go of the oldest tokens once there are many.",
            "May a later token still use token 0? What limits the size of what you keep?",
        ),
    ),
)
