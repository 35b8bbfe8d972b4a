# fails: multiplications; diagnosis: scales_every_number
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    starts = range(0, len(K8), 64)
    K = lambda i: K8[i : i + 64] * k_scales[i : i + 64]
    V = lambda i: V8[i : i + 64] * v_scales[i : i + 64]
    scores = np.concatenate([K(i) @ q for i in starts]) / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    return sum(weights[i : i + 64] @ V(i) for i in starts) / weights.sum()
