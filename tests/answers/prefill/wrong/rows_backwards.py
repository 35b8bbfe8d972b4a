# fails: incremental; diagnosis: chunk_backwards
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K[::-1], V[::-1])
    rows = []
    for i in range(len(Q)):
        s = cache.keys[:before + i + 1] @ Q[i] / float(np.sqrt(Q.shape[1]))
        w = np.exp(s - s.max())
        rows.append(w @ cache.values[:before + i + 1] / w.sum())
    return np.array(rows)
