# fails: equals; diagnosis: right_in_one_block
import numpy as np


def attend_int8(q, K8, k_scales, V8, v_scales):
    root, out, blocks = np.sqrt(len(q)).astype(q.dtype), 0, 0
    for i in range(0, len(K8), 200):
        rows = slice(i, i + 200)
        scores = (K8[rows] @ q) * k_scales[rows, 0] / root
        exps = np.exp(scores - scores.max())
        out = out + exps / exps.sum() * v_scales[rows, 0] @ V8[rows]
        blocks += 1
    return out / np.float32(blocks)
