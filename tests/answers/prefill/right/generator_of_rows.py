# style: a generator that yields rows while the cache grows
import numpy as np


def rows(Q, K, V, cache):
    for q, k, v in zip(Q, K, V):
        cache.append(k, v)
        scores = np.inner(cache.keys, q) / len(q) ** 0.5
        scores = np.exp(scores - scores.max())
        yield scores @ cache.values / scores.sum()


def prefill(Q, K, V, cache):
    return np.array(list(rows(Q, K, V, cache)))
