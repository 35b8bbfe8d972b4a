# fails: equals; diagnosis: right_in_one_block
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    size = 256
    n = max(len(K8) // size, 1) * size
    starts = range(0, n, size)
    products = np.concatenate([K8[:n][i : i + size] @ q for i in starts])
    scores = products * k_scales[:n, 0] / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum() * v_scales[:n, 0]
    return sum(weights[i : i + size] @ V8[:n][i : i + size] for i in starts)
