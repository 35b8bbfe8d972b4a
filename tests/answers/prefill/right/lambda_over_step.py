# style: one expression
import numpy as np


def step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys.dot(q) / float(np.sqrt(q.size))
    e = np.exp(s - s.max())
    return e.dot(cache.values) / e.sum()


prefill = lambda Q, K, V, cache: np.vstack([step(*token, cache) for token in zip(Q, K, V)])  # noqa: E731
