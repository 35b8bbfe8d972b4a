# fails: equals; diagnosis: first_weights_again
import numpy as np


def attend_paged(q, cache):
    blocks = list(cache.blocks())
    s = np.concatenate([K @ q for K, _ in blocks]) / np.sqrt(len(q)).astype(q.dtype)
    w = np.exp(s - s.max())
    w /= w.sum()
    out = np.zeros(blocks[0][1].shape[1], blocks[0][1].dtype)
    at = 0
    for _, V in blocks:
        out += w[at:at + len(V)] @ V
        at = 0
    return out
