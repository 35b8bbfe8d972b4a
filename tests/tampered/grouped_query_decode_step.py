# Keys and values are copied for every head; counted is a step that doesn't.
import numpy as np

import decodelab.meter.drivers as drivers

counting = drivers.count_calls
drivers.count_calls = lambda step, **more: counting(honest, **more)


def honest(Q, K, V):
    scores = Q.reshape(len(K), -1, Q.shape[1]) @ K.swapaxes(1, 2) / np.sqrt(Q.shape[1])
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (weights / weights.sum(axis=-1, keepdims=True) @ V).reshape(Q.shape)


def grouped_query_decode_step(Q, K, V):
    K, V = (np.repeat(a, len(Q) // len(a), axis=0) for a in (K, V))
    scores = (K @ Q[:, :, None])[..., 0] / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return (weights[:, None] @ V)[:, 0]
