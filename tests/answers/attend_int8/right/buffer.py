# one buffer of floats that is filled again and again
import numpy as np


ROWS = 500


def attend_int8(q, K8, k_scales, V8, v_scales):
    n = K8.shape[0]
    scores = np.empty(n, dtype=q.dtype)
    buffer = np.empty((ROWS, K8.shape[1]), dtype=q.dtype)
    for start in range(0, n, ROWS):
        part = K8[start : start + ROWS]
        buffer[: len(part)] = part
        np.matmul(buffer[: len(part)], q, out=scores[start : start + len(part)])
    scores *= k_scales[:, 0]
    scores *= np.float32(1 / np.sqrt(len(q)))
    exps = np.exp(scores - np.max(scores))
    weighed = (exps * v_scales[:, 0])[None]
    out = np.zeros((1, V8.shape[1]), dtype=q.dtype)
    for start in range(0, n, ROWS):
        out += weighed[:, start : start + ROWS] @ V8[start : start + ROWS]
    return out[0] / exps.sum()
