"""How much memory an object keeps as tokens go by, and needs for a moment: drivers, like those of
decodelab.meter.

What they can't do: they see memory that Python or NumPy hand out, not that of C libraries. In a notebook
other threads hand out a little, too; whoever judges leaves room for some kilobytes.
"""

import contextlib
import gc
import tracemalloc

import numpy as np


@contextlib.contextmanager
def tracing():
    """Memory handed out in this block is counted, whether or not somebody counts already."""
    was_tracing = tracemalloc.is_tracing()
    if not was_tracing:
        tracemalloc.start()
    try:
        yield
    finally:
        if not was_tracing:
            tracemalloc.stop()


def kept_bytes(Cache, parameters, lengths, d_k, d_v, chunk=64, reads=True, collect=True):
    """Memory that a cache of the class holds on to after so many tokens.

    Cache(*parameters) is made anew; tokens come in chunks (chunk, d_k), (chunk, d_v) of float64
    lengths: numbers of tokens, rising, after which is looked
    reads  : whether keys and values are read after each chunk, as a decode step does
    collect: whether what only waits for the garbage collector is let go before each look, which takes its
             time

    Returns {"held": [bytes at each length, without what there was before the cache], "a_token": bytes of a
    token}.
    """
    k, v = np.ones((chunk, d_k)), np.ones((chunk, d_v))
    with memory_since(collect) as bytes_held:
        cache, held, n = Cache(*parameters), [], 0
        for until in lengths:
            while n < until:
                cache.append(k.copy(), v.copy())
                if reads:
                    np.shape(cache.keys), np.shape(cache.values)
                n += chunk
            held.append(bytes_held())
    return {"held": held, "a_token": (d_k + d_v) * k.itemsize}


@contextlib.contextmanager
def memory_since(collect=True):
    """A function that tells how many more bytes are held than when the block began; for `collect` see
    kept_bytes."""

    def held():
        if collect:
            gc.collect()
        return tracemalloc.get_traced_memory()[0]

    with tracing():
        before = held()
        yield lambda: held() - before


LENGTHS = (24, 48, 96, 192)
"""Tokens at which memory is looked at while they come one by one; each twice the one before, for `square`."""


def held_by_cache(KVCache, d_k, d_v):
    """Memory that a cache holds after 0, 1 … tokens, appended one by one, keys and values read now and then.

    Returns {"held": [bytes after each]}.
    """

    def step(cache, i, k, v):
        cache.append(k, v)
        if i % 8 == 0:
            np.shape(cache.keys), np.shape(cache.values)

    return {"held": _held(KVCache, d_k, d_v, step)[0]}


def held_by_steps(step, KVCache, d_k, d_v, rows=False):
    """Memory that LENGTHS calls step(q, k, v, cache), one a token, hold on to, and the most that one needs
    for a moment.

    rows: whether a token comes as arrays of one row, (1, d), not as vectors
    Returns {"held": [bytes after 0, 1 … of them], "peak": [bytes at each of LENGTHS]}.
    """

    def take(cache, i, k, v):
        q = k if not rows else k[None]
        return step(q.copy(), k[None] if rows else k, v[None] if rows else v, cache)

    held, peaks = _held(KVCache, d_k, d_v, take)
    return {"held": held, "peak": peaks}


def _held(KVCache, d_k, d_v, step, collecting=False):
    rng = np.random.default_rng(0)
    K, V = rng.normal(size=(LENGTHS[-1] + 1, d_k)), rng.normal(size=(LENGTHS[-1] + 1, d_v))
    held, peaks, recent = [0], [], []
    with tracing():
        cache, start = KVCache(d_k, d_v), tracemalloc.get_traced_memory()[0]
        for i in range(1, LENGTHS[-1] + 1):
            near = any(n - 3 < i <= n for n in LENGTHS)
            if near:
                tracemalloc.reset_peak()
                before = tracemalloc.get_traced_memory()[0]
            step(cache, i, K[i].copy(), V[i].copy())
            if near:
                recent.append(tracemalloc.get_traced_memory()[1] - before)
            if i in LENGTHS:
                peaks.append(min(recent))  # of three: a buffer that moves needs more now and then
                recent.clear()
            if collecting:
                gc.collect(1)
            held.append(tracemalloc.get_traced_memory()[0] - start)
    if square_of_all(held) > 0 and not collecting:  # what only waits for the garbage collector is not held
        return _held(KVCache, d_k, d_v, step, collecting=True)
    return held, peaks


def square(lengths, measured):
    """The share of what was measured that grows with the square of the length, bytes a token squared; 0 if it
    doesn't.

    lengths: each twice the one before. A jump, as of a buffer that moves, shows between two lengths and not
             throughout.
    """
    found = []
    for n, first, second, third in zip(lengths, measured, measured[1:], measured[2:], strict=False):
        found.append((third - second - 2 * (second - first)) / (6 * n * n))
    return max(0.0, min(found))


def square_of_all(held):
    """The same of memory looked at after 0, 1 … LENGTHS[-1] tokens: the larger of two ways to tell.

    One sees what is kept now and then; the other, by the middle of what single tokens add, is not put off by
    a list that moves while it grows.
    """
    added = np.diff(held)
    usual = [float(np.median(added[n // 2 : n])) for n in LENGTHS[1:]]
    slopes = [(later - earlier) / n for n, earlier, later in zip(LENGTHS[1:], usual, usual[1:], strict=False)]
    return max(0.0, min(slopes) * 2 / 3, square(LENGTHS, [held[n] for n in LENGTHS]))


def room_taken(KVCache, n, d_k, d_v, chunk):
    """Memory that a cache of n tokens, appended in chunks, holds: {"held": bytes, "needed": bytes of its
    numbers}."""
    k, v = np.ones((chunk, d_k)), np.ones((chunk, d_v))
    with tracing():
        start = tracemalloc.get_traced_memory()[0]
        cache = KVCache(d_k, d_v)
        for _ in range(n // chunk):
            cache.append(k.copy(), v.copy())
        held = tracemalloc.get_traced_memory()[0] - start
    return {"held": held, "needed": len(cache) * (d_k + d_v) * k.itemsize}


def left_behind(KVCache, n, d_k, d_v):
    """Memory still held when caches of n tokens, made one after the other, are gone.

    Returns {"left": bytes that the second and third leave, "needed": bytes of the numbers that these two
    held}.
    """
    k, v = np.ones((n, d_k)), np.ones((n, d_v))
    held = []
    with tracing():
        for _ in range(3):
            cache = KVCache(d_k, d_v)
            cache.append(k.copy(), v.copy())
            np.shape(cache.keys), np.shape(cache.values)
            del cache
            held.append(tracemalloc.get_traced_memory()[0])
        needed = 2 * (k.nbytes + v.nbytes)
        if held[-1] - held[0] > needed / 4:
            gc.collect()
            held[-1] = tracemalloc.get_traced_memory()[0]
    return {"left": held[-1] - held[0], "needed": needed}


def peak_of_chunk(prefill, KVCache, n, t, d):
    """The most memory that prefill needs at once for a chunk of t tokens behind n: {"peak": bytes}."""
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, n + t, d))
    cache = KVCache(d, d)
    cache.append(K[:n].copy(), V[:n].copy())
    chunk = [a[n:].copy() for a in (Q, K, V)]
    with tracing():
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        prefill(*chunk, cache)
        return {"peak": tracemalloc.get_traced_memory()[1] - before}


def of_calls(function, n, d_k, d_v):
    """What function(Q, K, V) leaves behind and needs for a moment, for n tokens.

    Returns {"left": bytes that the second to fourth call leave, "needed": bytes of the keys and values of
    these three, "peak": the most bytes that one call needs at once}.
    """
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(n, d_k)), rng.normal(size=(n, d_k)), rng.normal(size=(n, d_v))
    held, peaks = [], []
    with tracing():
        for i in range(4):
            given = [a + i for a in (Q, K, V)]
            before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            function(*given)
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
            del given
            held.append(tracemalloc.get_traced_memory()[0])
        needed = 3 * (K.nbytes + V.nbytes)
        if held[-1] - held[0] > needed / 4:
            gc.collect()
            held[-1] = tracemalloc.get_traced_memory()[0]
    return {"left": held[-1] - held[0], "needed": needed, "peak": min(peaks)}
