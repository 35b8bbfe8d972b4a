"""Runs a learner's caches in blocks through histories of many texts, and counts them; gives back plain data.

Drivers like those of decodelab.rehearsal: they take the learner's classes and plain numbers and return dicts,
lists, strings and numbers only. Whoever judges makes the same tokens again from the seed. An exception of the
learner's code passes through, but for OutOfBlocks, which is an event.

A history is a list of operations:
  ["new", text]            an empty cache for the text
  ["append", text, t]      the next t tokens of the stream as a chunk, (t, d); t = 0: the next one as vectors
                           (d,)
  ["fork", text, other]    text other goes on from where text is
  ["free", text]           free(); the text can be used again
"""

import numpy as np

from decodelab.blocks import BlockPool, OutOfBlocks, row_places
from decodelab.meter.drivers import count_series
from decodelab.rehearsal import plain
from decodelab.sharing import copy_of, same

D_K, D_V = 3, 2
"""Widths in histories; the counts have wider ones."""

UNUSED = 1e6
"""What stands in rows of the pool that nobody has written to."""


def stream(seed, n, d_k=D_K, d_v=D_V, dtype="float64"):
    """The tokens that a history appends, one after the other: K (n, d_k) and V (n, d_v)."""
    rng = np.random.default_rng([seed, n])
    return rng.normal(size=(n, d_k)).astype(dtype), rng.normal(size=(n, d_v)).astype(dtype)


def used_by(operations):
    """How many tokens of the stream a history takes."""
    return sum(max(op[2], 1) for op in operations if op[0] == "append")


def run_history(Cache, operations, n_blocks, size, seed, dtype="float64"):
    """Returns {"events": [an event for each operation]}; an event is

    {"refused": what OutOfBlocks said or None, "free": how many blocks are free, "holders": sum over all
    blocks,
     "texts": {text: {"length", "rows": [[key and value of each row]], "sizes": [rows of each block],
                      "places": [row of the pool, -1 if it is none of the pool's]}}}

    with the texts that the operation is about, and in the last event all that there are.
    """
    pool = BlockPool(n_blocks, size, D_K, D_V, dtype)
    pool.keys[...] = pool.values[...] = UNUSED
    K, V = stream(seed, used_by(operations), dtype=dtype)
    texts, at, events = {}, 0, []
    for number, (what, text, *more) in enumerate(operations):
        refused = None
        if what == "new":
            texts[text] = Cache(pool)
        elif what == "fork":
            texts[more[0]] = texts[text].fork()
        elif what == "free":
            texts[text].free()
        else:
            t = more[0]
            k, v = (K[at].copy(), V[at].copy()) if t == 0 else (K[at : at + t].copy(), V[at : at + t].copy())
            at += max(t, 1)
            try:
                texts[text].append(k, v)
            except OutOfBlocks as error:
                refused = str(error)
            k[...] = v[...] = -UNUSED  # the caller goes on using its arrays
        told = texts if number == len(operations) - 1 else {t: texts[t] for t in (text, *more) if t in texts}
        events.append(
            {
                "refused": refused,
                "free": len(pool.free),
                "holders": sum(pool.holders),
                "texts": {name: _seen(cache, pool) for name, cache in told.items()},
            }
        )
    return {"events": events}


def _seen(cache, pool):
    rows, sizes, places = [], [], []
    for keys, values in cache.blocks():
        sizes.append(len(keys))
        rows += np.hstack([np.asarray(keys, dtype=float), np.asarray(values, dtype=float)]).tolist()
        places += row_places(np.asarray(keys), pool.keys)
    return {"length": int(len(cache)), "rows": rows, "sizes": sizes, "places": places}


def count_appends(Cache, n, size, d_k=12, d_v=8, seed=0):
    """One text, token by token: a series over its length. Returns {"steps": series, …}."""
    pool = BlockPool(-(-n // size), size, d_k, d_v, "float64")
    K, V = stream(seed, n, d_k, d_v)
    cache = Cache(pool)

    def step(i):
        cache.append(K[i - 1], V[i - 1])
        return np.zeros(0)

    return {"steps": count_series((Cache,), range(1, n + 1), step), "size": size, "d_k": d_k, "d_v": d_v}


def count_forks(Cache, n, forks, size, d_k=12, d_v=8, seed=0):
    """A text of n tokens is forked `forks` times; then each one of them, and at last the original, appends a
    token.

    Returns {"forked": series over the forks, "appended": series over the appends, "held": [blocks in use
    after all forks, after all appends], …}.
    """
    pool = BlockPool((forks + 1) * (n // size + 2), size, d_k, d_v, "float64")
    K, V = stream(seed, n + forks + 1, d_k, d_v)
    cache, held = Cache(pool), []
    cache.append(K[:n], V[:n])
    branches = []

    def fork(_):
        branches.append(cache.fork())
        return np.zeros(0)

    def append(i):
        (branches[i - 1] if i <= forks else cache).append(K[n + i - 1], V[n + i - 1])
        return np.zeros(0)

    forked = count_series((Cache,), range(1, forks + 1), fork)
    held.append(len(pool.holders) - len(pool.free))
    appended = count_series((Cache,), range(1, forks + 2), append)
    held.append(len(pool.holders) - len(pool.free))
    return {
        "forked": forked,
        "appended": appended,
        "held": held,
        "n": n,
        "size": size,
        "d_k": d_k,
        "d_v": d_v,
    }


def attend_over(
    attend_paged, PagedCache, n, size, seed, d_k=D_K, d_v=D_V, dtype="float64", loudness=1.0, kind=""
):
    """attend_paged over a text of n tokens whose blocks do not lie in order, for two queries one after the
    other.

    kind: "" for random tokens, or the name of a kind of awkward ones: "equal", "zeros", "zero_query",
          "negative"
    Returns {"outputs": [each as plain data], "shared": whether the second call changed the first result,
    "length": of the cache afterwards}; inputs are `queries_and_tokens`.
    """
    queries, K, V = queries_and_tokens(n, seed, d_k, d_v, dtype, loudness, kind)
    pool = BlockPool(-(-n // size) + 3, size, d_k, d_v, dtype)
    pool.keys[...] = pool.values[...] = UNUSED
    other, cache = PagedCache(pool), PagedCache(pool)
    half = n // 2
    other.append(K[:1], V[:1])
    cache.append(K[:half], V[:half]) if half else None
    other.append(K[:1], V[:1])
    cache.append(K[half:], V[half:])
    other.free()
    first = attend_paged(queries[0].copy(), cache)
    kept, outputs = copy_of(first), [plain(first)]
    outputs.append(plain(attend_paged(queries[1].copy(), cache)))
    return {"outputs": outputs, "shared": not same(first, kept), "length": int(len(cache))}


def queries_and_tokens(n, seed, d_k=D_K, d_v=D_V, dtype="float64", loudness=1.0, kind=""):
    """What attend_over is about: queries (2, d_k), K (n, d_k), V (n, d_v)."""
    rng = np.random.default_rng([seed, n])
    queries, K, V = (rng.normal(size=shape) for shape in ((2, d_k), (n, d_k), (n, d_v)))
    queries, K = loudness * queries, loudness * K
    if kind == "equal":
        K[:], V[:] = K[0], V[0]
    elif kind == "zeros":
        K[:] = 0
    elif kind == "zero_query":
        queries[:] = 0
    elif kind == "negative":
        queries, K = np.abs(queries), -np.abs(K)
    return [a.astype(dtype) for a in (queries, K, V)]


def count_attend(attend_paged, PagedCache, lengths, size, d_k=12, d_v=8, seed=0):
    """One query over texts of several lengths. Returns {"calls": series, …}."""
    caches, queries = {}, {}
    for n in lengths:
        pool = BlockPool(-(-n // size), size, d_k, d_v, "float64")
        (queries[n], _), K, V = queries_and_tokens(n, seed, d_k, d_v)
        caches[n] = PagedCache(pool)
        caches[n].append(K, V)
    calls = count_series(
        (attend_paged, PagedCache), list(lengths), lambda n: attend_paged(queries[n], caches[n])
    )
    return {"calls": calls, "size": size, "d_k": d_k, "d_v": d_v}
