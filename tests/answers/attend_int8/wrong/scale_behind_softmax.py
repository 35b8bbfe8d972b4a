# fails: equals; diagnosis: scaled_behind_the_softmax
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    scores = (K8.astype(float) @ q / np.sqrt(len(q))).astype(np.float32)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    weights = weights * k_scales[:, 0] * v_scales[:, 0]
    return weights @ V8
