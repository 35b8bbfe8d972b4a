# style: np.vectorize with a signature
import numpy as np


def prefill(Q, K, V, cache):
    start = len(cache)
    cache.append(K, V)
    keys, values = cache.keys, cache.values

    def row(q, last):
        s = keys[:last + 1] @ q / float(np.sqrt(len(q)))
        w = np.exp(s - s.max())
        return (w @ values[:last + 1] / w.sum()).astype(V.dtype)

    return np.vectorize(row, signature="(d),()->(e)", otypes=[V.dtype])(Q, np.arange(start, start + len(Q)))
