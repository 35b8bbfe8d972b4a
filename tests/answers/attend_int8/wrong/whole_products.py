# fails: memory; diagnosis: floats_of_all_rows
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    scores = (K8 @ q) * k_scales[:, 0] / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum() * v_scales[:, 0]
    return weights @ V8
