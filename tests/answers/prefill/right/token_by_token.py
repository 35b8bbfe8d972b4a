# style: one decode step after the other
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def prefill(Q, K, V, cache):
    return np.stack([decode_step(Q[i], K[i], V[i], cache) for i in range(len(Q))])
