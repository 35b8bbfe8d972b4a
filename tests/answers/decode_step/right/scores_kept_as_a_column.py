# style: column vectors throughout, ravel at the end
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    column = q.reshape(-1, 1)
    scores = (cache.keys @ column) * (1 / q.dtype.type(np.sqrt(column.shape[0])))
    exps = np.exp(scores - scores.max(axis=0))
    weights = exps / exps.sum(axis=0)
    return (weights.T @ cache.values).ravel()
