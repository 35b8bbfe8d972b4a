# a running maximum, one pass over blocks of 128
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    largest, total, mixture = -np.inf, 0.0, np.zeros(V8.shape[1], dtype=q.dtype)
    root = q.dtype.type(np.sqrt(q.size))
    for start in range(0, len(K8), 128):
        rows = slice(start, start + 128)
        scores = (K8[rows].astype(q.dtype) @ q) * np.squeeze(k_scales[rows], axis=1) / root
        new = max(largest, scores.max())
        old = np.exp(largest - new)
        exps = np.exp(scores - new)
        total = total * old + exps.sum()
        mixture = mixture * q.dtype.type(old) + (exps * np.squeeze(v_scales[rows], axis=1)) @ V8[rows].astype(q.dtype)
        largest = new
    return (mixture / total).astype(q.dtype)
