# begins with the first block
import numpy as np


def attend_in_blocks(Q, blocks):
    blocks = iter(blocks)
    K, V = next(blocks)
    d = np.asarray(Q.shape[-1] ** 0.5, dtype=Q.dtype)
    scores = Q @ K.T / d
    m = scores.max(1)
    e = np.exp(scores - m[:, None])
    s, out = e.sum(1), e @ V
    for K, V in blocks:
        scores = Q @ K.T / d
        bigger = np.maximum(m, scores.max(1))
        down = np.exp(m - bigger)
        e = np.exp(scores - bigger[:, None])
        s = s * down + e.sum(1)
        out = out * down[:, None] + e @ V
        m = bigger
    return out / s[:, None]
