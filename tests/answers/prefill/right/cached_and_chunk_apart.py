# style: scores against the old keys and against the chunk, joined before the softmax; appended last
import numpy as np


def prefill(Q, K, V, cache):
    t = len(Q)
    scale = Q.shape[1] ** -0.5
    old_keys, old_values = cache.keys.astype(K.dtype), cache.values.astype(V.dtype)
    past = Q @ old_keys.T * scale
    own = Q @ K.T * scale
    own[np.arange(t)[None, :] > np.arange(t)[:, None]] = -np.inf
    scores = np.concatenate([past, own], axis=1)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    split = past.shape[1]
    cache.append(K, V)
    return weights[:, :split] @ old_values + weights[:, split:] @ V
