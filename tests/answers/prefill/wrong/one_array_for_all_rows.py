# fails: causality; diagnosis: all_rows_the_last
import numpy as np


def prefill(Q, K, V, cache):
    out, row = [], np.zeros(V.shape[1], V.dtype)
    for q, k, v in zip(Q, K, V):
        cache.append(k, v)
        s = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
        w = np.exp(s - s.max())
        np.divide(w @ cache.values, w.sum(), out=row)
        out.append(row)
    return np.array(out)
