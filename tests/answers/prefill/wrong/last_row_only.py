# fails: shape; diagnosis: only_last_vector
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    scores = cache.keys @ Q[-1] / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
