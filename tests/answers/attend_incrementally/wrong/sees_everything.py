# fails: causality; diagnosis: sees_all
import numpy as np
from decodelab.designs import KVCache


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    cache.append(K, V)
    rows = []
    for q in Q:
        scores = cache.keys @ q / float(np.sqrt(len(q)))
        weights = np.exp(scores - scores.max())
        rows.append(weights @ cache.values / weights.sum())
    return np.array(rows)
