# style: append all, then a loop of growing slices; no mask anywhere
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    keys, values = cache.keys, cache.values
    output = np.empty_like(V)
    for i, q in enumerate(Q):
        seen = before + i + 1
        s = keys[:seen] @ q / len(q) ** 0.5
        w = np.exp(s - s.max())
        output[i] = w @ values[:seen] / w.sum()
    return output
