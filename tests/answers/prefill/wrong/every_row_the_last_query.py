# fails: causality; diagnosis: last_query_for_all
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    rows = []
    q = Q[-1]
    for i in range(len(Q)):
        scores = cache.keys[:before + i + 1] @ q / float(np.sqrt(len(q)))
        weights = np.exp(scores - scores.max())
        rows.append(weights @ cache.values[:before + i + 1] / weights.sum())
    return np.array(rows)
