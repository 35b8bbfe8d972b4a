"""How much memory an object keeps as tokens go by: a driver, like those of decodelab.meter.

What it can't do: it sees memory that Python or NumPy hand out, not that of C libraries; and memory that is
needed for a moment and given back does not count.
"""

import contextlib
import gc
import tracemalloc

import numpy as np


def kept_bytes(Cache, parameters, lengths, d_k, d_v, chunk=64, reads=True):
    """Memory that a cache of the class holds on to after so many tokens.

    Cache(*parameters) is made anew; tokens come in chunks (chunk, d_k), (chunk, d_v) of float64
    lengths: numbers of tokens, rising, after which is looked
    reads  : whether keys and values are read after each chunk, as a decode step does

    Returns {"held": [bytes at each length, without what there was before the cache], "a_token": bytes of a token}.
    """
    k, v = np.ones((chunk, d_k)), np.ones((chunk, d_v))
    with memory_since() as bytes_held:
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
def memory_since():
    """A function that tells how many more bytes are held than when the block began."""
    was_tracing = tracemalloc.is_tracing()
    if not was_tracing:
        tracemalloc.start()

    def held():
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    before = held()
    try:
        yield lambda: held() - before
    finally:
        if not was_tracing:
            tracemalloc.stop()
