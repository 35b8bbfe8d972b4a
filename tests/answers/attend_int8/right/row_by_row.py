# one row after the other
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    d_k = len(q)
    scores = np.array([np.dot(row.astype(np.float32), q) for row in K8])
    scores *= k_scales.reshape(-1)
    scores /= np.float32(np.sqrt(d_k))
    scores -= scores.max()
    weights = np.exp(scores)
    weights /= weights.sum()
    weights *= v_scales.reshape(-1)
    out = np.zeros(V8.shape[1], dtype=np.float32)
    for weight, row in zip(weights, V8):
        out += weight * row
    return out
