# fails: multiplications; diagnosis: multiplied_in_each_round
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    size = 64
    starts = range(0, len(K8), size)
    products = np.concatenate([K8[i : i + size] @ q for i in starts])
    scores = products * k_scales[:, 0] / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    return sum((weights * v_scales[:, 0])[i : i + size] @ V8[i : i + size] for i in starts)
