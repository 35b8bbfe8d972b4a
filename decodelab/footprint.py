"""How much memory an object keeps as tokens go by: a driver, like those of decodelab.meter.

What it can't do: it sees memory that Python or NumPy hand out, not that of C libraries; and memory that is
needed for a moment and given back does not count.
"""

import gc
import tracemalloc

import numpy as np


def kept_bytes(Cache, parameters, n_few, n_many, d_k, d_v, chunk=64):
    """Memory that a cache of the class holds on to after n_few and after n_many tokens.

    Cache(*parameters) is made anew; tokens come in chunks (chunk, d_k), (chunk, d_v) of float64, and keys and
    values are read after each. Returns {"few": bytes, "many": bytes, "appended": bytes of the tokens in between}.
    """
    k, v = np.ones((chunk, d_k)), np.ones((chunk, d_v))
    was_tracing = tracemalloc.is_tracing()
    if not was_tracing:
        tracemalloc.start()
    try:
        cache, held, n = Cache(*parameters), {}, 0
        for name, until in (("few", n_few), ("many", n_many)):
            while n < until:
                cache.append(k.copy(), v.copy())
                np.shape(cache.keys), np.shape(cache.values)
                n += chunk
            gc.collect()
            held[name] = tracemalloc.get_traced_memory()[0]
        return {**held, "appended": (n_many - n_few) * (d_k + d_v) * k.itemsize}
    finally:
        if not was_tracing:
            tracemalloc.stop()
