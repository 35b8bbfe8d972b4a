# lists of keys and values that grow, as a cache would
import numpy as np


def causal_attention(Q, K, V):
    keys, values, rows = [], [], []
    for q, k, v in zip(Q, K, V):
        keys.append(k)
        values.append(v)
        scores = np.array([np.vdot(q, key) for key in keys]) / np.sqrt(len(q)).astype(q.dtype)
        weights = np.exp(scores - max(scores))
        weights = weights / sum(weights)
        rows.append(sum(w * value for w, value in zip(weights, values)))
    return np.vstack(rows)
