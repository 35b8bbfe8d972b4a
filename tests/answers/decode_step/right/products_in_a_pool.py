# style: both products in parts, by threads that are handed NumPy's own functions
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    with ThreadPoolExecutor(max_workers=2) as pool:
        parts = list(pool.map(np.dot, np.array_split(cache.keys, 2), [q, q]))
        scores = np.concatenate(parts) / q.dtype.type(len(q) ** 0.5)
        weights = np.exp(scores - scores.max())
        halves = [pool.submit(np.dot, w, rows) for w, rows in zip(np.array_split(weights, 2), np.array_split(cache.values, 2))]
    return sum(half.result() for half in halves) / weights.sum()
