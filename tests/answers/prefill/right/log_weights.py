# style: log-sum-exp per row with logaddexp and where=
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    n = len(cache)
    visible = np.arange(n) < (before + 1 + np.arange(len(Q)))[:, None]
    scores = np.einsum("id,jd->ij", Q, cache.keys) / float(np.sqrt(Q.shape[1]))
    norm = np.logaddexp.reduce(scores, axis=1, where=visible, initial=-np.inf, keepdims=True)
    weights = np.exp(np.where(visible, scores - norm, -np.inf))
    return np.einsum("ij,jd->id", weights, cache.values)
