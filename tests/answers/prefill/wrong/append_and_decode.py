# fails: incremental; diagnosis: appends_twice
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def prefill(Q, K, V, cache):
    outputs = []
    for q, k, v in zip(Q, K, V):
        cache.append(k, v)
        outputs.append(decode_step(q, k, v, cache))
    return np.array(outputs)
