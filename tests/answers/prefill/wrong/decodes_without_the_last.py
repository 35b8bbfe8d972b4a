# fails: incremental; diagnosis: last_token_left_out
import numpy as np


def step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()


def prefill(Q, K, V, cache):
    out = np.zeros_like(V)
    for i in range(len(Q) - 1):
        out[i] = step(Q[i], K[i], V[i], cache)
    return out
