# fails: multiplications; diagnosis: scales_every_number
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    K, V = K8 * k_scales, V8 * v_scales
    scores = K @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    return weights @ V / weights.sum()
