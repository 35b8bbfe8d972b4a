# style: a lambda with helpers
import numpy as np


def _attend(q, keys, values):
    scores = keys @ (q / np.sqrt(len(q)).astype(q.dtype))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum()


decode_step = lambda q, k, v, cache: (cache.append(k, v), _attend(q, cache.keys, cache.values))[1]  # noqa: E731
