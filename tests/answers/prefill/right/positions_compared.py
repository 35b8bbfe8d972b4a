# style: positions of queries and keys compared by broadcasting
import numpy as np


def prefill(Q, K, V, cache):
    start = len(cache)
    cache.append(K, V)
    query_positions = start + np.arange(Q.shape[0])
    key_positions = np.arange(len(cache))
    forbidden = key_positions[None, :] > query_positions[:, None]
    scores = (Q @ cache.keys.T) * (1.0 / float(np.sqrt(Q.shape[-1])))
    scores[forbidden] = -np.inf
    scores -= scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ cache.values
