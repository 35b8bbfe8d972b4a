# fails: equals; diagnosis: none
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    rows = []
    for i in range(len(Q)):
        start = before if i == 0 and before else 0
        s = cache.keys[start:before + i + 1] @ Q[i] / float(np.sqrt(Q.shape[1]))
        w = np.exp(s - s.max())
        rows.append(w @ cache.values[start:before + i + 1] / w.sum())
    return np.array(rows)
